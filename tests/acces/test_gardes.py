# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The checks before what is done as the superuser, each asked where it stands: by somebody who may read what it is
about, and no more. Nobody of a screen comes there with less; what comes there by the real layers is in the other files.
"""

import base64
from datetime import date

from psycopg2.extras import Json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.parcours_accueil.models.vocabulaire import INCONNU
from odoo.addons.parcours_socle.jour import aujourdhui

from .test_medical import MedicalCase

JOUR, FIN = date(2024, 9, 2), date(2024, 9, 30)
PIECE = ("preuve.txt", base64.b64encode(b"vu"))


@tagged("post_install", "-at_install")
class TestGardes(MedicalCase):
    genre = "around the rights"

    def setUp(self):
        super().setUp()
        self.env.cr.flush()  # what was read before is logged

    def interdit(self, role, records, methode, *args, mots="", **kwargs):
        """An attempt that an access error ends: any other refusal comes after the check, of who must not get so far.

        :param mots: words that the error must have
        """
        with self.tentative(role, f"{records._name} {methode}"), self.assertRaises(AccessError) as refus:
            getattr(self.comme(role, records), methode)(*args, **kwargs)
        self.assertIn(mots, str(refus.exception))

    def test_the_register_is_asked_again_about_ones_own_only(self):
        leur = self.ailleurs.personne_id[:1]
        for role in ("agent", "chef", "organisateur", "interne", "connexion"):
            self.refuse(role, "registre.personne", "action_relire", leur.ids)
            self.rien(role, "registre.personne", "action_relire", leur.ids, secrets=self.ailleurs.mapped("reference"))
            self.interdit(role, leur, "action_relire")

    def test_only_a_system_administrator_computes_columns_again(self):
        for role in ("agent", "chef", "gestionnaire", "direction", "connexion"):
            self.interdit(role, self.ici.personne_id, "action_reprojeter")
            self.refuse(role, "registre.personne", "action_reprojeter", self.ici.personne_id.ids, mots="administrator")

    def test_who_only_reads_a_file_runs_none_of_its_terms(self):
        delai = self.ici[0].delai_ids[:1]
        self.assertTrue(self.comme("organisateur", delai).has_access("read"), "who may not read it proves nothing")
        self.interdit("organisateur", delai, "action_executer")
        for role in ("agent", "chef"):
            self.refuse(role, "parcours.delai", "action_executer", self.ailleurs[0].delai_ids[:1].ids)

    def test_who_only_reads_a_file_applies_no_outcome(self):
        self.assertTrue(
            self.comme("organisateur", self.ici[0]).has_access("read"), "who may not read it proves nothing"
        )
        for role in ("organisateur", "statisticien"):
            self.interdit(role, self.ici[0], "action_appliquer_issue")
            self.refuse(role, "parcours.dossier", "action_appliquer_issue", self.ici[0].ids)
        self.interdit("agent", self.ailleurs[0], "action_appliquer_issue")

    def test_who_only_reads_a_file_takes_no_step_of_it(self):
        for role in ("organisateur", "statisticien"):
            self.interdit(role, self.ici[0], "_enregistrer", "cloture", JOUR, motif_cloture="deces")
            self.interdit(role, self.ici[0], "action_examiner")
        delai = self.ici[0].delai_ids[:1]
        self.interdit("organisateur", delai, "_marquer_revue", "vu")

    def test_who_only_reads_a_file_checks_no_closure_and_hands_it_to_nobody(self):
        dossier, agent = self.ici[0], self.roles["agent"]
        dossier.cloture_a_verifier = True
        for role in ("organisateur", "statisticien"):
            self.interdit(role, dossier, "_verifier_cloture")
            self.interdit(role, dossier, "_confier", {dossier.id: agent})
        leur = self.ailleurs[0]
        leur.cloture_a_verifier = True
        self.interdit("agent", leur, "_verifier_cloture")
        self.interdit("chef", leur, "_confier", {leur.id: self.roles["agent_ixelles"]})

    def test_only_who_decides_touches_a_request(self):
        obligation = self.contestation(self.ici[2], genre="obligation")
        for demande in (self.demande(self.ici[2]), obligation):
            self.assertTrue(self.comme("gestionnaire", demande).has_access("read"), "who may not read proves nothing")
            for role in ("gestionnaire", "agent_ixelles"):
                self.interdit(role, demande, "_prendre", ("demandee",), JOUR)
                self.interdit(role, demande, "_decider", "accordee", JOUR, "vu", False)
                self.interdit(role, demande, "_mettre_fin", "demandee", "retiree", JOUR, "vu", False)
                self.interdit(role, demande, "_accuser", JOUR, "fr_BE")
                self.interdit(role, demande, "_notifier", JOUR, "recommande", b"proof")
            self.assertEqual((demande.state, demande.date_notification), ("demandee", False))

    def test_who_only_reads_a_file_suspends_nothing_in_it(self):
        motif = self.ici[2].reglement_id.motif_suspension_ids.filtered(lambda m: not m.confidentiel)[:1]
        self.ici[2]._enregistrer("attestation_remise", date(2024, 8, 1), canal="remise")
        suspension = self.ici[2]._suspendre(motif, JOUR, FIN, pieces=[PIECE])
        self.interdit("statisticien", self.ici[2], "_suspendre", motif, JOUR, FIN, pieces=[PIECE])
        self.interdit("organisateur", self.ici[0], "_suspendre", motif, JOUR, FIN, pieces=[PIECE])
        # nothing of the file or of the days is looked at before: what they rest on, days in the wrong order
        preuves = suspension.preuve_ids
        self.assertEqual(set(preuves.mapped("state")), {"accepte"})
        for role in ("statisticien", "agent_ixelles"):
            self.interdit(role, self.ici[2], "_suspendre", motif, FIN, JOUR, preuves=preuves)
        for role in ("statisticien", "agent_ixelles"):
            self.interdit(role, self.ici[2], "_decider_suspension", "suspension_accordee", suspension, JOUR, FIN, False)
        with (
            self.tentative("agent", "the suspension of another file"),
            self.assertRaisesRegex(UserError, "another file"),
        ):
            self.comme("agent", self.ici[1])._decider_suspension(
                "suspension_accordee", self.comme("agent", suspension), JOUR, FIN, False
            )
        self.interdit("agent", self.ailleurs[0], "_echeance_si", "suspension_accordee", False, JOUR, FIN)

    def test_vivalis_decides_on_no_illness_whatever_the_way(self):
        self.interdit("gestionnaire", self.ici[2], "_suspendre", self.maladie, JOUR, FIN, pieces=[PIECE])
        self.interdit(
            "gestionnaire", self.suspendu, "_prolonger_suspension", self.comme("gestionnaire", self.suspension), FIN,
            pieces=[PIECE],
        )  # fmt: skip
        self.interdit(
            "gestionnaire", self.suspendu, "_decider_suspension", "suspension_prolongee",
            self.comme("gestionnaire", self.suspension), JOUR, FIN, False,
        )  # fmt: skip

    def test_only_a_head_of_the_commune_lifts_a_mark_by_the_method_itself(self):
        piece = self.demande_medicale.document_ids
        # what the file says of it then stops nobody here
        self.patch(type(self.demande_medicale), "_documents_leves", lambda *_args: None)
        for role in ("agent", "gestionnaire", "chef_ixelles"):
            self.interdit(role, piece, "_lever", "An invoice.")
        self.assertTrue(piece.confidentiel)
        for role in ("gestionnaire", "chef_ixelles"):
            self.vide(role, "ir.attachment", "search", [("id", "in", piece.ids)])
            # the rule itself, without the rights on what the document belongs to
            ouvrables = self.comme(role, "ir.attachment")._search_ouvrable("in", [True])
            with self.tentative(role, "documents that open"):
                self.assertFalse(self.env["ir.attachment"].search(ouvrables & Domain("id", "in", piece.ids)))

    def test_what_was_there_before_a_file_became_medical_is_marked_and_taken_out_of_its_thread(self):
        demande = self.demande(self.ici[2])
        piece = demande.document_ids
        jointe = self.env["ir.attachment"].create({"name": "jointe.txt", "raw": b"vu"})
        message = demande.message_post(body="vu", attachment_ids=jointe.ids)
        self.assertFalse(piece.confidentiel)
        demande.regle_id = self.regle_de(self.ici[2], "5")
        with self.tentative("agent", "documents of before"):
            self.assertTrue(piece.confidentiel)
            self.assertFalse(message.attachment_ids)

    def test_a_document_of_another_record_is_not_drawn_into_a_request(self):
        demande = self.demande(self.ici[2])
        agent = self.roles["agent"]
        autre = (
            self.env["ir.attachment"]
            .with_user(agent)
            .create({"name": "autre.txt", "raw": b"vu", "res_model": "parcours.dossier", "res_id": self.ici[1].id})
        )
        self.refuse(
            "agent", "parcours.exemption", "write", demande.ids, {"document_ids": [(4, autre.id)]}, intact=autre
        )
        # nor what belongs to something of their own whose documents nothing else guards
        filtre = self.comme("agent", "ir.filters").create(
            {"name": "vu", "model_id": "parcours.dossier", "domain": "[]", "user_ids": agent.ids}
        )
        vals = {"name": "autre.txt", "raw": b"vu", "res_model": filtre._name, "res_id": filtre.id}
        autre = self.env["ir.attachment"].with_user(agent).create(vals)
        self.refuse(
            "agent", "parcours.exemption", "write", demande.ids, {"document_ids": [(4, autre.id)]}, intact=autre
        )

    def test_nothing_is_received_on_the_request_of_another_commune(self):
        demande = self.demande(self.ailleurs[0])
        vals = {"name": "autre.txt", "raw": "dnU=", "res_model": demande._name, "res_id": demande.id}
        avant = demande.preuve_ids
        for role in ("agent", "organisateur"):
            self.refuse(role, "ir.attachment", "create", [vals])
        with self.tentative("agent", "a document received"):
            self.assertEqual(demande.preuve_ids, avant)

    def test_the_content_of_a_document_is_that_of_its_reader_whoever_asks(self):
        document = self.suspension.preuve_ids or self.demande_medicale.preuve_ids
        self.assertTrue(self.comme("agent", document[0]).contenu, "who reads nothing proves nothing")
        for role in ("gestionnaire", "agent_ixelles", "organisateur"):
            with self.tentative(role, "the content of a document"):
                self.assertFalse(self.comme(role, document[0]).sudo().contenu)

    def test_only_the_commune_of_the_file_checks_a_document(self):
        genre = self.env.ref("parcours_accueil.document_horaires")
        document = self.comme("agent", "parcours.document")._deposer(self.ici[0], [PIECE], genre, "2024-06-03")
        for role in ("organisateur", "gestionnaire", "direction", "agent_ixelles"):
            self.interdit(role, document, "_accepter")
            self.interdit(role, document, "_refuser", "Illisible.")
        self.assertEqual(document.state, "recu")
        self.comme("agent", document)._accepter()
        for role in ("organisateur", "gestionnaire", "direction", "agent_ixelles"):
            self.interdit(role, document, "action_reprendre")
            self.refuse(role, "parcours.document", "action_reprendre", document.ids, intact=document)

    def test_a_document_is_brought_for_a_file_that_one_reads(self):
        genre = self.env.ref("parcours_accueil.document_horaires")
        for role in ("agent", "chef", "organisateur"):
            leur = self.comme(role, self.ailleurs[2])
            self.interdit(role, self.env["parcours.document"], "_deposer", leur, [PIECE], genre, "2024-06-03")

    def test_only_a_head_ends_an_absence(self):
        absent = self.roles["agent"]
        absence = self.env["parcours.absence"].create(
            {"company_id": self.schaerbeek.id, "user_id": absent.id, "date_fin": aujourdhui()}
        )
        self.assertEqual(absence.state, "en_cours")
        self.assertTrue(self.comme("agent", absence).has_access("read"), "who may not read it proves nothing")
        for role in ("agent", "chef_ixelles"):
            self.interdit(role, absence, "action_retour")
            self.refuse(role, "parcours.absence", "action_retour", absence.ids, intact=absence)

    def test_what_a_sanction_awaits_is_told_to_its_official(self):
        sanction = self.refuser(self.schaerbeek)
        self.assertTrue(self.comme("gestionnaire", sanction).has_access("read"), "who may not read it proves nothing")
        for role in ("gestionnaire", "chef_ixelles"):
            self.interdit(role, sanction, "_attendu")

    def test_a_medical_ground_that_is_missing_is_named_to_the_commune_only(self):
        examen = self.ici[2].examen_ids[-1:]
        regle = self.regle_de(self.ici[2], "5")
        trace = examen.trace
        # as when the fact of a medical ground is not known; an examination is written once, by the engine
        trace = trace | {"decisif": regle.ids, "regles": {**trace["regles"], str(regle.id): INCONNU}}
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE parcours_examen SET trace = %s WHERE id = %s", Json(trace), examen.id))
        self.env.invalidate_all()
        self.assertIn(regle.name, self.comme("agent", examen)._manquants()[examen.id])
        for role in ("gestionnaire", "agent_ixelles", "organisateur"):
            with self.tentative(role, "a medical ground that is missing"):
                self.assertNotIn(regle.name, self.comme(role, examen)._manquants()[examen.id])

    def test_tasks_of_another_commune_are_not_counted(self):
        equipe = self.comme("chef", "parcours.equipe")
        avant = equipe._compter_par_agent("taches")
        self.env["mail.activity"]._donner("mail.mail_activity_data_todo", self.ailleurs, lambda env, _record: "vu")
        with self.tentative("chef", "tasks of another commune"):
            self.assertEqual(equipe._compter_par_agent("taches"), avant)
        self.env["mail.activity"]._donner("mail.mail_activity_data_todo", self.ici, lambda env, _record: "vu")
        self.assertNotEqual(equipe._compter_par_agent("taches"), avant, "their own are")

    def test_what_a_typed_condition_finds_is_what_its_author_may_read(self):
        liste = self.comme("agent", "parcours.liste")
        leurs = Domain("id", "in", self.ailleurs.ids)
        with self.tentative("agent", "files of another commune by a condition"):
            self.assertEqual(liste._essayer("parcours.dossier", leurs), 0)
        self.assertEqual(liste._essayer("parcours.dossier", Domain("id", "in", self.ici.ids)), len(self.ici))

    def test_a_window_removes_what_its_user_put_in_it_only(self):
        fenetre = self.comme("agent", "parcours.suspension.wizard").create({"dossier_id": self.ici[2].id})
        pieces = self.env["ir.attachment"]
        for user, sur in (("chef", (fenetre._name, fenetre.id)), ("agent", ("parcours.dossier", self.ici[2].id))):
            vals = {"name": "autre.txt", "raw": b"vu", "res_model": sur[0], "res_id": sur[1]}
            pieces |= self.env["ir.attachment"].with_user(self.roles[user]).sudo().create(vals)
        fenetre.sudo().piece_ids = pieces
        fenetre._retirer_pieces()
        with self.tentative("agent", "documents of others"):
            self.assertEqual(pieces.exists(), pieces)

    def test_what_the_server_made_is_not_what_a_user_gave_an_address(self):
        de_user = self.env["ir.attachment"].with_user(self.roles["agent"]).sudo()
        image = de_user.create({"name": "x.svg", "raw": b"<svg/>", "url": "/web/x.svg", "public": True})
        serveur = self.env["ir.binary"]
        with self.tentative("agent", "an address of the server"):
            self.assertFalse(serveur._fait_par_le_serveur(image, "raw", "image/svg+xml", False))
            self.assertFalse(
                serveur._fait_par_le_serveur(self.schaerbeek, "logo_web", "image/svg+xml", False), "what is stored"
            )

    def test_tasks_are_found_by_the_names_their_reader_may_read(self):
        self.env["mail.activity"]._donner("mail.mail_activity_data_todo", self.ailleurs, lambda env, _record: "vu")
        domaine = self.comme("agent", "mail.activity")._search_res_name("ilike", "Ixellois")
        with self.tentative("agent", "tasks by a name"):
            self.assertFalse(self.env["mail.activity"].sudo().search(domaine))

    def test_a_task_goes_to_nobody_who_may_not_open_what_it_is_about(self):
        ixelles = self.roles["agent_ixelles"]
        donnee = self.env["mail.activity"]._donner(
            "mail.mail_activity_data_todo", self.ici[0], lambda env, _record: "vu", a=lambda _record: ixelles
        )
        with self.tentative("agent", "a task of the engine"):
            self.assertFalse(donnee.user_id)
        with self.tentative("agent", "a task of the engine, given later"):
            donnee.user_id = ixelles
            self.assertFalse(donnee.user_id)
        donnee.user_id = self.roles["agent"]
        self.refuse("agent", "mail.activity", "write", donnee.ids, {"user_id": ixelles.id}, intact=donnee)

    def test_the_failures_of_others_are_not_forgotten(self):
        Echec = self.env["connexion.echec"]
        for qui in ("un", "autre"):
            Echec._compter(f"acces.{qui}", "192.0.2.1")
        Echec._oublier("acces.un", "192.0.2.1")
        self.env.invalidate_all()
        with self.tentative("agent", "failures of another login"):
            self.assertEqual(Echec.sudo().search([("login", "=like", "acces.%")]).mapped("login"), ["acces.autre"])

    def test_nobody_lifts_their_own_delay(self):
        chef = self.roles["chef"]
        Echec = self.env["connexion.echec"].sudo()
        echec = Echec.create(
            {"login": chef.login, "adresse": "192.0.2.1", "user_id": chef.id, "nombre": 9, "dernier": JOUR}
        )
        for role in ("chef", "agent", "chef_ixelles", "auditeur"):
            self.interdit(role, echec, "action_lever")

    def test_who_only_reads_the_connection_confirms_and_withdraws_nothing(self):
        service = self.env["registre.service"].create({"name": "essai"})
        service.write({"proposition": {"name": "autre"}, "propose_par": self.roles["technique"].id})
        for role in ("connexion", "auditeur", "agent"):
            self.interdit(role, service, "action_confirmer_proposition")
            self.interdit(role, service, "action_retirer_proposition")

    def test_a_head_withdraws_no_access_of_their_own(self):
        chef = self.roles["chef"]
        lignes = self.env["registre.habilitation"].sudo().search([("user_id", "=", chef.id)])
        self.interdit("chef", lignes, "action_retirer")
        self.assertFalse(any(lignes.mapped("date_retrait")))

    def test_only_some_roles_search_in_the_other_communes(self):
        for role in ("statisticien", "auditeur", "interne"):
            self.interdit(
                role, self.env["registre.recherche"], "chercher_ailleurs", "Ixellois Dagobert", "dossier",
                mots="other communes",
            )  # fmt: skip

    def test_only_who_may_ask_the_register_asks_it(self):
        for role in ("auditeur", "statisticien"):
            self.interdit(
                role, self.env["registre.recherche.demande"], "demander_au_registre", self.ailleurs[0].niss, "dossier",
                mots="registre.relecture",
            )  # fmt: skip

    def test_only_who_may_ask_who_looked_asks_it(self):
        extrait = self.env["registre.extrait"].create({"qui": self.ici[0].niss, "reference": "x", "motif": "controle"})
        for role in ("agent", "chef", "statisticien"):
            self.interdit(role, extrait, "_demander", "lecteurs")

    def test_numbers_are_found_by_the_names_their_reader_may_read(self):
        niss = self.ailleurs[0].niss
        with self.trace("agent_ixelles", niss):
            self.rpc("agent_ixelles", "parcours.dossier", "read", self.ailleurs[0].ids, ["ref_ue"])
        domaine = self.comme("agent", "registre.consultation")._domaine_des_gens("niss", "Ixellois")
        with self.tentative("agent", "entries by a name"):
            self.assertFalse(self.env["registre.consultation"].sudo().search(domaine))

    def test_a_list_of_entries_of_the_register_is_read_with_a_trace(self):
        entrees = self.ici[0].personne_id.information_ids
        with self.trace("agent", self.ici[0].niss):
            self.rpc("agent", "registre.information", "read", entrees.ids, ["it", "code"])

    def test_who_only_reads_a_block_of_remedies_neither_changes_nor_publishes_it(self):
        vals = {"name": "Autre", "date_debut": "2026-01-01", "mediateur": "Autre", "recours": "Aucun"}
        neuf = self.env["parcours.mention"].with_user(self.roles["direction"]).create(vals)
        for role in ("gestionnaire", "agent"):
            self.interdit(role, neuf, "write", {"name": "x"})
            self.interdit(role, neuf, "action_publier")
        self.refuse("direction", "parcours.mention", "write", neuf.ids, {"state": "publie"}, intact=neuf)
        qui = {"publie_par": self.roles["gestionnaire"].id}
        self.refuse("direction", "parcours.mention", "write", neuf.ids, qui, intact=neuf)

    def test_the_second_of_two_who_write_a_text_waits_for_the_first(self):
        self.env.flush_all()
        table = SQL.identifier(self.ici._table)
        self.env.cr.execute(SQL("UPDATE %s SET write_date = '2020-01-01' WHERE id = %s", table, self.ici[0].id))
        self.env.invalidate_all(flush=False)
        self.ici[0]._attendre_textes()
        self.env.cr.execute(SQL("SELECT write_date > '2020-01-02' FROM %s WHERE id = %s", table, self.ici[0].id))
        self.assertTrue(self.env.cr.fetchone()[0], "the row is taken")

    def test_former_numbers_are_for_who_may_see_whose_file_it_is(self):
        self.refuse("statisticien", "parcours.dossier", "read", self.ici.ids, ["numeros_anciens"])
        self.refuse("statisticien", "parcours.dossier", "search", [("numeros_anciens", "=", self.ici[0].niss)])
        for role in ("agent", "organisateur"):
            self.refuse(role, "parcours.dossier", "read", self.ailleurs.ids, ["numeros_anciens"])
