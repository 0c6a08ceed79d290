# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""After “no fine” the commune may summon again, and another refusal is another sanction (loi.md §7)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_gardes import GardeCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestSommerEncore(GardeCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.sanction.dossier_id
        self.vu = self.dossier.with_user(self.utilisateur("agent", self.dossier.company_id))

    def sans_amende(self):
        decision = self.amende(decision="sans_amende")
        decision.action_notifier()
        return decision

    def peut(self, genre="sommation_envoyee"):
        self.vu.invalidate_recordset()
        return f",{genre}," in self.vu.etapes_possibles

    def sommer(self, jour=None):
        return self.vu._enregistrer("sommation_envoyee", jour, canal="accuse", preuve_envoi="RR 5")

    def test_the_commune_may_summon_again_the_day_it_is_notified_that_there_is_no_fine(self):
        decision = self.amende(decision="sans_amende")
        self.assertFalse(self.peut(), "decided, it can still be corrected")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.sommer()
        decision.action_notifier()
        self.assertTrue(self.peut())
        with self.assertRaises(UserError), self.cr.savepoint():
            self.sommer(date(2025, 6, 9))
        self.sommer()
        self.assertEqual(self.dossier.stage_id.code, "somme")
        self.assertEqual((self.dossier.echeance_type, self.dossier.date_echeance), ("sommation", date(2025, 8, 13)))
        self.assertFalse(self.dossier._verifier_delais())
        self.assertFalse(self.dossier.delai_ids.filtered("revue"))
        self.assertFalse(self.peut(), "once")

    def test_a_fine_leaves_two_months_and_no_other_summons(self):
        self.notifiee()
        self.assertFalse(self.peut())
        with freeze_time("2026-01-20 12:00:00"):
            self.assertFalse(self.peut())

    def test_nobody_registered_since_is_summoned_before_that_term_is_over(self):
        self.sans_amende()
        bapa = self.env.ref("parcours_accueil.organisateur_bapa_bxl")
        self.vu._enregistrer("inscription_organisateur", organisateur_id=bapa.id)
        self.assertFalse(self.peut())

    def test_another_finding_needs_that_summons_and_is_another_sanction(self):
        self.sans_amende()
        with self.assertRaisesRegex(UserError, "already"), self.cr.savepoint():
            self.vu._enregistrer("constat_refus")
        self.sommer()
        with freeze_time("2025-08-13 12:00:00"):
            self.assertRaises(UserError, self.vu._enregistrer, "constat_refus")
        with freeze_time("2025-08-14 12:00:00"):
            self.env["parcours.delai"]._executer(date(2025, 8, 14))
            self.vu._enregistrer("constat_refus")
            self.assertFalse(self.peut(), "the second refusal is undecided")
        nouvelle = self.dossier.sanction_ids - self.sanction
        self.assertEqual((self.dossier.stage_id.code, nouvelle.stage_code), ("transfere", "reception"))
        self.assertEqual(nouvelle.infraction_ids.mapped("type"), ["refus"])
        self.assertEqual(nouvelle.infraction_ids.date_constat, date(2025, 8, 14))
        self.assertEqual(self.sanction.infraction_ids, self.refus, "the first one is answered, and gains nothing")
        self.assertFalse(self.dossier._verifier_delais())

    def test_no_fine_is_not_taken_back_under_a_summons_that_rests_on_it(self):
        decision = self.sans_amende()
        self.sommer()
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "decision_notifiee")
        tete = self.utilisateur("direction")
        with self.assertRaisesRegex(UserError, "summoned the person again"), self.cr.savepoint():
            entree.with_user(tete)._annuler("a mistake")
        self.assertTrue(decision.date_notification)
        sommation = self.dossier.evenement_ids.filtered(lambda e: e.type == "sommation_envoyee" and not e.annule)
        chef = self.utilisateur("chef", self.dossier.company_id)
        sommation.sorted("id")[-1].with_user(chef)._annuler("a mistake")
        entree.with_user(tete)._annuler("a mistake")
        self.assertFalse(decision.date_notification)
        self.assertFalse(self.peut())
