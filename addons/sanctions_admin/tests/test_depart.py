# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What leaves, and when: the hearing that an invitation says, the remedies that a letter states, letters that say
something else by now, claims that may not be made any more (loi.md §5, §7, §7b)."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_courriers import AUDIENCE, PARTI, CourriersCase


class DepartCase(CourriersCase):
    def setUp(self):
        super().setUp()
        self.autre = self.autre_fonctionnaire()

    def decision(self, **valeurs):
        """What this official proposed, and another one decided."""
        valeurs = {"motivation": "Aucune inscription.", **valeurs}
        decision = self.sanction.env["sanction.decision"].create(
            {"sanction_id": self.sanction.id, "infraction_id": self.infraction.id, **valeurs}
        )
        decision.with_user(self.autre).action_decider()
        return decision

    def inscrire(self, **valeurs):
        """Enter an invitation by hand."""
        defaut = {"sanction_id": self.sanction.id, "infraction_id": self.infraction.id, "canal": "remise"}
        return self.sanction.env["sanction.audition"].create({**defaut, **valeurs})


@tagged("post_install", "-at_install")
class TestAudience(DepartCase):
    def test_nobody_is_absent_or_heard_before_the_day_and_the_hour_that_the_invitation_says(self):
        audition = self.inviter().audition_id
        with freeze_time("2025-04-20 10:00:00"):
            for resultat in ("absence", "tenue"):
                self.refuse(lambda r=resultat: audition.write({"resultat": r, "date": "2025-04-20"}), "hearing")
        with freeze_time("2025-04-28 07:00:00"):
            self.refuse(lambda: audition.write({"resultat": "absence", "date": "2025-04-28"}), "nobody was absent")
        with freeze_time("2025-04-28 10:00:00"):
            audition.write({"resultat": "absence", "date": "2025-04-28"})
            self.assertEqual(audition.resultat, "absence")

    def test_no_fine_is_decided_before_the_hearing_and_who_declines_may_do_so_before(self):
        audition = self.inviter().audition_id
        with freeze_time("2025-04-10 10:00:00"):
            self.refuse(self.decision, "without a hearing")
            audition.write({"resultat": "declinee", "date": "2025-04-10", "proces_verbal": "<p>Non.</p>"})
            self.assertTrue(self.decision())

    def test_a_hearing_is_not_moved_but_called_off_and_the_person_invited_again(self):
        courrier = self.inviter()
        audition = courrier.audition_id
        with freeze_time("2025-04-10 10:00:00"):
            for valeurs in ({"convocation": "2025-05-05 08:30:00"}, {"convocation": False}, {"lieu": "ailleurs"}):
                self.refuse(lambda v=valeurs: audition.write(v), "call|moved|move it")
            self.refuse(lambda: self.inscrire(convocation="2025-05-05 08:30:00"), "One invitation at a time")
            audition.date_report = "2025-04-10"
            self.assertEqual(self.sanction.etape_attendue, "inviter")
            terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "audition")
            self.assertEqual(terme.state, "arrete")
            self.refuse(lambda: audition.write({"resultat": "tenue", "date": "2025-04-10"}), "called off|comes before")
            autre = self.faire(
                self.sanction.action_inviter_et_imprimer(),
                **{**AUDIENCE, "audience_le": "2025-05-12 08:30:00"},
                **PARTI,
            )
        self.assertEqual(autre.audition_id.convocation.day, 12)
        entrees = self.sanction.sudo().evenement_ids.filtered(lambda e: e.type == "audition_reportee")
        self.assertEqual((entrees.date_effective, entrees.user_id), (date(2025, 4, 10), self.fonctionnaire))

    def test_nobody_is_invited_to_a_hearing_of_before_or_that_comes_before_the_letter(self):
        with freeze_time("2025-04-01 10:00:00"):
            self.refuse(lambda: self.inscrire(convocation="2025-03-20 08:30:00"), "comes before|after the hearing")
            self.refuse(lambda: self.inscrire(**PARTI, convocation="2025-04-02 08:30:00"), "received after the hearing")
            self.assertTrue(self.inscrire(convocation="2025-04-02 08:30:00"), "handed over")

    def test_an_invitation_entered_by_hand_is_that_of_the_printed_letter(self):
        courrier = self.inviter(preuve_envoi=False)
        with freeze_time("2025-04-02 10:00:00"):
            audition = self.inscrire(**PARTI)
        self.assertEqual((courrier.state, courrier.audition_id, audition.courrier_id), ("poste", audition, courrier))
        self.assertEqual((str(audition.convocation), audition.lieu), tuple(AUDIENCE.values()))

    def test_a_printed_invitation_to_another_hearing_is_cancelled(self):
        courrier = self.inviter(preuve_envoi=False)
        with freeze_time("2025-04-02 10:00:00"):
            audition = self.inscrire(**PARTI, convocation="2025-05-12 08:30:00")
        self.assertEqual((courrier.state, courrier.audition_id.id, audition.courrier_id.id), ("annule", False, False))
        self.assertIn("Another invitation", courrier.motif_annulation)
        with freeze_time("2025-04-03 10:00:00"):
            self.refuse(courrier.action_poster, "Cancelled")

    def test_two_windows_of_one_letter_make_one_hearing(self):
        courrier = self.inviter(preuve_envoi=False)
        with freeze_time("2025-04-02 10:00:00"):
            premiere, seconde = courrier.action_poster(), courrier.action_poster()
            self.fenetre(premiere, **PARTI)
            self.refuse(lambda: self.fenetre(seconde, canal="remise"), "posted meanwhile")
        with freeze_time("2025-04-03 10:00:00"):
            self.refuse(lambda: courrier._poster(date(2025, 4, 3), "remise"), "Posted")
        self.assertEqual(len(self.infraction.audition_ids), 1)

    def test_nothing_goes_by_post_to_an_address_that_the_register_forbids(self):
        self.dossier.personne_id.sudo().adresse_non_communicable = True
        with freeze_time("2025-04-01 10:00:00"):
            self.refuse(lambda: self.inscrire(**PARTI), "bears no address")
            audition = self.inscrire()
            self.refuse(lambda: audition.write(PARTI), "bears no address")
        with freeze_time("2025-04-10 10:00:00"):
            audition.write({"resultat": "declinee", "date": "2025-04-10", "proces_verbal": "<p>Non.</p>"})
            decision = self.decision(**PARTI, remedes="dits")
            self.refuse(decision.action_notifier, "bears no address")
            decision.write({"canal": "remise", "preuve_envoi": False})
            decision.action_notifier()


@tagged("post_install", "-at_install")
class TestRemedes(DepartCase):
    def notifiee(self, remedes=False, **valeurs):
        with freeze_time("2025-04-01 10:00:00"):
            audition = self.inscrire()
        with freeze_time("2025-04-10 10:00:00"):
            audition.write({"resultat": "declinee", "date": "2025-04-10", "proces_verbal": "<p>Non.</p>"})
        with freeze_time("2025-05-05 10:00:00"):
            decision = self.decision(canal="remise", remedes=remedes, **valeurs)
            decision.action_notifier()
        return decision

    def terme(self):
        terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "recours" and d.state != "sans_objet")
        return terme.date_depart, terme.date_echeance

    def test_a_fine_without_a_letter_of_ours_leaves_once_it_is_said_which_remedies_the_letter_states(self):
        self.refuse(self.notifiee, "Remedies in the letter")
        decision = self.notifiee("dits")
        self.assertEqual(decision.date_limite_recours, date(2025, 7, 4))
        self.assertEqual(self.terme(), (date(2025, 5, 5), date(2025, 7, 4)))

    def test_without_remedies_the_term_of_appeal_starts_four_months_later(self):
        decision = self.notifiee("aucun")
        # 60 days from 5 September 2025
        self.assertEqual(decision.date_limite_recours, date(2025, 11, 4))
        self.assertEqual(self.terme(), (date(2025, 9, 5), date(2025, 11, 4)))
        self.refuse(lambda: decision.write({"remedes": "dits"}), "was said when it left")
        with freeze_time("2025-10-30 10:00:00"):
            recours = self.sanction.env["sanction.recours"].create(
                {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": date(2025, 10, 30)}
            )
            self.assertFalse(recours.avertissement, "in time")

    def test_a_decision_of_before_counts_as_without_remedies_until_they_are_entered(self):
        decision = self.notifiee("dits")
        decision.sudo().remedes = False
        self.assertEqual(self.terme(), (date(2025, 9, 5), date(2025, 11, 4)))
        with freeze_time("2025-05-06 10:00:00"):
            decision.write({"remedes": "dits"})
        self.assertEqual(self.terme(), (date(2025, 5, 5), date(2025, 7, 4)))
        self.assertEqual(
            (self.sanction.solde, len(self.sanction.mouvement_ids)), (100, 1), "nothing was notified again"
        )
        self.assertEqual(decision.date_notification, date(2025, 5, 5))

    def test_our_letter_states_them_whatever_is_said(self):
        decision = self.decider(remedes="aucun")
        self.notifier()
        self.assertEqual((decision.remedes, decision.date_limite_recours), ("dits", date(2025, 7, 7)))

    def test_a_fine_that_came_back_and_is_sent_otherwise_says_it_anew(self):
        decision = self.decider(remedes=False)
        self.notifier()
        with freeze_time("2025-05-20 10:00:00"):
            decision.write({"retour": "inconnu", "date_retour": date(2025, 5, 15)})
            self.assertFalse(decision.remedes)
            decision.write({"canal": "remise", "preuve_envoi": False})
            self.refuse(decision.action_notifier, "Remedies in the letter")
            decision.remedes = "aucun"
            decision.action_notifier()
            self.assertEqual(decision.remedes, "aucun")


@tagged("post_install", "-at_install")
class TestLettresPerimees(DepartCase):
    def imprimee(self):
        """A fine whose letter is printed, and did not leave."""
        decision = self.decider()
        return decision, self.notifier(preuve_envoi=False)

    def test_a_corrected_hearing_cancels_the_letter_that_tells_what_came_of_it(self):
        _decision, courrier = self.imprimee()
        with freeze_time("2025-05-06 10:00:00"):
            self.infraction.audition_ids.write({"date": date(2025, 4, 11)})
            self.assertEqual(courrier.state, "annule")
            self.assertIn("hearing was corrected", courrier.motif_annulation)
            self.refuse(courrier.action_poster, "Cancelled")

    def test_a_deleted_decision_cancels_its_letter(self):
        for issue in ("amende", "sans_amende"):
            with self.subTest(issue), self.cr.savepoint() as point:
                decision = self.decider(decision=issue)
                courrier = self.notifier(preuve_envoi=False)
                with freeze_time("2025-05-06 10:00:00"):
                    decision.unlink()
                    self.assertEqual((courrier.state, courrier.decision_id.id), ("annule", False))
                    self.assertIn("was deleted", courrier.motif_annulation)
                    self.refuse(courrier.action_poster, "was deleted")
                point.rollback()
            self.env.invalidate_all()

    def test_what_an_official_corrects_is_decided_and_printed_again(self):
        decision, courrier = self.imprimee()
        with freeze_time("2025-05-06 10:00:00"):
            decision.write({"motivation": "Autre motif.", "textes_vus": {"motivation": decision.motivation}})
            self.assertEqual(courrier.state, "annule")
            self.refuse(self.sanction.action_notifier_et_imprimer, "No decision awaits")
            decision.with_user(self.autre).action_decider()
        texte = self.texte(self.notifier("2025-05-06 11:00:00"))
        self.assertIn("Autre motif", texte)
        self.assertIn(f"fonctionnaire désigné, {self.autre.name}", texte, "who decided signs")

    def test_a_new_infringement_that_is_deleted_takes_its_printed_invitation_with_it(self):
        self.decider()
        self.notifier()
        with freeze_time("2025-07-15 10:00:00"):
            self.sanction._enregistrer("infraction_constatee")
            self.revoir(self.sanction.sudo())
            action = self.sanction.action_inviter_et_imprimer()
            courrier = self.faire(action, **{**AUDIENCE, "audience_le": "2025-09-01 08:00:00"})
            self.assertEqual(courrier.state, "imprime")
            (self.sanction.infraction_ids - self.infraction).unlink()
        self.assertEqual(courrier.state, "annule")


@tagged("post_install", "-at_install")
class TestReclamer(DepartCase):
    def setUp(self):
        super().setUp()
        self.amende = self.decider()
        self.notifier()

    def rappel(self, **valeurs):
        return self.faire(self.sanction.action_rappeler(), **valeurs)

    def recourir(self, jour):
        return (
            self.env["sanction.recours"]
            .with_user(self.fonctionnaire)
            .create({"sanction_id": self.sanction.id, "decision_id": self.amende.id, "date": jour})
        )

    def payer(self, jour, montant=100):
        return (
            self.env["sanction.mouvement"]
            .with_user(self.fonctionnaire)
            .create(
                {
                    "sanction_id": self.sanction.id,
                    "decision_id": self.amende.id,
                    "date": jour,
                    "montant": montant,
                    "communication": "999",
                }
            )
        )

    def test_a_printed_reminder_or_writ_does_not_leave_after_an_appeal_or_a_payment(self):
        with freeze_time("2025-06-12 10:00:00"):
            self.sanction._enregistrer("recouvrement_entame")
            rappel = self.rappel()
            rappel._poster(date(2025, 6, 12), "ordinaire", "L1")
            writ = self.faire(self.sanction.action_contraindre())
            self.assertEqual((rappel.state, writ.state), ("poste", "imprime"))
            rappel2 = self.rappel()
        for geste, mots in ((self.recourir, "appeal"), (self.payer, "left to pay")):
            with self.subTest(mots), freeze_time("2025-06-20 10:00:00"), self.cr.savepoint() as point:
                geste(date(2025, 6, 19))
                for courrier, canal in ((writ, "recommande"), (rappel2, "ordinaire")):
                    self.refuse(lambda c=courrier, w=canal: c._poster(date(2025, 6, 20), w, "R1"), mots)
                    self.assertEqual(courrier.state, "imprime")
                point.rollback()
            self.env.invalidate_all()

    def test_nothing_is_claimed_or_collected_once_it_is_prescribed(self):
        with freeze_time("2025-06-12 10:00:00"):
            rappel = self.rappel()
        fin = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "prescription").date_echeance
        self.assertEqual(fin, date(2030, 6, 10))
        with freeze_time("2030-06-10 10:00:00"):
            self.sanction.invalidate_recordset()
            self.assertIn("sanction_rappel", self.sanction.courriers_possibles)
        with freeze_time("2030-06-11 10:00:00"):
            self.sanction.invalidate_recordset()
            self.assertEqual(self.sanction.courriers_possibles, ",,")
            self.refuse(self.sanction.action_rappeler, "Nothing can be claimed now")
            self.refuse(lambda: rappel._poster(date(2030, 6, 11), "ordinaire", "L1"), "prescribed")
            self.refuse(lambda: self.sanction._enregistrer("recouvrement_entame"), "prescribed")


@tagged("post_install", "-at_install")
class TestCarte(DepartCase):
    def test_the_printed_letters_of_a_sanction_are_a_card_of_the_official_until_they_leave(self):
        liste = self.env.ref("sanctions_admin.liste_courriers_a_poster")
        courrier = self.inviter(preuve_envoi=False)
        modele = self.env["parcours.courrier"].with_user(self.fonctionnaire)
        self.assertIn(courrier, modele.search(liste._domaine()))
        with freeze_time("2025-04-02 10:00:00"):
            courrier._poster(date(2025, 4, 2), "recommande", "R1")
        self.assertNotIn(courrier, modele.search(liste._domaine()))
