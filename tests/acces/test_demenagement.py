# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody moves to another commune: all that is theirs goes along, and the former commune reads nothing of it."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.common import IXELLES
from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.registre_national.soap.modele import DossierRegistre

from .tentatives import AccesCase

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
        fenetres = (
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
            "fenetres": fenetres,
        }

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
