# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who reads and answers what others reported, and who announces a maintenance."""

from odoo.tests import tagged

from .tentatives import PERSONNE, AccesCase

MOTS = "Quelque chose de particulier"
OTHERS = ("chef", "agent_ixelles", "organisateur", "statisticien", "auditeur", "connexion", "interne")


@tagged("post_install", "-at_install")
class TestAide(AccesCase):
    genre = "help"

    def setUp(self):
        super().setUp()
        number = self.rpc("agent", "parcours.probleme", "signaler", MOTS, {}).valeur
        self.report = self.env["parcours.probleme"].browse(number)
        self.assertEqual(self.report.texte, MOTS)

    def test_nobody_reads_what_another_reported(self):
        for role in OTHERS:
            for par in ("call_kw", "json2"):
                self.rien(role, "parcours.probleme", "read", self.report.ids, ["texte"], par=par, secrets=[MOTS])
            self.vide(role, "parcours.probleme", "search", [("texte", "ilike", "particulier")])
        self.refuse(PERSONNE, "/web/dataset/call_kw/parcours.probleme/apercu", data="{}")

    def test_nobody_answers_but_vivalis_and_the_administrators(self):
        # written, and not sent yet
        self.report.reponse = "Oui"
        for role in ("agent", *OTHERS):
            for call in (("write", {"reponse": "Non"}), ("action_repondre",), ("action_prendre",), ("unlink",)):
                self.refuse(role, "parcours.probleme", call[0], self.report.ids, *call[1:], intact=self.report)
            self.refuse(role, "parcours.probleme", "create", {"texte": "x", "user_id": 1, "company_id": 1})
        for role in ("gestionnaire", "direction", "technique"):
            self.assertTrue(self.comme(role, self.report).has_access("write"), role)

    def test_who_answers_rewrites_nothing(self):
        for values in ({"texte": "Autre"}, {"state": "repondu"}, {"user_id": self.roles["chef"].id}):
            self.refuse("gestionnaire", "parcours.probleme", "write", self.report.ids, values, intact=self.report)

    def test_a_report_tells_nothing_of_a_file_that_its_author_may_not_read(self):
        file = self.ailleurs[0]
        place = {"modele": "parcours.dossier", "record": file.id}
        secrets = [file.reference, file.name, str(file.id)]
        self.rien("agent", "parcours.probleme", "apercu", place, secrets=secrets[:2])
        number = self.rpc("agent", "parcours.probleme", "signaler", "x", place).valeur
        self.assertFalse(self.env["parcours.probleme"].browse(number).reference)
        place["record"] = self.ici[0].id
        number = self.rpc("agent", "parcours.probleme", "signaler", "x", place).valeur
        self.assertEqual(self.env["parcours.probleme"].browse(number).reference, self.ici[0].reference)

    def test_nobody_announces_a_maintenance_but_heads_of_vivalis_and_administrators(self):
        values = {"debut": "2026-11-27 10:00:00", "fin": "2026-11-27 11:00:00", "texte_fr": "Non"}
        announced = self.env["parcours.maintenance"].create(values)
        for role in ("agent", "gestionnaire", "fonctionnaire", *OTHERS):
            self.refuse(role, "parcours.maintenance", "create", values)
            self.refuse(role, "parcours.maintenance", "write", announced.ids, {"texte_fr": "x"}, intact=announced)
            self.refuse(role, "parcours.maintenance", "unlink", announced.ids, intact=announced)
        for role in ("direction", "technique"):
            self.assertTrue(self.comme(role, announced).has_access("write"), role)
