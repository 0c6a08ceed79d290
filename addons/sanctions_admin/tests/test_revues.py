# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a fine, an absence or a new infringement rests on is reviewed first when it was learnt late (loi.md §7)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SanctionCase

ATTEND = "awaits its review"


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10")
class TestRevues(SanctionCase):
    def setUp(self):
        super().setUp()
        self.fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.sanction = self.refuser()
        self.sanction.user_id = self.fonctionnaire

    def delai(self, code):
        return self.sanction.delai_ids.filtered(lambda delai: delai.type_id.code == code)

    def comme_fonctionnaire(self, modele, **valeurs):
        return self.env[modele].with_user(self.fonctionnaire).create({"sanction_id": self.sanction.id, **valeurs})

    def constater(self):
        self.sanction.with_user(self.fonctionnaire)._enregistrer("infraction_constatee")

    def amende(self):
        decision = self.comme_fonctionnaire(
            "sanction.decision",
            infraction_id=self.sanction.infraction_ids[:1].id,
            date=date(2025, 6, 10),
            motivation="Aucune inscription malgré la sommation.",
            canal="remise",
            remedes="dits",
        )
        decision.with_user(self.autre_fonctionnaire()).action_decider()
        return decision

    def test_no_fine_while_a_term_of_the_pathway_awaits_its_review(self):
        self.entendre(self.sanction)
        decision = self.amende()
        dossier = self.sanction.dossier_id
        dossier._noter("inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id)
        self.sanction.with_user(self.fonctionnaire)._enregistrer("sanction_reponse", note="Another person's.")
        contredit = dossier.delai_ids.filtered("revue")
        self.assertEqual(contredit.revue_motif, "refus_contredit")
        with self.assertRaisesRegex(UserError, ATTEND), self.env.cr.savepoint():
            decision.with_user(self.autre_fonctionnaire()).action_decider()
        self.ligne(self.r2, "montant_amende").valeur = 120
        self.env.flush_all()
        self.assertEqual(decision.montant, 120, "another figure of the law is computed, and decides nothing")
        decision.with_user(self.fonctionnaire).decision = "sans_amende"
        with self.assertRaisesRegex(UserError, ATTEND), self.env.cr.savepoint():
            decision.with_user(self.fonctionnaire).decision = "amende"
        contredit._marquer_revue("The registration was another person's")
        decision.with_user(self.fonctionnaire).decision = "amende"
        decision.with_user(self.autre_fonctionnaire()).action_decider()
        decision.action_notifier()
        self.assertTrue(decision.date_notification)

    def test_an_absence_learnt_late_is_reviewed_before_it_is_recorded_and_before_a_fine(self):
        self.sanction.date_complet = date(2025, 4, 1)
        audition = self.comme_fonctionnaire(
            "sanction.audition",
            infraction_id=self.sanction.infraction_ids.id,
            date_invitation=date(2025, 4, 1),
            canal="recommande",
            preuve_envoi="RR1",
        )
        self.assertEqual(self.delai("audition").revue_motif, "connue_tard")
        with self.assertRaisesRegex(UserError, ATTEND), self.env.cr.savepoint():
            audition.resultat = "absence"
        self.delai("audition").with_user(self.fonctionnaire)._marquer_revue("The card came back today")
        audition.write({"resultat": "absence", "date": date(2025, 6, 10)})
        self.assertTrue(self.amende())

    def test_a_new_infringement_waits_for_the_review_of_the_proof(self):
        self.entendre(self.sanction)
        decision = self.amende()
        decision.action_notifier()
        with freeze_time("2025-09-15"):
            preuve = self.delai("preuve_amende")
            preuve.sudo().date_connue = date(2025, 9, 10)
            self.sanction._recalculer()
            self.assertTrue(preuve.revue)
            with self.assertRaisesRegex(UserError, ATTEND), self.env.cr.savepoint():
                self.constater()
            preuve.with_user(self.fonctionnaire)._marquer_revue("No organiser knows her")
            self.constater()
