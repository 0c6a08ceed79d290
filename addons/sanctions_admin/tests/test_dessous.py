# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What comes from below, or from before, and what is undone: an annulment, a cancelled finding, a closing, a proof."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_gardes import GardeCase


class DessousCase(GardeCase):
    def seconde(self, decide=True, notifie=True):
        """A fine that was notified, and another one for a new infringement that rests on it; called on 20 October."""
        premiere = self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.etape("infraction_constatee")
        self.nouvelle = self.sanction.infraction_ids - self.refus
        if not decide:
            return premiere, None
        with freeze_time("2025-10-10 12:00:00"):
            self.entendu(
                infraction_id=self.nouvelle.id,
                date_invitation="2025-08-20",
                date_reception="2025-08-22",
                date="2025-09-10",
            )
            seconde = self.amende(infraction_id=self.nouvelle.id, date="2025-10-01")
            if notifie:
                seconde.action_notifier()
        return premiere, seconde

    def entree(self, genre, **de):
        return self.sanction.evenement_ids.filtered(
            lambda e: e.type == genre and not e.annule and all(e[nom] == valeur for nom, valeur in de.items())
        )

    def dus(self):
        return sum(self.sanction.mouvement_ids.mapped("montant_signe"))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestAnnulee(DessousCase):
    """An annulled fine never was: nothing makes a claim of it again."""

    def test_a_fine_that_fell_before_it_was_notified_is_not_notified_any_more(self):
        premiere, seconde = self.seconde(notifie=False)
        with freeze_time("2025-10-20 12:00:00"):
            self.recourir(premiere, "2025-08-01").write({"issue": "annule"})
            self.assertTrue(seconde.annulee)
            self.refuse(seconde.action_notifier, "annulled")
            self.assertEqual(self.dus(), 0)
            seconde.write({"decision": "sans_amende"})
            self.refuse(lambda: seconde.write({"decision": "amende"}), "annulled")

    def test_nor_one_whose_notification_a_head_cancelled_since(self):
        premiere, seconde = self.seconde()
        with freeze_time("2025-10-20 12:00:00"):
            self.recourir(premiere, "2025-08-01").write({"issue": "annule"})
            self.entree("decision_notifiee", decision_id=seconde).with_user(self.utilisateur("direction"))._annuler("x")
            self.refuse(seconde.action_notifier, "annulled")
            self.assertEqual(self.dus(), 0)

    def test_a_fine_annulled_twice_stands_again_only_without_both(self):
        """By the Council of State itself, and with the fine before it."""
        tete = self.utilisateur("direction")
        for propre_d_abord in (True, False):
            with self.subTest(propre_d_abord=propre_d_abord):
                self.sanction = self.refuser()
                self.vue, self.refus = self.sanction.with_user(self.fonctionnaire), self.sanction.infraction_ids
                premiere, seconde = self.seconde()
                with freeze_time("2025-10-20 12:00:00"):
                    un, deux = self.recourir(premiere, "2025-08-01"), self.recourir(seconde, "2025-10-15")
                    for recours in (deux, un) if propre_d_abord else (un, deux):
                        recours.write({"issue": "annule"})
                    self.assertEqual(self.dus(), 0)
                    self.entree("recours_annule", recours_id=un).with_user(tete)._annuler("x")
                    self.assertEqual((premiere.annulee, seconde.annulee, self.dus()), (False, True, 100))
                    un.write({"issue": "annule"})
                    self.entree("recours_annule", recours_id=deux).with_user(tete)._annuler("x")
                    self.assertEqual((premiere.annulee, seconde.annulee, self.dus()), (True, True, 0))
                    self.entree("recours_annule", recours_id=un).with_user(tete)._annuler("x")
                    self.assertEqual((premiere.annulee, seconde.annulee, self.dus()), (False, False, 200))

    def test_a_second_petition_that_annuls_it_too_makes_no_second_claim(self):
        decision = self.notifiee()
        tete = self.utilisateur("direction")
        with freeze_time("2025-08-20 12:00:00"):
            un = self.recourir(decision, "2025-06-20")
            un.write({"issue": "annule"})
            deux = self.recourir(decision, "2025-06-25")
            deux.write({"issue": "annule"})
            self.entree("recours_annule", recours_id=un).with_user(tete)._annuler("x")
            self.assertEqual(self.dus(), 0)
            un.write({"issue": "rejete"})
            self.entree("recours_annule", recours_id=deux).with_user(tete)._annuler("x")
            self.assertEqual(self.dus(), 100)


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestConstatAnnule(DessousCase):
    """A cancelled finding founds nothing: no new infringement, and no fine on one that was found before."""

    def annuler_constat(self):
        self.sanction.evenement_id.with_user(self.utilisateur("chef", self.schaerbeek))._annuler("in hospital")
        self.etape("sanction_reponse")

    def test_no_new_infringement_rests_on_a_fine_whose_finding_was_cancelled(self):
        self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.annuler_constat()
            self.refuse(lambda: self.etape("infraction_constatee"), "no fine that stands")
            self.assertNotIn(",infraction_constatee,", self.vue.etapes_possibles)

    def test_nor_is_a_fine_decided_on_one_that_was_found_before(self):
        self.seconde(decide=False)
        with freeze_time("2025-10-10 12:00:00"):
            self.annuler_constat()
            self.entendu(
                infraction_id=self.nouvelle.id,
                date_invitation="2025-08-20",
                date_reception="2025-08-22",
                date="2025-09-10",
            )
            self.refuse(lambda: self.amende(infraction_id=self.nouvelle.id, date="2025-10-01"), "rested on is no more")

    def test_nor_is_one_notified_that_was_decided_before(self):
        _premiere, seconde = self.seconde(notifie=False)
        with freeze_time("2025-10-20 12:00:00"):
            self.annuler_constat()
            self.refuse(seconde.with_user(self.autre).action_decider, "rested on is no more")
            self.refuse(seconde.action_notifier, "Nobody decided yet")

    def test_nor_is_a_fine_collected_that_was_notified_before(self):
        self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.annuler_constat()
            self.refuse(lambda: self.etape("recouvrement_entame"), "Nothing was saved")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestPreuveEntreDeux(DessousCase):
    def test_a_proof_between_the_finding_and_the_notification_answers_the_fine(self):
        """Whoever is registered already cannot register again: it is not asked of the person once more."""
        self.entendu()
        self.sanction.dossier_id._enregistrer(
            "inscription_organisateur", date(2025, 5, 20), organisateur_id=self.bapa.id
        )
        self.etape("sanction_reponse")
        self.amende().action_notifier()
        preuve = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "preuve_amende")
        self.assertEqual((preuve.state, preuve.date_etat), ("tenu", date(2025, 5, 20)))
        with freeze_time("2025-08-20 12:00:00"):
            self.refuse(lambda: self.etape("infraction_constatee"), "gave proof on 05/20/2025")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestClose(DessousCase):
    def test_what_happened_while_it_was_closed_is_answered_once_it_is_open_again(self):
        self.entendu()
        self.etape("sanction_close")
        self.sanction.dossier_id._enregistrer(
            "inscription_organisateur", date(2025, 6, 2), organisateur_id=self.bapa.id
        )
        self.assertFalse(self.sanction.a_repondre)
        self.entree("sanction_close").with_user(self.fonctionnaire)._annuler("too early")
        self.assertTrue(self.sanction.a_repondre)
        self.assertIn("02/06/2025", self.vue.with_context(lang="fr_BE").changements)
        self.refuse(self.amende, "nobody has answered")
        self.etape("sanction_reponse")
        self.amende().action_notifier()

    def test_nothing_of_a_closed_sanction_is_taken_back(self):
        decision = self.notifiee()
        self.payer(decision)
        self.etape("sanction_close")
        tete = self.utilisateur("direction")
        for genre, qui in (("paiement", self.fonctionnaire), ("decision_notifiee", tete)):
            self.refuse(lambda genre=genre, qui=qui: self.entree(genre).with_user(qui)._annuler("x"), "closed")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestAvantSaCause(DessousCase):
    def test_no_hearing_is_added_once_the_decision_was_notified(self):
        self.notifiee()
        self.refuse(lambda: self.inviter(date_invitation="2025-06-10"), "was notified")
        self.refuse(lambda: self.inviter(date_invitation="2025-06-10", date_reception="2025-06-10"), "was notified")

    def test_the_collection_begins_after_the_term_of_payment(self):
        self.notifiee()
        self.refuse(lambda: self.etape("recouvrement_entame"), "has until 07/10/2025 to pay")
        with freeze_time("2025-07-10 12:00:00"):
            self.refuse(lambda: self.etape("recouvrement_entame"), "has until 07/10/2025 to pay")
        with freeze_time("2025-07-11 12:00:00"):
            self.refuse(lambda: self.etape("recouvrement_entame", date(2025, 7, 10)), "has until 07/10/2025 to pay")
            self.etape("recouvrement_entame")
        self.assertEqual(self.sanction.stage_id.code, "recouvrement")

    def test_a_write_off_and_a_refund_come_after_what_they_are_of(self):
        with freeze_time("2025-06-20 12:00:00"):
            decision = self.notifiee()
            self.etape("abandon_propose")
            autre = self.sanction.with_user(self.autre)
            self.refuse(
                lambda: autre._enregistrer("abandon", date(2025, 6, 19), note="x"), "comes before the notification"
            )
        with freeze_time("2025-07-01 12:00:00"):
            self.payer(decision, 60, "2025-06-25")
        with freeze_time("2025-09-15 12:00:00"):
            self.recourir(decision, "2025-06-21").write({"issue": "annule"})
            self.refuse(lambda: self.etape("remboursement", date(2025, 6, 24)), "comes before the payment")
            self.refuse(lambda: self.etape("remboursement", date(2025, 9, 14)), "comes before the outcome")
            self.etape("remboursement", date(2025, 9, 15))

    def test_an_absence_learnt_late_with_its_receipt_makes_the_fine_wait_for_the_review(self):
        audition = self.inviter(canal="recommande", preuve_envoi="RR1", resultat="absence", date="2025-05-06")
        self.refuse(lambda: self.amende(date="2025-06-10"), "awaits its review")
        terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "audition")
        self.assertEqual((terme.state, terme.revue), ("echu", True))
        terme._executer(date(2025, 6, 10))
        terme.with_user(self.fonctionnaire)._marquer_revue("the card came back late; nobody asked for another day")
        self.amende(date="2025-06-10")
        self.assertTrue(audition.exists())

    def test_an_absence_recorded_in_time_needs_no_review(self):
        with freeze_time("2025-04-05 12:00:00"):
            audition = self.inviter(canal="recommande", preuve_envoi="RR1")
        with freeze_time("2025-05-06 12:00:00"):
            audition.write({"resultat": "absence", "date": "2025-05-05"})
            self.amende(date="2025-05-06")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestDoublons(DessousCase):
    def test_the_official_sees_that_the_person_may_have_another_file(self):
        """Two files that are not joined have two ceilings: it is hinted at before a fine."""
        self.assertFalse(self.vue.doublon_possible)
        dossier = self.sanction.dossier_id
        nee = {"name": "EL KHOURY, Zoé", "naissance_min": "1990-05-12", "naissance_max": "1990-05-12"}
        self.fiche(**nee)
        dossier.write(nee)
        self.env.invalidate_all()
        self.assertTrue(self.vue.doublon_possible)
        self.assertIn("doublon_possible", self.vue.get_view(view_type="form")["arch"])
