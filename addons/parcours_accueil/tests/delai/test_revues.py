# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What was learnt late, or is in doubt, is reviewed at once: nothing follows before, and nothing entered after it takes
the review away (loi.md §5, §7)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_delais_cron import CronCase

ATTEND = "awaits its review"


@tagged("post_install", "-at_install")
class TestRevues(CronCase):
    def terme(self, dossier, code="inscription"):
        return dossier.delai_ids.filtered(lambda delai: delai.type_id.code == code)[-1:]

    def revues(self, dossier):
        return self.taches(dossier, "activite_delai_revue")

    def tard(self, jour="2024-11-20"):
        """A file whose attestation of 15 March 2024 is entered when its term, due on 16 September, is over."""
        self.le(jour)
        dossier = self.remis()
        dossier.invalidate_recordset(["etapes_possibles"])
        return dossier

    def test_old_dates_entered_in_five_minutes_lead_to_nothing_before_a_person_looked(self):
        dossier = self.tard().with_user(self.agent)
        inscription = self.terme(dossier)
        self.assertEqual((inscription.revue, inscription.revue_motif), (True, "connue_tard"), "at once, not tonight")
        self.assertEqual(self.revues(dossier).delai_id, inscription)
        self.assertIn(",sommation_envoyee,", dossier.etapes_possibles, "the button stays, and explains itself")
        with self.assertRaisesRegex(UserError, ATTEND):
            dossier._enregistrer("sommation_envoyee", date(2024, 9, 18))
        for rien in ("", "  \n ", False):
            with self.subTest(rien), self.assertRaisesRegex(UserError, "Say what you found"):
                inscription._marquer_revue(rien)
        inscription._marquer_revue("She was away, and her letters came back")
        self.assertFalse(self.revues(dossier))
        dossier._enregistrer("sommation_envoyee", date(2024, 9, 18))
        dossier._enregistrer("sommation_recue", date(2024, 9, 19))
        sommation = self.terme(dossier, "sommation")
        self.assertEqual((sommation.date_echeance, sommation.revue), (date(2024, 11, 19), True))
        with self.assertRaisesRegex(UserError, ATTEND):
            dossier._enregistrer("constat_refus")
        sommation._marquer_revue("The receipt was at the post office")
        dossier._enregistrer("constat_refus")
        self.assertEqual(dossier.stage_id.code, "transfere")
        self.assertFalse(dossier._verifier_delais())

    def test_what_is_entered_after_it_takes_no_review_away(self):
        """A summons and a refusal that came another way (a file joined, an older version): somebody still looks."""
        dossier = self.tard()
        inscription = self.terme(dossier)
        for genre, jour in (("sommation_envoyee", 18), ("sommation_recue", 19)):
            dossier._noter(genre, date(2024, 9, jour))
        dossier._noter("constat_refus")
        self.nuit("2024-11-21")
        self.assertEqual((inscription.state, inscription.revue), ("arrete", True))
        self.assertTrue(self.terme(dossier, "sommation").revue)
        self.assertEqual(self.revues(dossier).delai_id, dossier.delai_ids)
        inscription._marquer_revue("The dates were right")
        self.assertFalse(inscription.revue)

    def test_the_order_of_entry_changes_no_review(self):
        self.le("2024-11-20")
        lus = set()
        for ordre in (0, 1):
            dossier = self.ouvert()
            etapes = [("attestation_remise", date(2024, 3, 15)), ("sommation_envoyee", date(2024, 9, 18))]
            for genre, jour in etapes[:: -1 if ordre else 1]:
                dossier._noter(genre, jour)
            lus.add(tuple(sorted((d.type_id.code, d.revue, d.revue_motif, d.state) for d in dossier.delai_ids)))
            self.assertEqual(len(self.revues(dossier)), len(dossier.delai_ids.filtered("revue")))
        self.assertEqual(len(lus), 1)

    def test_a_fact_that_makes_it_moot_takes_the_review_along(self):
        faits = {
            "met": lambda d: d._enregistrer("inscription_organisateur", date(2024, 8, 1), organisateur_id=self.bapa.id),
            "moved into the future": lambda d: self.suspendre(d, date(2024, 9, 1), date(2025, 1, 31)),
            "its start cancelled": lambda d: d.evenement_ids.filtered(
                lambda e: e.type == "attestation_remise"
            )._annuler("of somebody else"),
            "closed": lambda d: d._enregistrer("cloture", motif_cloture="erreur"),
        }
        for nom, fait in faits.items():
            with self.subTest(nom):
                dossier = self.tard()
                inscription = self.terme(dossier)
                self.assertTrue(inscription.revue)
                fait(dossier)
                self.assertFalse(inscription.revue)
                self.assertFalse(self.revues(dossier))
        dossier._enregistrer("reouverture")
        self.assertTrue(inscription.revue, "opened again: nobody has looked yet")
        self.assertEqual(len(self.revues(dossier)), 1)

    def test_a_reference_date_learnt_late_is_reviewed_when_the_file_is_counted(self):
        self.le("2024-11-20")
        dossier = self.ouvert(date_reference=False)
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertFalse(dossier.delai_ids)
        dossier.sudo().date_reference = date(2024, 3, 4)
        dossier._recalculer()
        self.assertTrue(dossier.delai_ids.revue)
        self.assertEqual(len(self.revues(dossier)), 1)

    def test_after_the_review_the_summons_is_proposed_and_the_nightly_check_sees_who_is_forgotten(self):
        dossier = self.tard()
        self.revoir(dossier)
        self.assertFalse(dossier.activity_ids)
        dossier.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        self.le("2024-11-21")

        def oublie():
            return dict(self.Dossier._ecarts_controle(dossier.ids)).get(dossier.id) == "echeance_sans_suite"

        self.assertFalse(oublie(), "tonight looks at it")
        self.terme(dossier).date_action = False
        self.assertTrue(oublie(), "whatever other task it has")
        dossier._recalculer()
        self.nuit("2024-11-21")
        self.assertIn("Summons sent", self.taches(dossier).note)
        self.assertFalse(oublie())
        self.assertFalse(self.nuit("2024-11-22"), "once")

    def test_what_was_reviewed_waits_for_what_is_still_to_be_settled(self):
        dossier = self.tard()
        exemption = self.demande(dossier)
        self.revoir(dossier)
        for jour in ("2024-11-21", "2024-11-22"):
            self.nuit(jour)
            self.assertFalse(dossier.activity_ids)
            self.assertFalse(dossier.delai_ids.revue)
        exemption.with_user(self.agent)._retirer(date(2024, 11, 22), "Asked by mistake")
        self.nuit("2024-11-23")
        self.assertEqual(len(self.taches(dossier)), 1)

    def test_a_hundred_reviews_open_in_the_queries_of_ten(self):
        self.le("2024-07-01")
        lots = [self.Dossier.union(*(self.remis() for _rang in range(nombre))) for nombre in (3, 10, 100)]
        self.le("2024-11-20")

        def cout(dossiers):
            # as if the start of each had been learnt today
            dossiers.delai_ids.sudo().date_connue = date(2024, 11, 20)
            self.env.flush_all()
            self.env.invalidate_all()
            return self.queries(dossiers._recalculer)

        cout(lots[0])
        dix, cent = cout(lots[1]), cout(lots[2])
        self.assertEqual([len(lot.delai_ids.filtered("revue")) for lot in lots], [3, 10, 100])
        self.assertEqual(len(lots[2].activity_ids), 100)
        self.assertLessEqual(cent, dix + 3)

    # ---- never informed ---------------------------------------------------------------------------------------------

    def inscrit(self, jour=date(2024, 6, 3)):
        dossier = self.ouvert()
        dossier._enregistrer("inscription_organisateur", jour, organisateur_id=self.bapa.id)
        return dossier

    def a_informer(self, dossier):
        liste = self.env.ref("parcours_accueil.liste_a_informer")
        return dossier in self.Dossier.search(liste._domaine())

    def test_who_registered_without_the_attestation_is_still_to_be_informed(self):
        self.le("2024-06-03")
        dossier = self.ouvert()
        self.assertTrue(self.a_informer(dossier))
        self.assertFalse(dossier.activity_ids, "the list is enough")
        dossier._enregistrer("inscription_organisateur", organisateur_id=self.bapa.id)
        self.assertEqual(dossier.stage_id.code, "inscrit")
        self.assertTrue(self.a_informer(dossier))
        self.assertEqual(len(self.taches(dossier, "activite_informer")), 1)
        dossier._recalculer()
        self.assertEqual(len(self.taches(dossier, "activite_informer")), 1, "once")
        remise = dossier._enregistrer("attestation_remise")
        self.assertFalse(self.a_informer(dossier))
        self.assertFalse(dossier.activity_ids)
        remise._annuler("of somebody else")
        self.assertEqual(len(self.taches(dossier, "activite_informer")), 1)
        dossier._enregistrer("cloture", motif_cloture="erreur")
        self.assertFalse(self.a_informer(dossier))
        self.assertFalse(dossier.activity_ids)

    def test_a_volunteer_is_handed_no_attestation(self):
        self.le("2024-06-03")
        dossier = self.candidat()
        dossier._enregistrer("volontaire")
        self.assertTrue(self.a_informer(dossier))
        dossier._enregistrer("inscription_organisateur", organisateur_id=self.bapa.id)
        self.assertFalse(self.a_informer(dossier))
        self.assertFalse(dossier.activity_ids)

    def test_nobody_is_summoned_who_was_never_informed(self):
        self.le("2024-06-03")
        dossier = self.inscrit()
        self.nuit("2025-12-04")
        achevement = self.terme(dossier, "achevement")
        self.assertEqual((achevement.revue, achevement.revue_motif), (True, "jamais_informe"))
        self.assertIn("inform the person first", self.revues(dossier).note)
        with self.assertRaisesRegex(UserError, "was not handed over by that day"):
            dossier._enregistrer("sommation_envoyee")
        self.revoir(dossier)
        with self.assertRaisesRegex(UserError, "was not handed over by that day"):
            dossier._enregistrer("sommation_envoyee")
        self.nuit("2025-12-05")
        self.assertFalse(self.taches(dossier), "no summons is proposed")
        with self.assertRaisesRegex(UserError, "was not handed over by that day"):
            achevement.action_executer()
        self.assertTrue(self.taches(dossier, "activite_informer"))
        self.le("2025-12-06")
        dossier._enregistrer("attestation_remise")
        self.nuit("2025-12-07")
        self.assertEqual(len(self.taches(dossier)), 1, "informed, and the end was reviewed")
        dossier._enregistrer("sommation_envoyee")
        self.assertEqual(dossier.stage_id.code, "somme")

    def test_an_attestation_handed_over_in_time_and_entered_late_settles_the_doubt(self):
        self.le("2024-06-03")
        dossier = self.inscrit()
        self.nuit("2025-12-04")
        self.assertTrue(self.revues(dossier))
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertFalse(self.terme(dossier, "achevement").revue)
        self.assertFalse(self.revues(dossier))
        self.nuit("2025-12-05")
        self.assertEqual(len(self.taches(dossier)), 1)
