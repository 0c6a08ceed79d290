# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An official proposes, another one decides, never the same (loi.md §7)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_gardes import GardeCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestDeuxOfficiels(GardeCase):
    def faits(self, *genres):
        entrees = self.sanction.evenement_ids.filtered(lambda e: e.type in genres and not e.annule)
        return [(e.type, e.user_id) for e in entrees.sorted("id")]

    def test_who_proposed_a_decision_does_not_decide_and_it_does_not_leave(self):
        self.entendu()
        decision = self.proposer()
        self.assertEqual((decision.propose_par_id, decision.user_id), (self.fonctionnaire, self.env["res.users"]))
        self.assertEqual(
            self.faits("decision_proposee", "decision_amende"), [("decision_proposee", self.fonctionnaire)]
        )
        self.refuse(decision.action_decider, "another official decides")
        self.refuse(decision.action_notifier, "Nobody decided yet")
        self.refuse(lambda: decision.write({"user_id": self.fonctionnaire.id}), "Official")
        self.refuse(lambda: decision.write({"propose_par_id": self.autre.id}), "Proposed by")
        self.refuse(lambda: self.proposer(user_id=self.fonctionnaire.id), "Official")
        self.assertEqual(self.sanction.montant_amendes, 0, "nothing was decided")
        decision.with_user(self.autre).action_decider()
        self.assertEqual(decision.user_id, self.autre)
        self.assertEqual(
            self.faits("decision_proposee", "decision_amende"),
            [("decision_proposee", self.fonctionnaire), ("decision_amende", self.autre)],
        )
        self.refuse(decision.action_decider, "decided this meanwhile")
        decision.action_notifier()
        self.assertEqual((decision.user_id, self.sanction.solde), (self.autre, 100))

    def test_a_default_of_the_context_signs_nothing(self):
        self.entendu()
        vue = self.vue.with_context(default_user_id=self.autre.id, default_propose_par_id=self.autre.id)
        decision = vue.env["sanction.decision"].create(
            {"sanction_id": self.sanction.id, "infraction_id": self.refus.id, "motivation": "Rien."}
        )
        self.assertEqual((decision.propose_par_id, decision.user_id), (self.fonctionnaire, self.env["res.users"]))

    def test_who_corrects_a_decision_proposes_it_and_another_one_decides_again(self):
        self.entendu()
        decision = self.amende()
        vu = decision.with_user(self.autre)
        vu.write({"motivation": "Autre chose.", "textes_vus": {"motivation": "Rien."}})
        self.assertEqual((decision.propose_par_id, decision.user_id), (self.autre, self.env["res.users"]))
        self.assertFalse(self.faits("decision_amende"), "the ledger says that nothing is decided any more")
        self.refuse(vu.action_decider, "another official decides")
        self.refuse(vu.action_notifier, "Nobody decided yet")
        decision.action_decider()
        self.assertEqual(decision.user_id, self.fonctionnaire, "who decided signs, not who wrote first")
        decision.action_notifier()

    def test_how_it_goes_is_said_without_proposing_again(self):
        self.entendu()
        decision = self.amende(canal=False)
        decision.write({"canal": "remise"})
        self.assertEqual(decision.user_id, self.autre)

    def test_a_decision_bears_the_day_on_which_it_is_decided(self):
        self.entendu()
        decision = self.proposer()
        with freeze_time("2025-06-13 12:00:00"):
            decision.with_user(self.autre).action_decider()
            self.assertEqual(str(decision.date), "2025-06-13")

    def test_an_older_day_that_is_typed_makes_no_fine_out_of_time_one_in_time(self):
        self.entendu()
        with freeze_time("2027-03-12 12:00:00"):
            decision = self.proposer()
            self.refuse(decision.with_user(self.autre).action_decider, "No fine can be imposed after")
            decision.date = "2027-03-01"
            self.refuse(decision.with_user(self.autre).action_decider, "No fine can be imposed after")

    def test_a_decision_signed_on_paper_keeps_its_day_with_the_reason(self):
        self.entendu()
        decision = self.proposer(date="2025-06-02", raison_papier="The system was down.")
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "decision_proposee" and not e.annule)
        self.assertEqual(entree.note_reservee, "The system was down.")
        decision.with_user(self.autre).action_decider()
        self.assertEqual(str(decision.date), "2025-06-02")
        decision.write(
            {"raison_papier": "It lay in a drawer.", "textes_vus": {"raison_papier": decision.raison_papier}}
        )
        self.assertFalse(decision.user_id, "another official decides on another reason")
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "decision_proposee" and not e.annule)
        self.assertEqual(entree.note_reservee, "It lay in a drawer.")

    def test_a_fine_signed_in_time_and_entered_after_the_limit_waits_for_a_review(self):
        self.entendu()
        with freeze_time("2027-03-15 12:00:00"):
            decision = self.proposer(date="2027-03-01", raison_papier="It lay in a drawer.")
            self.refuse(decision.with_user(self.autre).action_decider, "awaits its review")
            terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "amende")
            terme.with_user(self.autre)._marquer_revue("The signed copy is in the file.")
            decision.with_user(self.autre).action_decider()
            self.assertEqual((str(decision.date), decision.user_id), ("2027-03-01", self.autre))

    def test_a_fine_signed_and_proposed_in_time_that_is_decided_after_the_limit_waits_for_a_review(self):
        self.entendu()
        decision = self.proposer(date="2025-06-02", raison_papier="The system was down.")
        with freeze_time("2027-03-12 12:00:00"):
            self.refuse(decision.with_user(self.autre).action_decider, "awaits its review")
            self.sanction._recalculer()
            terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "amende")
            self.assertTrue(terme.revue)
            terme.with_user(self.autre)._marquer_revue("The signed copy is in the file.")
            decision.with_user(self.autre).action_decider()
            self.assertEqual(str(decision.date), "2025-06-02")

    def test_what_a_decision_rested_on_is_not_changed_under_who_decided(self):
        audition = self.entendu()
        for valeurs in ({"resultat": "declinee"}, {"date": "2025-04-25"}, {"proces_verbal": "<p>Autre.</p>"}):
            with self.subTest(valeurs):
                decision = self.sanction.decision_ids or self.proposer()
                decideur = self.autre if decision.propose_par_id == self.fonctionnaire else self.fonctionnaire
                decision.with_user(decideur).action_decider()
                audition.with_user(decideur).write(valeurs)
                self.assertEqual((decision.propose_par_id, decision.user_id), (decideur, self.env["res.users"]))
                self.assertFalse(self.faits("decision_amende"))
                self.refuse(decision.with_user(decideur).action_decider, "another official decides")
                self.refuse(decision.action_notifier, "Nobody decided yet")

    def test_a_change_answered_after_the_decision_makes_it_a_proposal_again(self):
        self.entendu()
        decision = self.amende()
        self.sanction._avertir(lambda env, _sanction: "Exempt")
        self.etape("sanction_reponse")
        self.assertEqual((decision.propose_par_id, decision.user_id), (self.fonctionnaire, self.env["res.users"]))
        self.assertFalse(self.faits("decision_amende"))
        decision.with_user(self.autre).action_decider()

    def test_what_a_fine_needs_is_looked_at_again_when_it_is_decided(self):
        self.entendu()
        decision = self.proposer()
        self.sanction._avertir(lambda env, _sanction: "Exempt")
        self.refuse(decision.with_user(self.autre).action_decider, "nobody has answered it")
        self.etape("sanction_reponse")
        with freeze_time("2027-03-12 12:00:00"):
            self.refuse(decision.with_user(self.autre).action_decider, "No fine can be imposed after")

    def test_no_fine_is_decided_by_two_as_well(self):
        decision = self.proposer(decision="sans_amende")
        self.refuse(decision.action_decider, "another official decides")
        decision.with_user(self.autre).action_decider()
        decision.action_notifier()
        self.assertFalse(decision.remedes, "nothing to appeal against")

    def test_nobody_else_decides(self):
        self.entendu()
        decision = self.proposer()
        for role in ("gestionnaire", "direction"):
            with self.subTest(role), self.assertRaises(AccessError):
                decision.with_user(self.utilisateur(role)).action_decider()
        with self.assertRaises(AccessError):
            decision.with_user(self.utilisateur("agent", self.schaerbeek)).action_decider()

    def test_two_texts_one_below_the_other_are_not_decided_on_nor_sent(self):
        self.entendu()
        decision = self.proposer()
        decision.with_user(self.autre).write({"motivation": "Autre.", "textes_vus": {"motivation": "old"}})
        self.assertIn("while another text was being written", decision.motivation)
        self.refuse(decision.action_decider, "one below the other")
        decision.sudo().user_id = self.fonctionnaire
        self.refuse(decision.action_notifier, "one below the other")
        decision.write({"motivation": "Rien. Autre.", "textes_vus": {"motivation": decision.motivation}})
        decision.with_user(self.autre).action_decider()
        decision.action_notifier()

    def test_the_one_button_says_propose_then_decide_then_send(self):
        self.etape("sanction_complete")
        self.entendu()
        self.assertEqual(self.vue.etape_attendue, "decider")
        decision = self.proposer()
        self.vue.invalidate_recordset()
        self.assertEqual(self.vue.etape_attendue, "trancher")
        self.assertEqual(self.vue.action_trancher()["res_id"], decision.id)
        decision.with_user(self.autre).action_decider()
        self.vue.invalidate_recordset()
        self.assertEqual(self.vue.etape_attendue, "envoyer")
        self.refuse(self.vue.action_trancher, "decided meanwhile")

    def test_a_proposal_is_a_card_of_every_official(self):
        self.entendu()
        decision = self.proposer()
        liste = self.env.ref("sanctions_admin.liste_a_trancher")
        for qui in (self.fonctionnaire, self.autre):
            modele = self.env["sanction.decision"].with_user(qui)
            self.assertIn(decision, modele.search(liste._domaine()))
        decision.with_user(self.autre).action_decider()
        self.assertNotIn(decision, self.env["sanction.decision"].search(liste._domaine()))
