# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The invitation to be heard and the notification of a fine, by channel (loi.md §5, §7)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SanctionCase

PARTI = {"canal": "recommande", "preuve_envoi": "RC000999"}


@tagged("post_install", "-at_install")
@freeze_time("2025-05-05")
class TestLettres(SanctionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fonctionnaire = cls.utilisateur("sanctions_admin.group_fonctionnaire")
        cls.sanction = cls.refuser().with_user(cls.fonctionnaire)
        cls.sanction.sudo().date_complet = date(2025, 4, 1)

    def refuse(self, quoi, mots):
        with self.assertRaisesRegex(UserError, mots), self.cr.savepoint():
            quoi()

    def inviter(self, **valeurs):
        return self.sanction.env["sanction.audition"].create(
            {
                "sanction_id": self.sanction.id,
                "infraction_id": self.sanction.infraction_ids.id,
                "date_invitation": date(2025, 4, 1),
                "proces_verbal": "<p>Dit.</p>",
                **valeurs,
            }
        )

    def amende(self, **valeurs):
        decision = self.decider(self.sanction, **valeurs)
        return decision.with_user(self.fonctionnaire)

    def notifiee(self, **valeurs):
        """A fine that was sent by registered letter."""
        self.inviter(canal="remise", resultat="declinee", date=date(2025, 4, 3))
        decision = self.amende(**{**PARTI, **valeurs})
        decision.action_notifier()
        return decision

    def terme(self, code):
        return self.sanction.delai_ids.filtered(lambda d: d.type_id.code == code and d.state != "sans_objet")

    # ---- the invitation ------------------------------------------------------------------------------------------

    def test_an_invitation_is_received_by_its_channel(self):
        for valeurs, jour in (
            ({"canal": "remise"}, date(2025, 4, 1)),
            (PARTI, date(2025, 4, 4)),
            ({**PARTI, "canal": "accuse"}, date(2025, 4, 4)),
            ({**PARTI, "canal": "accuse", "retour": "presente", "date_retour": date(2025, 4, 8)}, date(2025, 4, 8)),
            ({**PARTI, "canal": "accuse", "retour": "presente", "date_retour": date(2025, 4, 2)}, date(2025, 4, 4)),
            ({**PARTI, "retour": "refuse", "date_retour": date(2025, 4, 9)}, date(2025, 4, 9)),
            ({**PARTI, "retour": "prouve", "date_retour": date(2025, 4, 11)}, date(2025, 4, 11)),
            ({**PARTI, "retour": "demenage", "date_retour": date(2025, 4, 9)}, False),
        ):
            with self.subTest(valeurs), self.cr.savepoint() as point:
                audition = self.inviter(**valeurs)
                self.assertEqual(audition.date_reception, jour)
                termes = self.terme("audition")
                self.assertEqual(termes.mapped("date_depart"), [jour] if jour else [])
                point.rollback()
            self.env.invalidate_all()

    def test_what_is_said_of_a_letter_holds_together(self):
        self.refuse(lambda: self.inviter(canal="recommande"), "has a number")
        self.refuse(lambda: self.inviter(**PARTI, retour="refuse"), "on which day")
        self.refuse(lambda: self.inviter(**PARTI, retour="refuse", date_retour="2025-03-30"), "before the letter")
        self.refuse(lambda: self.inviter(**PARTI, retour="refuse", date_retour="2025-05-30"), "to come")
        self.refuse(lambda: self.inviter(canal="remise", retour="refuse", date_retour="2025-04-02"), "this way")
        self.refuse(lambda: self.inviter(**PARTI, date_reception="2025-04-02"), "follows from")

    def test_a_returned_invitation_founds_no_fine_and_starts_no_term(self):
        audition = self.inviter(**PARTI, resultat="absence", date=date(2025, 4, 30))
        self.assertTrue(self.terme("audition"))
        audition.write({"retour": "inconnu", "date_retour": date(2025, 4, 10)})
        self.assertFalse(audition.date_reception)
        self.assertFalse(self.terme("audition"))
        with freeze_time("2025-06-10"):
            self.refuse(lambda: self.amende(date=date(2025, 6, 10)), "invitation to be heard was received")

    def test_an_absence_after_a_letter_without_proof_of_posting_founds_no_fine(self):
        audition = self.inviter(canal="ordinaire")
        self.assertEqual(audition.date_reception, date(2025, 4, 4))
        with freeze_time("2025-06-10"):
            self.revoir(self.sanction.sudo().dossier_id)
            self.refuse(lambda: audition.write({"resultat": "absence", "date": date(2025, 6, 2)}), "awaits its review")
            audition.sudo().write({"preuve_envoi": "liste 12/999"})
            audition.write({"resultat": "absence", "date": date(2025, 6, 2)})
            self.assertTrue(self.amende(date=date(2025, 6, 10)))

    def test_who_came_had_the_invitation_before_the_presumed_day(self):
        self.inviter(**PARTI, resultat="tenue", date=date(2025, 4, 2))
        self.assertTrue(self.amende())

    def test_a_later_receipt_moves_the_hearing_later(self):
        audition = self.inviter(**PARTI)
        avant = audition.date_limite
        audition.write({"retour": "prouve", "date_retour": date(2025, 4, 22)})
        self.assertGreater(audition.date_limite, avant)
        self.assertEqual(self.terme("audition").date_echeance, audition.date_limite)

    # ---- the notification ----------------------------------------------------------------------------------------

    def test_the_terms_of_a_fine_run_from_the_day_it_is_received(self):
        decision = self.notifiee()
        self.assertEqual((decision.date_envoi, decision.date_notification), (date(2025, 5, 5), date(2025, 5, 8)))
        for code in ("preuve_amende", "recours", "paiement"):
            self.assertEqual(self.terme(code).date_depart, date(2025, 5, 8), code)
        self.assertEqual(self.sanction.solde, 100)
        self.refuse(decision.action_notifier, "already notified")

    def test_a_fine_is_not_notified_by_an_ordinary_letter_nor_without_its_number(self):
        self.inviter(canal="remise", resultat="declinee", date=date(2025, 4, 3))
        with self.assertRaises(ValueError), self.cr.savepoint():
            self.amende(canal="ordinaire")
        decision = self.amende(canal="recommande")
        self.refuse(decision.action_notifier, "has a number")
        self.assertFalse(decision.date_envoi)

    def test_a_later_receipt_of_a_fine_moves_its_terms_and_no_claim(self):
        decision = self.notifiee()
        with freeze_time("2025-05-20"):
            decision.write({"retour": "prouve", "date_retour": date(2025, 5, 16)})
            self.assertEqual(decision.date_notification, date(2025, 5, 16))
            self.assertEqual(self.terme("recours").date_depart, date(2025, 5, 16))
            self.assertEqual((self.sanction.solde, len(self.sanction.mouvement_ids)), (100, 1))
            self.refuse(lambda: decision.write({"motivation": "autre"}), "not changed")

    def test_a_fine_that_came_back_was_not_notified_and_is_sent_again(self):
        decision = self.notifiee()
        with freeze_time("2025-05-20"):
            decision.write({"retour": "demenage", "date_retour": date(2025, 5, 15)})
            self.assertFalse(decision.date_notification)
            self.assertEqual(self.sanction.solde, 0)
            self.assertFalse(self.terme("preuve_amende") | self.terme("recours") | self.terme("paiement"))
            self.assertEqual(self.sanction.stage_code, "decision")
            decision.write({"canal": "remise", "preuve_envoi": False, "remedes": "dits"})
            self.assertFalse(decision.date_notification, "what came back of the former one still holds")
            decision.action_notifier()
            self.assertEqual((decision.date_notification, decision.retour), (date(2025, 5, 20), False))
            self.assertEqual(self.sanction.solde, 100)
            self.assertEqual(self.terme("recours").date_depart, date(2025, 5, 20))

    def test_a_return_entered_by_mistake_is_taken_back(self):
        decision = self.notifiee()
        with freeze_time("2025-05-20"):
            decision.write({"retour": "demenage", "date_retour": date(2025, 5, 15)})
            decision.write({"retour": False, "date_retour": False})
            self.assertEqual(decision.date_notification, date(2025, 5, 8))
            self.assertEqual(self.sanction.solde, 100)

    def test_who_paid_or_appealed_received_the_fine(self):
        decision = self.notifiee()
        with freeze_time("2025-05-20"):
            self.sanction.env["sanction.mouvement"].create(
                {
                    "sanction_id": self.sanction.id,
                    "decision_id": decision.id,
                    "date": date(2025, 5, 7),
                    "montant": 20,
                    "communication": "999",
                }
            )
            self.refuse(lambda: decision.write({"retour": "inconnu", "date_retour": "2025-05-15"}), "has received")
            self.sanction.env["sanction.recours"].create(
                {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": date(2025, 5, 7)}
            )
            self.refuse(lambda: decision.write({"retour": "inconnu", "date_retour": "2025-05-15"}), "appeal")

    def test_a_notification_cancelled_by_a_head_can_be_sent_again(self):
        decision = self.notifiee()
        evenement = self.sanction.sudo().evenement_ids.filtered(lambda e: e.type == "decision_notifiee")
        self.assertEqual((evenement.canal, evenement.preuve_envoi), ("recommande", "RC000999"))
        evenement._annuler("mauvais dossier")
        self.assertFalse(decision.date_notification or decision.date_envoi)
        self.assertEqual(self.sanction.solde, 0)
        self.refuse(decision.action_notifier, "Remedies in the letter")
        decision.remedes = "dits"
        decision.action_notifier()
        self.assertEqual(self.sanction.solde, 100)

    def test_a_decision_is_not_notified_before_it_is_said_how_it_goes(self):
        self.inviter(canal="remise", resultat="declinee", date=date(2025, 4, 3))
        decision = self.amende(canal=False)
        for qui in (decision, decision.sudo()):
            self.refuse(qui.action_notifier, "Say how the decision goes")
        self.assertFalse(decision.date_notification or decision.date_envoi or decision.mouvement_ids)
        decision.canal = "remise"
        decision.action_notifier()
        self.assertEqual(decision.date_notification, date(2025, 5, 5))

    def test_nobody_ticks_that_the_person_agrees_to_the_ebox_nor_says_that_a_letter_went_that_way(self):
        self.refuse(lambda: self.inviter(canal="ebox"), "agreement of the person")
        with self.assertRaises(AccessError):
            self.inviter(canal="ebox", consentement_ebox=True)
        fiche = self.sanction.sudo().dossier_id
        ligne = {"dossier_id": fiche.id, "objet": "ebox", "donne_par_id": self.env.uid, "donne_le": date(2025, 1, 2)}
        self.env["parcours.accord"].create(ligne)
        self.refuse(lambda: self.inviter(canal="ebox"), "by itself")
        self.inviter(canal="remise", resultat="declinee", date=date(2025, 4, 3))
        decision = self.amende(canal="ebox")
        self.refuse(decision.action_notifier, "by itself")
        self.assertFalse(decision.date_envoi)

    def entrees(self, genre):
        entrees = self.sanction.sudo().evenement_ids.filtered(lambda e: e.type == genre and not e.annule)
        return [(e.date_effective, e.retour) for e in entrees.sorted("id")]

    def test_what_came_back_of_a_decision_stays_in_the_ledger_when_it_is_sent_again(self):
        decision = self.notifiee()
        with freeze_time("2025-05-15"):
            decision.write({"retour": "demenage", "date_retour": date(2025, 5, 15)})
            self.assertEqual(self.entrees("decision_retournee"), [(date(2025, 5, 15), "demenage")])
            decision.write({"preuve_envoi": "RC000998", "remedes": "dits"})
            decision.action_notifier()
        with freeze_time("2025-05-28"):
            decision.write({"retour": "inconnu", "date_retour": date(2025, 5, 27)})
            deux = [(date(2025, 5, 15), "demenage"), (date(2025, 5, 27), "inconnu")]
            self.assertEqual(self.entrees("decision_retournee"), deux)
            decision.write({"retour": "adresse"})
            self.assertEqual(self.entrees("decision_retournee"), [deux[0], (date(2025, 5, 27), "adresse")])
            decision.write({"retour": False, "date_retour": False})
            self.assertEqual(self.entrees("decision_retournee"), deux[:1], "that one was a mistake")
            self.assertTrue(decision.date_notification)

    def test_what_came_back_of_an_invitation_stands_in_the_ledger(self):
        audition = self.inviter(**PARTI)
        audition.write({"retour": "inconnu", "date_retour": date(2025, 4, 10)})
        self.assertEqual(self.entrees("audition_retournee"), [(date(2025, 4, 10), "inconnu")])
        self.assertFalse(self.entrees("audition_recue"))
        audition.write({"retour": False, "date_retour": False})
        self.assertFalse(self.entrees("audition_retournee"))
        self.assertTrue(self.entrees("audition_recue"))

    def test_a_decision_that_was_sent_once_is_not_deleted(self):
        decision = self.notifiee()
        with freeze_time("2025-05-20"):
            decision.write({"retour": "demenage", "date_retour": date(2025, 5, 15)})
            self.refuse(decision.unlink, "sent once")
            decision.write({"retour": False, "date_retour": False})
            entrees = self.sanction.sudo().evenement_ids
            entrees.filtered(lambda e: e.type == "decision_notifiee" and not e.annule)._annuler("the wrong row")
            self.assertFalse(decision.date_envoi)
            self.refuse(decision.unlink, "sent once")
            self.assertTrue(decision.decision == "amende" and decision.exists())

    def test_a_refused_return_says_that_nothing_was_changed(self):
        decision = self.notifiee()
        self.sanction.env["sanction.recours"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": date(2025, 5, 5)}
        )
        with freeze_time("2025-05-20"):
            self.refuse(
                lambda: decision.write({"retour": "inconnu", "date_retour": "2025-05-15"}), "Nothing was changed"
            )

    def test_nothing_is_taken_of_a_fine_before_the_presumed_day_of_its_receipt(self):
        decision = self.notifiee()
        self.assertEqual(decision.date_notification, date(2025, 5, 8), "to come")
        for etape, mots in (("infraction_constatee", "has until"), ("recouvrement_entame", "has until")):
            self.refuse(lambda etape=etape: self.sanction._enregistrer(etape), mots)
        self.assertEqual(self.terme("paiement").date_echeance, decision.date_limite_paiement)
        self.assertFalse(self.terme("paiement").filtered("revue"))

    def test_no_fine_follows_an_absence_before_the_term_of_an_invitation_whose_receipt_is_to_come(self):
        jour = date(2025, 5, 5)
        self.inviter(**PARTI, date_invitation=jour, resultat="absence", date=jour)
        self.refuse(self.amende, "has until")

    # ---- the limit of the authority ------------------------------------------------------------------------------

    def test_the_limit_of_a_fine_shows_only_while_a_decision_is_to_be_taken(self):
        self.assertEqual(self.sanction.date_limite_amende, date(2027, 3, 11))
        self.notifiee()
        self.assertFalse(self.sanction.date_limite_amende)
        sanction = self.refuser()
        self.decider(sanction, decision="sans_amende")
        self.assertFalse(sanction.date_limite_amende)
        sanction.decision_ids.unlink()
        self.assertEqual(sanction.date_limite_amende, date(2027, 3, 11), "to be decided again")
