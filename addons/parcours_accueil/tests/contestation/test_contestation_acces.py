# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who sees, records and decides a contestation, and who undoes it: each role, and direct calls."""

from datetime import date
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestContestationAcces(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici, cls.ailleurs = cls.ouvert(cls.schaerbeek), cls.ouvert(cls.ixelles)
        cls.une, cls.autre = cls.contestation(cls.ici), cls.contestation(cls.ailleurs)
        cls.toutes = cls.une | cls.autre
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def vues(self, utilisateur):
        return self.env["parcours.contestation"].with_user(utilisateur).search([("id", "in", self.toutes.ids)])

    def test_a_commune_reads_and_decides_its_own_contestations_only(self):
        self.assertEqual(self.vues(self.agent), self.une)
        vue = self.autre.with_user(self.agent)
        with self.assertRaises(AccessError):
            vue.read(["texte"])
        for faire in (vue._accepter, vue._refuser, vue._retirer, vue._accuser):
            with self.assertRaises(AccessError):
                faire(JOUR, "fr_BE")
        with self.assertRaises(AccessError):
            self.contestation(self.ailleurs, auteur=self.agent, genre="fait", fait="ref_carte")
        self.assertEqual(self.autre.state, "demandee")

    def test_the_region_reads_every_contestation_and_records_decides_and_undoes_none(self):
        for role in ("gestionnaire", "direction"):
            utilisateur = self.utilisateur(role)
            with self.subTest(role):
                self.assertEqual(self.vues(utilisateur), self.toutes)
                vue = self.une.with_user(utilisateur)
                self.assertEqual(vue.read(["texte", "document_count"])[0]["document_count"], 1)
                for faire in (
                    lambda v: v._refuser(JOUR, "x"),
                    lambda v: v._accuser(JOUR, "fr_BE"),
                    lambda v: v.write({"note": "x"}),
                    lambda v: v.create({"dossier_id": v.dossier_id.id, "texte": "x"}),
                    lambda v: v.evenement_ids._annuler("x"),
                ):
                    with self.assertRaises(UserError):
                        faire(vue)
        self.assertEqual(self.une.state, "demandee")

    def test_organisers_and_statisticians_see_nothing_of_it(self):
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.ici._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        vu = self.ici.with_user(organisateur)
        self.assertIn("inscription_organisateur", vu.evenement_ids.mapped("type"))
        self.une.with_user(self.agent)._refuser(JOUR, "Non.")
        self.une.evenement_ids.filtered(lambda e: e.type == "contestation_refusee").with_user(self.agent)._annuler(
            "Non"
        )
        lus = self.env["parcours.evenement"].with_user(organisateur).search([("dossier_id", "=", self.ici.id)])
        self.assertEqual(lus.sorted("id").mapped("type"), ["inscription_organisateur"], "nor its entries")
        for utilisateur in (organisateur, self.utilisateur("statisticien")):
            with self.assertRaises(AccessError):
                self.env["parcours.contestation"].with_user(utilisateur).search([])
            for champ in ("contestation_ids", "contestation_count", "contestation_ouverte"):
                self.assertNotIn(champ, self.Dossier.with_user(utilisateur).fields_get())
            with self.assertRaises(AccessError):
                self.Dossier.with_user(utilisateur).search([("contestation_ids.bloque", "=", True)])

    def test_a_contestation_follows_the_file_to_another_commune(self):
        self.ici.sudo().with_context(tracking_disable=True).company_id = self.ixelles
        with self.assertRaises(AccessError):
            self.une.with_user(self.agent)._refuser(JOUR, "Non.")
        self.une.with_user(self.utilisateur("agent", self.ixelles))._refuser(JOUR, "Non.")
        self.assertEqual(self.une.state, "refusee")

    def test_the_documents_are_opened_by_who_works_on_the_file_and_frozen_once_decided(self):
        piece = self.une.document_ids
        for role, permis in (("gestionnaire", True), ("organisateur", False)):
            lus = self.env["ir.attachment"].with_user(self.utilisateur(role)).search([("id", "=", piece.id)])
            self.assertEqual(bool(lus), permis, role)
        self.une.with_user(self.agent)._refuser(JOUR, "Non.")
        for faire in (lambda: piece.write({"raw": b"autre"}), lambda: piece.unlink()):
            with self.assertRaises(UserError):
                faire()

    def test_the_oldest_to_decide_come_first_on_the_landing_page(self):
        liste = self.env.ref("parcours_accueil.liste_contestations")
        recente = self.contestation(self.ouvert(), date_demande="2026-11-20")
        for utilisateur, attendues in ((self.agent, self.une | recente), (self.utilisateur("gestionnaire"), None)):
            action = liste.with_user(utilisateur).action_ouvrir()
            lues = self.env[action["res_model"]].with_user(utilisateur).with_context(**action["context"])
            lues = [ligne["id"] for ligne in lues.web_search_read(action["domain"], {"attente": {}})["records"]]
            self.assertEqual(lues[-1], recente.id)
            if attendues:
                self.assertEqual(lues, attendues.ids)

    def test_thirty_contestations_cost_the_queries_of_three(self):
        champs = {
            "name": {},
            "dossier_id": {"fields": {"display_name": {}}},
            "state": {},
            "date_demande": {},
            "attente": {},
            "document_count": {},
        }
        for _rang in range(30):
            self.contestation(self.ouvert())

        def cout(limite):
            self.env.invalidate_all()
            lire = partial(
                self.env["parcours.contestation"].with_user(self.agent).web_search_read, [], champs, limit=limite
            )
            self.assertEqual(len(lire()["records"]), limite)
            self.env.invalidate_all()
            return self.queries(lire)

        cout(3)
        self.assertLessEqual(cout(30), cout(3))
        self.assertLess(cout(30), 15)


@tagged("post_install", "-at_install")
class TestContestationRpc(ParcoursCase, HttpCase):
    def appel(self, methode, *arguments, modele="parcours.contestation", **options):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw", {"model": modele, "method": methode, "args": list(arguments), "kwargs": options}
        )

    def test_rpc_opens_no_door_to_contestations_or_decisions(self):
        ici, ailleurs = self.contestation(self.ouvert()), self.contestation(self.ouvert(self.ixelles))
        agent = self.utilisateur("agent", self.schaerbeek)
        self.authenticate(agent.login, agent.login)
        self.assertEqual([ligne["id"] for ligne in self.appel("search_read", [], ["state"])], ici.ids)
        for methode, *arguments in (
            ("write", [ici.id], {"state": "acceptee"}),
            ("write", [ailleurs.id], {"note": "x"}),
            ("unlink", [ici.id]),
            ("_accepter", [ici.id], "2026-01-01", "x"),
        ):
            with self.subTest(methode), self.assertRaises(JsonRpcException):
                self.appel(methode, *arguments)
        fenetre = "parcours.contestation.decision"
        valeurs = {"decision": "refuser", "motif": "Non.", "langue": "fr_BE"}
        with self.assertRaises(JsonRpcException):
            self.appel("create", {**valeurs, "contestation_id": ailleurs.id}, modele=fenetre)
        permise = self.appel("create", {**valeurs, "contestation_id": ici.id}, modele=fenetre)
        self.registre_muet()
        self.appel("action_confirmer", [permise], modele=fenetre)
        (ici | ailleurs).invalidate_recordset()
        self.assertEqual((ici.state, ailleurs.state), ("refusee", "demandee"))
        courrier = self.courrier_de(ici)
        reponse = self.url_open(f"/web/content/parcours.courrier/{courrier.id}/pdf/lettre.pdf?download=true")
        self.assertEqual(reponse.content[:5], b"%PDF-")
