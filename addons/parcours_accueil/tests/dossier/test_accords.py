# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a person agrees to: asked, signed, dated, taken back at once, and all of it kept."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestAccords(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.collegue = self.utilisateur("chef", self.schaerbeek)
        with freeze_time("2024-03-11"):
            self.dossier = self.arrivee()

    def vu(self, qui):
        return self.dossier.with_user(qui).with_context(allowed_company_ids=qui.company_ids.ids)

    def test_each_agreement_and_each_withdrawal_is_kept_with_its_day_and_who_was_told(self):
        vu = self.vu(self.agent)
        self.assertFalse(vu.accord_ebox)
        for jour, qui, accord in (
            ("2024-04-02", self.agent, True),
            ("2024-04-10", self.collegue, False),
            ("2024-05-02", self.collegue, True),
        ):
            with freeze_time(jour):
                self.vu(qui).accord_ebox = accord
        kept = [(a.donne_le, a.donne_par_id, a.retire_le, a.retire_par_id) for a in vu.accord_ids.sorted("id")]
        personne = self.env["res.users"]
        self.assertEqual(
            kept,
            [
                (date(2024, 4, 2), self.agent, date(2024, 4, 10), self.collegue),
                (date(2024, 5, 2), self.collegue, False, personne),
            ],
        )
        self.assertTrue(vu.accord_ebox)
        self.assertFalse(vu.accord_avis, "each is agreed to apart")
        self.assertIn(self.collegue.name, vu.accord_ebox_dit)

    def test_in_force_from_the_day_it_is_given_to_the_day_it_is_taken_back(self):
        with freeze_time("2024-04-02"):
            self.vu(self.agent).accord_ebox = True
        with freeze_time("2024-04-10"):
            self.vu(self.agent).accord_ebox = False
        for jour, accord in (
            (date(2024, 4, 1), False),
            (date(2024, 4, 2), True),
            (date(2024, 4, 10), True),
            (date(2024, 4, 11), False),
        ):
            lus = self.env["parcours.accord"]._en_vigueur("ebox", jour, self.dossier.ids)
            self.assertEqual(self.dossier.id in lus, accord, jour)

    def test_said_twice_it_is_kept_once(self):
        for qui in (self.agent, self.collegue):
            self.vu(qui).write({"accord_ebox": True})
        self.assertEqual(self.dossier.accord_ids.donne_par_id, self.agent)
        for qui in (self.agent, self.collegue):
            self.vu(qui).write({"accord_ebox": False})
        self.assertEqual((len(self.dossier.accord_ids), self.dossier.accord_ids.retire_par_id), (1, self.agent))

    def test_nobody_writes_the_history_nor_the_agreement_of_another_commune(self):
        self.vu(self.agent).accord_ebox = True
        accord = self.dossier.accord_ids
        for geste in (
            lambda: accord.with_user(self.agent).write({"retire_le": date(2024, 1, 1)}),
            lambda: accord.with_user(self.agent).unlink(),
            lambda: accord.with_user(self.agent).create({"dossier_id": self.dossier.id, "objet": "avis"}),
        ):
            with self.assertRaises(AccessError):
                geste()
        ailleurs = self.utilisateur("agent", self.ixelles)
        self.assertFalse(self.env["parcours.accord"].with_user(ailleurs).search([("id", "=", accord.id)]))
        with self.assertRaises(AccessError):
            self.vu(ailleurs).accord_ebox = False
        for role in ("organisateur", "statisticien", "auditeur"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["parcours.accord"].with_user(self.utilisateur(role, self.schaerbeek)).search([])
        self.assertTrue(self.dossier.accord_ebox)
