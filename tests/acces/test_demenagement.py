# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody moves to another commune: all that is theirs goes along, and the former commune reads nothing of it."""

import base64
from datetime import date, timedelta

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.common import IXELLES
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.registre_national.soap.modele import DossierRegistre

from .tentatives import AccesCase

PIECE = ("preuve.txt", base64.b64encode(b"Schaerbeekois"))
#: Who had the file.
AVANT = ("agent", "chef")
#: Who has it now.
APRES = ("agent_ixelles", "chef_ixelles")


@tagged("post_install", "-at_install")
class TestDemenagement(AccesCase):
    genre = "after a move"

    def setUp(self):
        super().setUp()
        self.dossier = self.ici[1]
        self.sien = self.preparer(self.dossier)
        self.avant = self.trouve("agent")
        self.partir(self.dossier, IXELLES)
        self.assertEqual(self.dossier.company_id, self.ixelles)

    def preparer(self, dossier):
        """Make, as the agents of the commune, all that somebody can have; return ``{what: records}``."""
        agent = self.roles["agent"]
        anomalies = self.comme("agent", "registre.anomalie").create(
            [
                {"personne_id": dossier.personne_id.id, "verite": "Elle s'appelle autrement."},
                {"personne_id": dossier.personne_id.id, "verite": "Elle est née ailleurs."},
            ]
        )
        anomalies[0].action_signaler()
        anomalies.message_subscribe(agent.partner_id.ids)
        exemption = self.demande(dossier)
        contestation = self.contestation(dossier, auteur=agent)
        dossier.message_subscribe(agent.partner_id.ids)
        a_voir = [
            records.with_user(agent).activity_schedule(summary="À voir avec Schaerbeekois", user_id=agent.id)
            for records in (dossier, anomalies[0], exemption, contestation)
        ]
        message, a_venir, piece = self.dire(dossier, agent)
        vu = dossier.with_user(agent)
        vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        suspension = self.suspendre(dossier)
        vu._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        document = self.comme("agent", "parcours.document")._deposer(
            vu, [PIECE], self.env.ref("parcours_accueil.document_horaires"), "2024-06-03", note="Schaerbeekois"
        )
        feuille = self.comme("agent", "feuille.resultat")._rendre(
            "Essai", vu | self.ici[2].with_user(agent), {dossier.id: "vu"}
        )
        filtre = self.comme("agent", "ir.filters").create(
            {"name": "Le sien", "model_id": dossier._name, "domain": f"[('id', '=', {dossier.id})]"}
            | {"user_ids": agent.ids}
        )
        return {
            "dossier": dossier,
            "personne": dossier.personne_id,
            "entrees": self.env["registre.information"].search([("personne_id", "=", dossier.personne_id.id)]),
            "examens": dossier.examen_ids,
            "evenements": dossier.evenement_ids,
            "termes": dossier.delai_ids,
            "ecarts": anomalies,
            "exemption": exemption,
            "contestation": contestation,
            "pieces": piece + self.env["ir.attachment"].search([("res_model", "=", exemption._name)]),
            "message": message,
            "taches": self.env["mail.activity"].browse([tache.id for tache in a_voir]),
            "a_venir": a_venir,
            "fenetres": self.fenetres(dossier),
            "suspension": suspension,
            "inscription": dossier.inscription_ids,
            "document": document,
            "feuille": self.env["feuille.resultat"].browse(feuille["res_id"]),
            "filtre": filtre,
        }

    def fenetres(self, dossier):
        """Open, as the agent of the commune, windows on a file."""
        return (
            self.comme("agent", "parcours.evenement.wizard").create(
                {"dossier_id": dossier.id, "type": "attestation_remise", "note": "Schaerbeekois"}
            ),
            self.comme("agent", "registre.relecture").create(
                {
                    "personne_id": dossier.personne_id.id,
                    "motif": "guichet",
                    "precision": "Schaerbeekois",
                    "reference": dossier.reference,
                }
            ),
            self.comme("agent", "parcours.evenement.wizard").create(
                {"dossier_id": dossier.id, "type": "sommation_envoyee"}
            ),
        )

    def suspendre(self, dossier):
        """Suspend a term of that file for an illness, with its certificate."""
        maladie = dossier.reglement_id.motif_suspension_ids.filtered("confidentiel")[:1]
        return dossier._suspendre(maladie, date(2024, 6, 1), date(2024, 7, 31), pieces=[PIECE], note="Schaerbeekois")

    def trouve(self, role):
        """Return ``{model: ids}`` of all that somebody finds about the person of the file, by any stored reference."""
        dossier, trouve = self.dossier, {}
        vises = {"parcours.dossier": dossier, "registre.personne": dossier.personne_id}
        for nom in sorted(self.env.registry):
            modele = self.comme(role, nom).with_context(active_test=False)
            if modele._abstract or modele._transient or not modele.has_access("read"):
                continue
            lus = {n: c for n, c in modele._fields.items() if c.store and modele._has_field_access(c, "read")}
            vers = [
                Domain(n, "in", vises[c.comodel_name].ids)
                for n, c in lus.items()
                if c.type == "many2one" and c.comodel_name in vises
            ]
            for genre in {"res_model", "model"} & lus.keys() if "res_id" in lus else ():
                vers += [Domain(genre, "=", vise) & Domain("res_id", "in", r.ids) for vise, r in vises.items()]
            if nom in vises:
                vers.append(Domain("id", "in", vises[nom].ids))
            if vers and (ids := modele.search(Domain.OR(vers)).ids):
                trouve[nom] = set(ids)
        return trouve

    def dire(self, dossier, agent):
        """Say something on a file as that agent, now and tomorrow, with a document; return the three."""
        message = dossier.with_user(agent).message_post(body="Madame Schaerbeekois a appelé")
        a_venir = (
            self.env["mail.scheduled.message"]
            .with_user(agent)
            .create(
                {
                    "model": dossier._name,
                    "res_id": dossier.id,
                    "body": "Madame Schaerbeekois rappellera",
                    "author_id": agent.partner_id.id,
                    "scheduled_date": maintenant() + timedelta(days=1),
                }
            )
        )
        piece = (
            self.env["ir.attachment"]
            .with_user(agent)
            .create({"name": "acte.txt", "raw": b"Schaerbeekois", "res_model": dossier._name, "res_id": dossier.id})
        )
        return message, a_venir, piece

    def partir(self, dossier, code, depuis="2026-01-05"):
        """The register says that the person of that file moved there, and is read again."""
        personne = dossier.personne_id
        histoire = self.histoire(
            it001=[("21015", "2024-03-04", {}, depuis), (code, depuis, {})],
            it010=[("", "2024-03-04", {"noms": ["Schaerbeekois"], "prenoms": ["Balthazar"]})],
        )
        lues = self.env["registre.personne"]._enregistrer(
            [([personne.niss], DossierRegistre(personne.niss, tuple(histoire)))]
        )
        lues._apres_lecture()
        self.env.flush_all()
        self.env.invalidate_all()

    SUIVENT = ("dossier", "personne", "examens", "evenements", "termes", "ecarts", "exemption", "contestation")
    SUIVENT += ("suspension", "inscription", "document")
    PARTENT = ("mail.followers", "mail.scheduled.message")

    def test_whatever_refers_to_the_person_follows(self):
        attendus = {"parcours.dossier", "registre.personne", "registre.anomalie", "parcours.delai", "parcours.examen"}
        attendus |= {"parcours.suspension", "parcours.exemption", "parcours.contestation", "parcours.document"}
        attendus |= {"parcours.evenement", "parcours.inscription", "mail.message", "mail.activity", "ir.attachment"}
        self.assertLessEqual(attendus, self.avant.keys(), "what is not found before proves nothing")
        for role in AVANT:
            with self.tentative(role, "whatever refers to the person"):
                self.assertEqual(self.trouve(role), {})
        for role in APRES:
            apres = self.trouve(role)
            with self.tentative(role, "whatever refers to the person"):
                # who followed it, and what they were to say tomorrow, went
                ici = {nom: ids for nom, ids in self.avant.items() if nom not in self.PARTENT}
                perdus = {nom: ids - apres.get(nom, set()) for nom, ids in ici.items()}
                self.assertEqual({nom: ids for nom, ids in perdus.items() if ids}, {})

    def test_pages_and_sheets_name_the_person_to_the_new_commune_only(self):
        secrets = ["Balthazar", self.dossier.niss, self.dossier.reference]
        for role in AVANT:
            self.rien(role, "parcours.liste", "aujourd_hui", secrets=secrets)
            self.rien(role, "parcours.liste", "aujourd_hui", miens=True, secrets=secrets)
            self.rien(role, "parcours.dossier", "web_search_read", [], {"name": {}, "reference": {}}, secrets=secrets)
            self.rien(role, "registre.recherche", "chercher", "Balthazar Schaerbeekois", secrets=secrets)
            self.rien(role, "registre.recherche", "chercher", self.dossier.niss, secrets=secrets[::2])
            self.rien(
                role,
                f"/report/html/parcours_accueil.parcours_dossier_liste_document/{self.dossier.id}",
                secrets=secrets,
            )
        feuille, filtre = self.sien["feuille"], self.sien["filtre"]
        lignes = feuille.refus_ids | feuille.fait_ids
        self.rien("agent", "feuille.resultat.ligne", "read", lignes.ids, ["nom", "raison"], secrets=secrets)
        self.rien("agent", "ir.filters", "read", filtre.ids, secrets=secrets)
        self.vide("agent", "parcours.dossier", "search", [("id", "=", self.dossier.id)])
        [trace] = self.rpc("agent", "registre.recherche", "chercher_ailleurs", self.dossier.niss, "guichet").valeur[
            "lignes"
        ]
        with self.tentative("agent", "the minimal trace"):
            self.assertEqual(set(trace), {"nom", "numero", "commune", "etat", "detail"})
        for role in APRES:
            with self.tentative(role, "finds who moved in"):
                lu = self.rpc(role, "registre.recherche", "chercher", "Balthazar Schaerbeekois").valeur
                self.assertEqual([ligne["id"] for ligne in lu["lignes"]], self.dossier.ids)

    def test_numbers_of_the_team_no_longer_count_the_file(self):
        page = self.comme("chef", "parcours.equipe")
        ici = self.ici - self.dossier
        ouverts = sum(page._compter_par_agent("ouverts").values())
        with self.tentative("chef", "figures of the team"):
            self.assertEqual(ouverts, len(ici.filtered(lambda d: d.phase == "dossier")))

    def test_what_was_handed_over_during_an_absence_does_not_come_back_from_another_commune(self):
        dossier, agent, chef = self.ici[2], self.roles["agent"], self.roles["chef"]
        dossier.user_id = agent
        jour = aujourdhui()
        absence = self.comme("chef", "parcours.absence").create(
            {
                "company_id": self.schaerbeek.id,
                "user_id": agent.id,
                "remplacant_id": chef.id,
                "date_debut": jour,
                "date_fin": jour + timedelta(days=4),
            }
        )
        self.assertEqual(dossier.user_id, chef)
        self.partir(dossier, IXELLES)
        self.assertEqual(dossier.company_id, self.ixelles)
        releves = self.env["parcours.absence.releve"].search([("dossier_id", "=", dossier.id)])
        for role in AVANT:
            self.refuse(role, "parcours.dossier", "read", dossier.ids, ["user_id"])
            self.rien(role, "parcours.absence.releve", "read", releves.ids, secrets=["Cunegonde", dossier.reference])
        with self.tentative("chef", "in charge of who moved"):
            self.assertNotIn(dossier.user_id, agent | chef)
        absence.action_retour()
        with self.tentative("agent", "back from an absence"):
            self.assertNotIn(dossier.user_id, agent | chef)

    def test_the_former_commune_reads_nothing_more(self):
        for role in AVANT:
            for quoi in (*self.SUIVENT, "entrees", "pieces", "message"):
                for record in self.sien[quoi]:
                    self.refuse(role, record._name, "read", record.ids, ["display_name"])
                    self.vide(role, record._name, "search", [("id", "=", record.id)])
            for champ, quoi in (
                ("verite", "ecarts"),
                ("texte", "contestation"),
                ("body", "message"),
                ("raw", "pieces"),
            ):
                self.refuse(role, self.sien[quoi]._name, "read", self.sien[quoi].ids, [champ], par="json2")
            self.rien(role, f"/web/content/{self.sien['pieces'][0].id}", secrets=["Schaerbeekois"])
            for par in ("call_kw", "json2", "xmlrpc"):
                self.vide(
                    role,
                    "registre.anomalie",
                    "search_read",
                    [("personne_id", "in", self.dossier.personne_id.ids)],
                    ["verite"],
                    par=par,
                )

    def test_the_former_commune_writes_nothing_more(self):
        for role in AVANT:
            ecart = self.sien["ecarts"][1]
            self.refuse(role, ecart._name, "write", ecart.ids, {"verite": "Autre chose"}, intact=ecart)
            self.refuse(role, ecart._name, "action_signaler", ecart.ids, intact=ecart)
            self.refuse(role, ecart._name, "unlink", ecart.ids, intact=ecart)
            self.refuse(
                role,
                "parcours.exemption",
                "write",
                self.sien["exemption"].ids,
                {"note": "x"},
                intact=self.sien["exemption"],
            )
            self.refuse(
                role,
                "parcours.contestation",
                "write",
                self.sien["contestation"].ids,
                {"note": "x"},
                intact=self.sien["contestation"],
            )
            self.refuse(role, "parcours.dossier", "message_post", self.dossier.ids, body="x")

    def test_the_windows_that_were_open_are_closed(self):
        for fenetre in self.sien["fenetres"]:
            self.refuse("agent", fenetre._name, "read", fenetre.ids, ["display_name"])
            self.refuse(
                "agent",
                fenetre._name,
                "web_read",
                fenetre.ids,
                {fenetre._lisibles[0]: {"fields": {"display_name": {}}}},
            )
        confirmee = self.sien["fenetres"][-1]
        self.assertTrue(confirmee.sudo().confirme, "the one that shows what it rests on")
        self.refuse("agent", confirmee._name, "read", confirmee.ids, ["chaine"])
        self.refuse("agent", "parcours.evenement.wizard", "action_enregistrer", self.sien["fenetres"][0].ids)

    def test_tasks_followers_and_messages_to_come_go(self):
        agent = self.roles["agent"]
        for tache in self.sien["taches"]:
            with self.tentative("agent", f"task on {tache.res_model}"):
                self.assertFalse(tache.user_id)
            self.refuse("agent", "mail.activity", "read", tache.ids, ["summary", "res_name"])
            self.vide("agent", "mail.activity", "search", [("id", "=", tache.id)])
        for quoi in ("dossier", "ecarts", "exemption", "contestation"):
            with self.tentative("agent", f"follows {quoi}"):
                self.assertNotIn(agent.partner_id, self.sien[quoi].sudo().message_partner_ids)
        with self.tentative("agent", "message to come"):
            self.assertFalse(self.sien["a_venir"].exists())
        self.rien(
            "agent",
            "/mail/data",
            json={"params": {"fetch_params": ["systray_get_activities"]}},
            secrets=["Schaerbeekois"],
        )

    def test_the_new_commune_has_it_all(self):
        """Not an attempt: what must go on."""
        for role in APRES:
            for quoi in (*self.SUIVENT, "pieces", "message", "taches"):
                for record in self.sien[quoi]:
                    with self.tentative(role, f"reads {record._name}"):
                        reponse = self.rpc(role, record._name, "read", record.ids, ["display_name"])
                        self.assertFalse(reponse.erreur, reponse.mots)
        with self.tentative("agent_ixelles", "goes on with the reported difference"):
            reponse = self.rpc("agent_ixelles", "registre.anomalie", "action_signaler", self.sien["ecarts"][1].ids)
            self.assertFalse(reponse.erreur, reponse.mots)

    def test_who_left_the_region_stays_with_who_reported_it(self):
        dossier = self.ailleurs[1]
        ecart = self.comme("agent_ixelles", "registre.anomalie").create(
            {"personne_id": dossier.personne_id.id, "verite": "Elle n'est pas partie."}
        )
        personne = dossier.personne_id
        histoire = self.histoire(
            it001=[(IXELLES, "2024-03-04", {}, "2026-01-05"), ("992", "2026-01-05", {})],
            it010=[("", "2024-03-04", {"noms": ["Ixellois"], "prenoms": ["Ermeline"]})],
        )
        lues = self.env["registre.personne"]._enregistrer(
            [([personne.niss], DossierRegistre(personne.niss, tuple(histoire)))]
        )
        lues._apres_lecture()
        self.env.flush_all()
        self.assertFalse(personne.company_id)
        with self.tentative("agent_ixelles", "reads the difference of who left"):
            reponse = self.rpc("agent_ixelles", "registre.anomalie", "read", ecart.ids, ["verite"])
            self.assertFalse(reponse.erreur, reponse.mots)
        self.refuse("agent", "registre.anomalie", "read", ecart.ids, ["verite"])
