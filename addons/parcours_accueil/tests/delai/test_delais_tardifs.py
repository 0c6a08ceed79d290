# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Facts learnt in the wrong order: a proof after the summons or the refusal, entries cancelled in the middle, a file
opened again as a pre-file, a volunteer with an old summons, a move while a term is over."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_delais_cron import CronCase


@tagged("post_install", "-at_install")
class TestDelaisTardifs(CronCase):
    def somme(self, recue=date(2025, 1, 10), dossier=None):
        """A file summoned on 6 January 2025, because its term to register ended on 16 September 2024."""
        self.le("2024-07-01")
        if dossier:
            dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        dossier = dossier or self.remis()
        self.le("2025-01-10")
        dossier._enregistrer("sommation_envoyee", date(2025, 1, 6))
        if recue:
            dossier._enregistrer("sommation_recue", recue)
        return dossier

    def inscrire(self, dossier, jour):
        dossier._enregistrer("inscription_organisateur", jour, organisateur_id=self.bapa.id)

    def sommation(self, dossier):
        return dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_sommation and delai.rang == 1)

    # ---- proofs entered late ----------------------------------------------------------------------------------------

    def test_a_registration_before_the_summons_learnt_after_it_answers_the_summons(self):
        """Registered in time, entered after the summons to register: the summons is answered, completion runs. Nobody
        has two months to complete a pathway of eighteen."""
        dossier = self.somme()
        self.inscrire(dossier, date(2024, 8, 1))
        self.assertEqual((dossier.echeance_type, dossier.date_echeance), ("achevement", date(2026, 2, 2)))
        self.assertEqual(self.sommation(dossier).state, "tenu")
        self.assertEqual(dossier.stage_id.code, "inscrit")
        self.le("2025-03-20")
        with self.assertRaises(UserError):
            dossier._enregistrer("constat_refus")
        self.nuit("2025-03-20")
        self.assertFalse(self.taches(dossier))
        achevement = dossier.delai_ids.filtered(lambda delai: delai.type_id.code == "achevement")
        self.assertEqual(achevement.revue_motif, "suite_prematuree", "the commune looks at the summons it sent")
        achevement._marquer_revue("nothing to withdraw: she is registered")
        self.nuit("2026-02-03")
        self.assertEqual(len(self.taches(dossier)), 1, "its own end is still followed")
        dossier._enregistrer("sommation_envoyee")
        self.assertEqual(dossier.echeance_type, "sommation")
        self.nuit("2026-04-20")
        self.assertEqual(len(self.taches(dossier)), 1, "the finding is proposed: this summons came after the end")
        self.assertFalse(dossier._verifier_delais())

    def test_a_summons_sent_too_early_leads_to_no_refusal(self):
        dossier = self.somme()
        self.suspendre(dossier, date(2024, 9, 1), date(2025, 1, 31))
        self.nuit("2025-03-11")
        sommation = self.sommation(dossier)
        self.assertEqual((sommation.revue, sommation.revue_motif), (True, "suite_prematuree"))
        self.assertFalse(self.taches(dossier), "no refusal is proposed")
        with self.assertRaisesRegex(UserError, "before the end of the term"):
            dossier._enregistrer("constat_refus")

    def test_a_summons_without_attestation_leads_to_no_refusal(self):
        """The attestation was cancelled: no term ever ran, so no summons can lead to a sanction."""
        dossier = self.somme()
        dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise")._annuler("entered by mistake")
        self.nuit("2025-03-11")
        self.assertFalse(self.taches(dossier))
        self.assertTrue(self.sommation(dossier).revue)
        with self.assertRaisesRegex(UserError, "before the end of the term"):
            dossier._enregistrer("constat_refus")

    def refuse(self):
        dossier = self.somme()
        self.le("2025-03-20")
        dossier._enregistrer("constat_refus")
        self.assertFalse(self.nuit("2025-03-20"))
        return dossier

    def test_a_proof_learnt_after_the_refusal_asks_for_a_review(self):
        """The person had registered within the two months; the proof arrives after the refusal: somebody must look."""
        dossier = self.refuse()
        self.inscrire(dossier, date(2025, 2, 3))
        self.nuit("2025-03-21")
        sommation = self.sommation(dossier)
        self.assertEqual((sommation.state, sommation.revue, sommation.revue_motif), ("tenu", True, "refus_contredit"))
        self.assertEqual(len(self.taches(dossier, "activite_delai_revue")), 1)
        dossier._recalculer()
        self.assertTrue(sommation.revue, "still to review")
        self.assertFalse(self.nuit("2025-03-22"), "asked once")
        sommation._marquer_revue("Vivalis was told")
        self.assertFalse(self.nuit("2025-03-23"))

    def test_a_suspension_learnt_after_the_refusal_asks_for_a_review(self):
        dossier = self.refuse()
        self.suspendre(dossier, date(2024, 9, 1), date(2025, 1, 31))
        self.nuit("2025-03-21")
        premier = dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_inscription)
        self.assertEqual((premier.revue, premier.revue_motif), (True, "suite_prematuree"))
        dossier._noter("cloture", motif_cloture="decede")
        self.assertFalse(premier.revue, "nothing to review in a closed file")
        self.assertFalse(self.nuit("2025-03-22"))

    def test_a_due_date_moved_into_the_past_asks_for_a_review(self):
        """Ended early, and known late: the due date lies in the past, so a person looks."""
        self.le("2024-07-01")
        dossier = self.remis()
        suspension = self.suspendre(dossier, date(2024, 7, 10), date(2024, 12, 31))
        self.le("2024-12-20")
        dossier._terminer_suspension(suspension, date(2024, 7, 14))
        self.assertEqual(dossier.date_echeance, date(2024, 9, 20))
        self.nuit("2024-12-21")
        self.assertEqual(dossier.delai_ids.revue_motif, "connue_tard")
        self.assertFalse(self.taches(dossier))

    # ---- receipts ---------------------------------------------------------------------------------------------------

    def test_a_receipt_learnt_after_the_presumed_end_moves_nothing_when_it_gives_the_same_end(self):
        """The proof of receipt comes after the presumed end: the finding that was proposed still is."""
        meme, autre = self.somme(recue=None), self.somme(recue=None)
        self.nuit("2025-03-11")
        self.assertIn("presumed receipt", self.taches(meme).note)
        proposees = (meme | autre).activity_ids
        meme._enregistrer("sommation_recue", date(2025, 1, 10))
        autre._enregistrer("sommation_recue", date(2025, 1, 8))
        self.assertEqual((meme | autre).activity_ids, proposees)
        self.nuit("2025-03-12")
        self.assertIn("Refusal found", self.taches(meme).note)
        self.assertEqual((autre.date_echeance, self.sommation(autre).revue_motif), (date(2025, 3, 10), False))

    def test_a_receipt_later_than_presumed_gives_more_time(self):
        dossier = self.somme(recue=None)
        self.nuit("2025-03-11")
        self.le("2025-03-25")
        dossier._enregistrer("sommation_recue", date(2025, 1, 20))
        self.assertEqual(dossier.date_echeance, date(2025, 3, 20))
        self.assertFalse(self.taches(dossier))
        self.nuit("2025-03-26")
        self.assertEqual(self.sommation(dossier).revue_motif, "connue_tard")

    # ---- entries cancelled in the middle ----------------------------------------------------------------------------

    def test_a_summons_that_was_received_is_not_cancelled_alone(self):
        dossier = self.somme()
        envoi = dossier.evenement_ids.filtered(lambda e: e.type == "sommation_envoyee")
        with self.assertRaisesRegex(UserError, "Summons received"):
            envoi._annuler("entered by mistake")
        dossier.evenement_ids.filtered(lambda e: e.type == "sommation_recue")._annuler("entered by mistake")
        envoi._annuler("entered by mistake")
        self.assertEqual(dossier.echeance_type, "inscription")

    def test_the_limit_is_that_of_the_summons_that_holds(self):
        """The first summons is cancelled when there are two: the limit is that of the one that holds."""
        dossier = self.somme(recue=None)
        self.le("2026-09-01")
        self.inscrire(dossier, date(2025, 2, 3))
        self.revoir(dossier)
        dossier._enregistrer("sommation_envoyee", date(2026, 8, 4))
        self.assertEqual(dossier.delai_ids.sorted("id")[-1].rang, 2)
        premier = dossier.evenement_ids.filtered(lambda e: e.type == "sommation_envoyee").sorted("date_effective")[0]
        premier._annuler("entered by mistake")
        dossier._enregistrer("sommation_recue", date(2026, 8, 20))
        self.assertEqual(dossier.date_echeance, date(2026, 10, 20))
        self.assertIn("08/20/2026 (receipt of the summons)", dossier.echeance_explication)
        self.le("2026-10-20")
        with self.assertRaisesRegex(UserError, "until 10/20/2026"):
            dossier._enregistrer("constat_refus")

    def test_a_registration_with_a_wrong_date_is_cancelled_and_entered_again(self):
        """A registration entered with a wrong date is cancelled and entered again: it starts eighteen months."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.inscrire(dossier, date(2024, 3, 6))
        dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur")._annuler("entered by mistake")
        self.assertFalse(dossier.organisateur_id)
        self.assertEqual((dossier.stage_id.code, dossier.date_echeance), ("informe", date(2024, 9, 16)))
        self.inscrire(dossier, date(2024, 6, 3))
        self.assertEqual((dossier.organisateur_id, dossier.date_echeance), (self.bapa, date(2025, 12, 3)))
        self.assertFalse(dossier._verifier_delais())
        dossier._enregistrer("changement_organisateur", organisateur_id=self.bon.id)
        inscription = dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur" and not e.annule)
        with self.assertRaisesRegex(UserError, "rest on it"):
            inscription._annuler("entered by mistake")
        self.assertEqual(dossier.organisateur_id, self.bon)

    def test_a_proof_cancelled_after_the_end_asks_for_a_review(self):
        """The registration was somebody else's, seen when the two months were over: a review, never a refusal."""
        dossier = self.somme()
        self.le("2025-02-04")
        self.inscrire(dossier, date(2025, 2, 3))
        self.le("2025-11-24")
        dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur")._annuler("entered by mistake")
        self.nuit("2025-11-25")
        self.assertEqual(self.sommation(dossier).revue_motif, "connue_tard")
        self.assertFalse(self.taches(dossier))

    # ---- the side roads ---------------------------------------------------------------------------------------------

    def test_days_on_which_nobody_was_obliged_do_not_run(self):
        """Gone, back, exempted for a year, then obliged: the days on which nobody was obliged do not run."""
        self.le("2024-07-01")
        dossier = self.remis()
        dossier.jour_situation, dossier.jour_situation_depuis = "parti", date(2024, 7, 1)
        dossier._examiner("gone")
        self.le("2024-10-01")
        dossier.jour_situation, dossier.jour_ue = "present", "oui"
        dossier._examiner("back, exempted")
        self.assertEqual(dossier.phase, "predossier")
        self.le("2025-10-01")
        dossier.jour_ue = "non"
        dossier._examiner("no longer")
        self.assertEqual(dossier.phase, "dossier")
        # 457 days from 1 July 2024 to 30 September 2025; 15 September 2024 + 457 = 16 December 2025
        self.assertEqual(dossier.date_echeance, date(2025, 12, 16))
        self.nuit("2025-10-02")
        self.assertFalse(self.taches(dossier))

    def test_no_summons_runs_against_a_volunteer(self):
        """Summoned, exempted, then going on as a volunteer: no summons runs, no refusal is proposed."""
        self.le("2024-07-01")
        dossier = self.somme(dossier=self.arrivee())
        dossier.jour_ue = "oui"
        dossier._examiner("exempted")
        dossier.action_appliquer_issue()
        dossier._enregistrer("reouverture")
        dossier._enregistrer("volontaire")
        self.assertEqual(dossier.motif_sans_echeance, "volontaire_non_inscrit")
        self.assertNotEqual(dossier.stage_id.code, "somme")
        self.nuit("2025-03-11")
        self.assertFalse(self.taches(dossier))
        self.inscrire(dossier, date(2025, 3, 3))
        self.assertEqual((dossier.stage_id.code, dossier.echeance_type), ("inscrit", "achevement"))

    def test_a_suspension_that_began_before_the_term_shows_when_it_begins(self):
        """A suspension that began before the term: the file is shown suspended from the first day of the term on."""
        self.le("2024-06-03")
        dossier = self.remis()
        self.suspendre(dossier, date(2024, 5, 15), date(2024, 10, 31))
        self.inscrire(dossier, date(2024, 6, 3))
        self.nuit("2024-06-04")
        self.assertEqual(dossier.stage_id.code, "suspendu")
        self.nuit("2024-11-01")
        self.assertEqual(dossier.stage_id.code, "inscrit")

    def test_illness_is_prolonged_by_one_month_at_least(self):
        self.le("2024-07-01")
        dossier = self.remis()
        suspension = self.suspendre(dossier, date(2024, 5, 1), date(2024, 5, 31), "maladie")
        piece = [("certificat.pdf", "eA==")]
        with self.assertRaisesRegex(UserError, "at least until 06/30/2024"):
            dossier._prolonger_suspension(suspension, date(2024, 6, 10), pieces=piece)
        dossier._prolonger_suspension(suspension, date(2024, 6, 30), pieces=piece)
        self.assertEqual(suspension.date_fin, date(2024, 6, 30))

    def test_nothing_of_an_organiser_is_dated_before_the_registration(self):
        """A completion dated before the registration would close the file for ever."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.inscrire(dossier, date(2024, 6, 3))
        for genre in ("attestation_fin", "attestation_organisateur", "changement_organisateur"):
            with self.subTest(genre), self.assertRaisesRegex(UserError, "before the step that it follows"):
                dossier._enregistrer(genre, date(2024, 6, 2), organisateur_id=self.bon.id)
        self.assertEqual(dossier.phase, "dossier")

    def test_nobody_is_summoned_before_a_requested_exemption_is_decided(self):
        """The commune summons nobody before it decided on a request: nothing is proposed, somebody decides."""
        self.le("2024-07-01")
        dossier = self.remis()
        exemption = self.demande(dossier)
        self.nuit("2024-09-17")
        self.assertFalse(self.taches(dossier))
        delai = dossier.delai_ids
        self.assertEqual(delai.revue_motif, "exemption_demandee")
        self.assertEqual(len(self.taches(dossier, "activite_delai_revue")), 1)
        delai._marquer_revue("The request is looked at this week")
        with self.assertRaisesRegex(UserError, "Decide on the request first"):
            delai.action_executer()
        exemption.with_user(self.agent)._retirer(date(2024, 9, 17), "Asked by mistake")
        delai.action_executer()
        self.assertEqual(len(self.taches(dossier)), 1)

    def test_a_term_that_ends_while_it_is_contested_is_reviewed(self):
        """The term runs while the person contests; its end is a review, and nothing follows before the decision."""
        self.le("2024-07-01")
        dossier = self.remis()
        echeance = dossier.date_echeance
        contestation = self.contestation(dossier)
        self.assertEqual(dossier.date_echeance, echeance)
        self.nuit("2024-09-17")
        self.assertFalse(self.taches(dossier))
        delai = dossier.delai_ids
        self.assertEqual(delai.revue_motif, "contestation_ouverte")
        self.assertEqual(len(self.taches(dossier, "activite_delai_revue")), 1)
        delai._marquer_revue("The contestation is looked at this week")
        with self.assertRaisesRegex(UserError, "contests being obliged"):
            delai.action_executer()
        contestation.with_user(self.agent)._refuser(date(2024, 9, 17), "Nothing supports it")
        delai.action_executer()
        self.assertEqual(len(self.taches(dossier)), 1)

    def test_the_task_of_an_overdue_term_moves_to_the_new_commune(self):
        """The task of the former agent, who no longer sees the file, goes to the new commune."""
        self.le("2024-07-01")
        dossier = self.arrivee()
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        dossier.user_id = self.agent
        self.nuit("2024-09-17")
        self.assertEqual(self.taches(dossier).user_id, self.agent)
        self.le("2024-09-20")
        histoire = self.histoire(it001=[("21015", "2024-03-04", {}, "2024-09-18"), ("21009", "2024-09-18", {})])
        self.personnes(histoire, numeros=[dossier.niss])
        self.assertEqual(dossier.company_id, self.ixelles)
        tache = self.taches(dossier)
        self.assertEqual((len(tache), tache.user_id), (1, self.env["res.users"]))
        dossier._enregistrer("acquittement_commune")
        self.assertTrue(self.taches(dossier), "still to do")

    def test_an_older_summons_that_is_cancelled_takes_nothing_from_the_next_one(self):
        """What was told in time of the second summons stays told: its number changed, not the summons."""
        self.le("2024-07-01")
        dossier = self.remis()
        for jour, genre in ((date(2024, 10, 1), "sommation_envoyee"), (date(2024, 10, 4), "sommation_recue")):
            self.le(jour)
            dossier._enregistrer(genre, jour)
        self.le("2024-11-04")
        self.inscrire(dossier, date(2024, 11, 4))
        for jour, genre in ((date(2026, 5, 11), "sommation_envoyee"), (date(2026, 5, 13), "sommation_recue")):
            self.le(jour)
            dossier._enregistrer(genre, jour)
        self.le("2026-07-14")
        seconde = dossier.delai_ids.filtered(lambda d: d.type_id.code == "sommation" and d.rang == 2)
        seconde._executer(date(2026, 7, 14))
        self.assertEqual((seconde.date_echeance, seconde.date_echue_faite), (date(2026, 7, 13), date(2026, 7, 14)))
        self.le("2026-09-01")
        for genre in ("sommation_recue", "sommation_envoyee"):
            premier = dossier.evenement_ids.filtered(lambda e, genre=genre: e.type == genre).sorted("date_effective")[0]
            premier._annuler("it was for her sister")
        self.assertEqual((seconde.rang, seconde.state, seconde.date_connue), (1, "echu", date(2026, 5, 13)))
        self.assertEqual(seconde.date_echue_faite, date(2026, 7, 14))
        self.assertFalse(dossier.delai_ids.filtered("revue"))
        self.assertFalse(dossier._verifier_delais())
