# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From the finding of refusal to the account (art. 14-15)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import SanctionCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestProcedure(SanctionCase):
    def test_a_refusal_opens_one_sanction_at_reception(self):
        sanction = self.refuser()
        self.assertEqual(len(sanction), 1)
        self.assertEqual(sanction.stage_id.code, "reception")
        self.assertEqual(sanction.dossier_id.stage_id.code, "transfere")
        self.assertEqual((sanction.date_constat, sanction.date_reception), (date(2025, 3, 11), date(2026, 11, 24)))
        self.assertEqual(sanction.date_limite_amende, date(2027, 3, 11))
        self.assertEqual(sanction.company_id, self.schaerbeek)
        self.assertEqual(sanction.infraction_ids.mapped("type"), ["refus"])
        self.assertRegex(sanction.reference, r"^SA/2026/\d{5}$")

    def test_a_refusal_received_twice_opens_one_sanction(self):
        sanction = self.refuser()
        evenement = sanction.evenement_id
        self.assertEqual(self.env["sanction.dossier"]._recevoir(evenement), sanction)
        self.assertEqual(sanction.dossier_id.sanction_count, 1)

    def test_the_stages_are_those_of_the_procedure(self):
        codes = self.env["sanction.stage"].search([]).mapped("code")
        self.assertEqual(
            codes,
            ["reception", "completude", "audition", "decision", "notification", "recours", "recouvrement", "cloture"],
        )

    def test_a_fine_is_decided_after_a_hearing_then_notified(self):
        sanction = self.refuser()
        sanction._enregistrer("sanction_complete")
        self.assertEqual(sanction.stage_id.code, "audition")
        with self.assertRaisesRegex(ValidationError, "without a hearing"), self.cr.savepoint():
            self.decider(sanction)
        self.entendre(sanction)
        decision = self.decider(sanction)
        self.assertEqual(decision.montant, 100, "the amount of the regulation")
        self.assertEqual((sanction.stage_id.code, sanction.solde), ("decision", 0))
        decision.action_notifier()
        self.assertEqual((sanction.stage_id.code, sanction.solde), ("notification", 100))
        # 24 January 2027 is a Sunday; 60 days from 24 November end on 23 January, a Saturday
        self.assertEqual(decision.date_limite_preuve, date(2027, 1, 25))
        self.assertEqual(decision.date_limite_recours, date(2027, 1, 25))
        self.assertEqual(decision.date_limite_paiement, date(2026, 12, 24))
        with self.assertRaises(UserError):
            decision.action_notifier()
        with self.assertRaises(UserError):
            decision.with_user(self.utilisateur("sanctions_admin.group_fonctionnaire")).motivation = "autre"

    def test_a_decision_without_fine_leaves_nothing_to_pay(self):
        sanction = self.refuser()
        decision = self.decider(sanction, decision="sans_amende")
        decision.action_notifier()
        self.assertEqual((decision.montant, sanction.solde), (0, 0))
        self.assertFalse(sanction.mouvement_ids)
        self.assertFalse(decision.date_limite_preuve)

    def test_international_protection_asks_for_its_own_reasons(self):
        sanction = self.refuser()
        sanction._enregistrer("protection_retenue", note="decision of the CGRS")
        self.entendre(sanction)
        with self.assertRaisesRegex(ValidationError, "international protection"), self.cr.savepoint():
            self.decider(sanction)
        self.assertEqual(self.decider(sanction, motivation_protection="Refus répété et délibéré.").montant, 100)

    def test_fines_never_exceed_the_ceiling(self):
        """The sum for one person never exceeds the ceiling of the regulation."""
        sanction = self.refuser()
        infractions = sanction.infraction_ids | self.env["sanction.infraction"].create(
            [{"sanction_id": sanction.id, "type": "sans_preuve", "date_constat": date(2025, 3, 12)}] * 25
        )
        for infraction in infractions:
            self.entendre(sanction, infraction)
        for infraction in infractions[:25]:
            self.decider(sanction, infraction)
        self.assertEqual(sanction.montant_amendes, 2500)
        with self.assertRaisesRegex(ValidationError, "ceiling"), self.cr.savepoint():
            self.decider(sanction, infractions[25])
        self.decider(sanction, infractions[25], decision="sans_amende")

    def test_the_account_follows_payments_waivers_and_refunds(self):
        sanction = self.refuser()
        self.entendre(sanction)
        self.decider(sanction).action_notifier()
        for genre, montant, solde in (("paiement", 60, 40), ("abandon", 40, 0), ("remboursement", 60, 60)):
            self.env["sanction.mouvement"].create({"sanction_id": sanction.id, "type": genre, "montant": montant})
            self.assertEqual(sanction.solde, solde)
        with self.assertRaises(UserError):
            sanction.mouvement_ids[0].montant = 1
        with self.assertRaises(UserError):
            sanction.mouvement_ids[0].unlink()

    def test_an_appeal_comes_after_the_notification(self):
        sanction = self.refuser()
        self.entendre(sanction)
        decision = self.decider(sanction)
        valeurs = {"sanction_id": sanction.id, "decision_id": decision.id, "date": date(2026, 11, 24)}
        with self.assertRaisesRegex(ValidationError, "before the decision is notified"), self.cr.savepoint():
            self.env["sanction.recours"].create(valeurs)
        decision.action_notifier()
        self.env["sanction.recours"].create(valeurs)
        self.assertEqual(sanction.stage_id.code, "recours")

    def test_a_later_step_moves_no_stage_back(self):
        sanction = self.refuser()
        self.entendre(sanction)
        self.decider(sanction).action_notifier()
        sanction._noter("recouvrement_entame")
        sanction._enregistrer("sanction_complete")
        self.assertEqual(sanction.stage_id.code, "recouvrement")
