# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What happens in the pathway file after the finding reaches the official the same day, and blocks a fine until it is
answered (loi.md §7)."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_gardes import GardeCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestChangements(GardeCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chef = self.utilisateur("chef", self.schaerbeek)
        self.dossier = self.sanction.dossier_id
        self.entendu()
        self.keep()

    def inscrire(self):
        vu = self.dossier.with_user(self.agent)
        return vu._enregistrer("inscription_organisateur", date(2025, 6, 2), organisateur_id=self.bapa.id)

    def bloque(self, mots):
        """A fine is refused, in a sentence that says what happened, until it is answered with a reason."""
        self.assertTrue(self.sanction.a_repondre)
        self.assertEqual(self.sanction.activity_ids.user_id, self.fonctionnaire)
        self.refuse(self.amende, mots)
        self.refuse(lambda: self.vue._enregistrer("sanction_reponse"), "Say why")
        self.refuse(lambda: self.etape("sanction_reponse", date(2025, 6, 11)), "still to come")
        self.etape("sanction_reponse", note="seen: it changes nothing")
        reponse = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_reponse").sorted("id")[-1:]
        self.assertEqual((reponse.user_id, reponse.note), (self.fonctionnaire, "seen: it changes nothing"))
        self.assertFalse(self.sanction.a_repondre or self.sanction.changements)
        self.refuse(lambda: self.etape("sanction_reponse"), "Nothing awaits an answer")

    def test_a_registration_after_the_finding_blocks_a_fine_until_it_is_answered(self):
        self.inscrire()
        self.bloque("06/02/2025")
        self.assertTrue(self.amende())

    def test_a_completion_blocks_it(self):
        self.inscrire()
        self.etape("sanction_reponse")
        self.dossier.with_user(self.agent)._enregistrer("attestation_fin", date(2025, 6, 9))
        self.bloque("06/09/2025")

    def test_an_exemption_asked_for_blocks_it(self):
        self.demande(self.dossier, "6")
        self.bloque("pathway file")

    def test_an_exemption_found_in_the_register_blocks_it(self):
        self.dossier.jour_ue = "oui"
        self.dossier._examiner("essai")
        self.bloque("pathway file")

    def test_a_closure_blocks_it(self):
        self.dossier.with_user(self.chef)._enregistrer("cloture", date(2025, 6, 10), motif_cloture="erreur")
        self.bloque("06/10/2025")

    def test_a_correction_blocks_it(self):
        inscrit = self.inscrire()
        self.etape("sanction_reponse")
        inscrit.with_user(self.chef)._annuler("somebody else")
        self.bloque("06/02/2025")

    def test_a_summons_that_came_back_blocks_it(self):
        """Learnt after the finding: the refusal rests on a letter that nobody received."""
        dossier = self.ouvert()
        for genre, jour, valeurs in (
            ("attestation_remise", date(2024, 3, 15), {"canal": "remise"}),
            ("sommation_envoyee", date(2025, 1, 6), {"canal": "recommande", "preuve_envoi": "RR1"}),
            ("constat_refus", date(2025, 3, 11), {}),
        ):
            dossier._enregistrer(genre, jour, **valeurs)
            self.revoir(dossier)
        self.assertFalse(dossier.sanction_ids.a_repondre)
        dossier.with_user(self.agent)._enregistrer("sommation_retournee", date(2025, 1, 15), retour="demenage")
        self.assertTrue(dossier.sanction_ids.a_repondre)
        self.assertIn("01/15/2025", dossier.sanction_ids.changements)
        self.assertIn("refus_sans_sommation", dossier.delai_ids.mapped("revue_motif"))

    def test_a_joining_of_two_files_blocks_it(self):
        self.sanction._avertir(lambda env, _sanction: "joined")
        self.bloque("joined")

    def test_a_change_learnt_after_the_decision_blocks_its_notification(self):
        decision = self.amende()
        self.inscrire()
        self.refuse(decision.action_notifier, "06/02/2025")
        self.refuse(lambda: decision.write({"decision": "amende"}), "06/02/2025")
        decision.write({"decision": "sans_amende"})
        decision.with_user(self.autre_fonctionnaire()).action_decider()
        decision.action_notifier()

    def test_a_decision_without_a_fine_is_not_blocked(self):
        self.inscrire()
        self.amende(decision="sans_amende").action_notifier()

    def test_an_answer_taken_back_blocks_again(self):
        self.inscrire()
        self.etape("sanction_reponse")
        reponse = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_reponse")
        reponse.with_user(self.fonctionnaire)._annuler("the wrong person")
        self.assertTrue(self.sanction.a_repondre)
        self.refuse(self.amende, "06/02/2025")

    def test_nobody_but_the_official_answers(self):
        self.inscrire()
        for qui in (self.agent, self.chef, self.utilisateur("gestionnaire"), self.utilisateur("direction")):
            self.refuse(lambda qui=qui: self.sanction.with_user(qui)._enregistrer("sanction_reponse", note="no"))

    def test_nothing_that_came_before_the_finding_awaits_an_answer(self):
        sanction = self.refuser()
        self.assertFalse(sanction.a_repondre)

    def test_the_list_of_the_official_shows_them(self):
        self.inscrire()
        trouvees = self.vue.search([("a_repondre", "=", True)])
        self.assertIn(self.sanction, trouvees)
        self.assertIn("06/02/2025", self.vue.changements)

    # ---- a finding that was cancelled ------------------------------------------------------------------------------

    def annuler_constat(self):
        self.sanction.evenement_id.with_user(self.chef)._annuler("she was in hospital")

    def test_a_sanction_whose_finding_was_cancelled_goes_on_to_no_fine(self):
        self.annuler_constat()
        self.assertTrue(self.refus.tombee)
        self.etape("sanction_reponse")
        self.refuse(self.amende, "rested on is no more")
        self.amende(decision="sans_amende")

    def test_nor_is_a_fine_notified_that_was_decided_before(self):
        decision = self.amende()
        self.annuler_constat()
        self.etape("sanction_reponse")
        self.refuse(decision.with_user(self.autre_fonctionnaire()).action_decider, "rested on is no more")
        self.refuse(decision.action_notifier, "Nobody decided yet")

    def test_a_finding_cancelled_after_the_closing_reaches_the_official(self):
        decision = self.amende()
        decision.action_notifier()
        self.payer(decision)
        self.etape("sanction_close")
        self.sanction.activity_ids.unlink()
        self.annuler_constat()
        self.assertTrue(self.refus.tombee)
        self.assertEqual(self.sanction.activity_ids.mapped("user_id"), self.fonctionnaire)
        self.assertIn("cancelled after the closing", self.sanction.activity_ids.with_context(lang="en_US").summary)
        cloture = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_close")
        cloture.with_user(self.fonctionnaire)._annuler("a refund")
        self.assertTrue(self.sanction.a_repondre)

    def test_a_closing_cancelled_by_hand_finds_what_fell_meanwhile(self):
        self.etape("sanction_close")
        self.annuler_constat()
        # as a base of before holds it: nothing fell then
        self.refus.sudo().tombee = False
        cloture = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_close")
        cloture.with_user(self.fonctionnaire)._annuler("look again")
        self.assertTrue(self.refus.tombee)

    def test_closing_it_says_that_it_rested_on_nothing_any_more(self):
        self.annuler_constat()
        self.etape("sanction_close")
        cloture = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_close")
        self.assertIn("finding of refusal was cancelled", cloture.note_reservee)
        autre = self.refuser()
        autre._enregistrer("sanction_close", note="over")
        self.assertFalse(autre.evenement_ids.filtered(lambda e: e.type == "sanction_close").note_reservee)
