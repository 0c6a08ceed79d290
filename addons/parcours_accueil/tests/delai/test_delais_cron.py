# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What follows a term by itself: only what is due, once, resumable; what fails is told, what is late is reviewed."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ...models.delai import parcours_delai as module_delai
from .test_delais import DelaisCase

MODULE = "parcours_accueil"


class CronCase(DelaisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # files loaded before this test must not be due
        cls.Delai.search([]).date_action = False

    def le(self, jour):
        """From now on it is that day."""
        gel = freeze_time(jour)
        gel.start()
        self.addCleanup(gel.stop)

    def nuit(self, jour):
        """Run the term cron on that day; return how many batches it committed."""
        self.le(jour)
        lots = []

        def progres(_cron, traites=0, **_options):
            self.env.flush_all()
            lots.append(traites)
            return float("inf")

        with patch.object(IrCron, "_commit_progress", progres):
            self.Delai._cron_delais()
        self.env.invalidate_all()
        return [lot for lot in lots if lot]

    def taches(self, dossier, genre="activite_delai_echu"):
        return dossier.activity_ids.filtered(lambda a: a.activity_type_id == self.env.ref(f"{MODULE}.{genre}"))


@tagged("post_install", "-at_install")
class TestDelaisCron(CronCase):
    def test_proche_puis_echue(self):
        self.le("2024-07-01")
        dossier = self.remis()
        dossier.user_id = self.agent
        self.nuit("2024-08-16")
        self.assertFalse(dossier.activity_ids)
        self.nuit("2024-08-17")
        rappel = self.taches(dossier, "activite_delai_proche")
        self.assertEqual((rappel.user_id, rappel.delai_id), (self.agent, dossier.delai_ids))
        self.assertIn("09/16/2024", rappel.note)
        self.assertEqual(dossier.delai_ids.date_action, date(2024, 9, 17))
        self.nuit("2024-09-16")
        self.assertFalse(self.taches(dossier), "the due date itself is still a day of the term")
        self.nuit("2024-09-17")
        self.assertEqual(len(self.taches(dossier)), 1)
        self.assertIn("Summons sent", self.taches(dossier).note)
        self.assertEqual((dossier.delai_ids.state, dossier.delai_ids.date_echue_faite), ("echu", date(2024, 9, 17)))
        self.assertFalse(self.nuit("2024-09-17"), "twice is once")
        self.assertFalse(self.nuit("2024-10-17"))
        self.assertEqual(len(self.taches(dossier)), 1)

    def test_the_task_goes_when_the_summons_is_sent_and_when_the_refusal_is_found(self):
        self.le("2024-07-01")
        dossier = self.remis()
        self.nuit("2024-09-17")
        dossier._enregistrer("sommation_envoyee")
        self.assertFalse(self.taches(dossier), "done by sending it")
        dossier._enregistrer("sommation_recue")
        self.nuit("2024-11-18")
        self.assertTrue(self.taches(dossier, "activite_delai_proche"), "near the end of the summons")
        # 17 November 2024 is a Sunday: due on Monday 18
        self.nuit("2024-11-19")
        self.assertIn("Refusal found", self.taches(dossier).note)
        dossier._enregistrer("constat_refus")
        self.assertFalse(dossier.activity_ids, "nothing is left to propose")
        self.assertFalse(dossier._verifier_delais())

    def test_a_finding_is_proposed_on_a_presumed_receipt(self):
        self.le("2024-07-01")
        dossier = self.remis()
        self.le("2024-09-18")
        dossier._enregistrer("sommation_envoyee")
        self.nuit("2024-12-02")
        self.assertIn("presumed receipt", self.taches(dossier).note)

    def test_a_fact_that_arrives_a_year_late_asks_for_a_review(self):
        """A fact that arrives a year late: a review at once, never a proposal; then a person decides."""
        self.le("2025-11-24")
        dossier = self.remis()
        delai = dossier.delai_ids
        self.assertEqual((delai.revue, delai.revue_motif, delai.date_echue_faite), (True, "connue_tard", False))
        self.assertFalse(self.taches(dossier))
        self.assertEqual(len(self.taches(dossier, "activite_delai_revue")), 1)
        self.nuit("2025-11-26")
        self.assertEqual(len(dossier.activity_ids), 1, "asked once")
        vu = delai.with_user(self.agent)
        with self.assertRaisesRegex(UserError, "reviewed first"):
            vu.action_executer()
        action = vu.action_revue()
        fenetre = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        fenetre.create({"raison": "The attestation was found again"}).action_enregistrer()
        self.assertEqual((delai.revue, delai.date_revue), (False, date(2025, 11, 26)))
        self.assertFalse(dossier.activity_ids)
        evenement = dossier.evenement_ids.filtered(lambda e: e.type == "revue_delai")
        self.assertEqual(
            (evenement.note_reservee, evenement.delai_id, evenement.user_id),
            (
                "The attestation was found again",
                delai,
                self.agent,
            ),
        )
        with self.assertRaisesRegex(UserError, "nothing to review"):
            vu._marquer_revue("again")
        vu.action_executer()
        self.assertEqual(len(self.taches(dossier)), 1)
        with self.assertRaisesRegex(UserError, "acted upon"):
            vu.action_executer()

    def test_a_contradicted_outcome_asks_for_a_review(self):
        self.le("2024-07-01")
        dossier = self.remis()
        dossier.jour_ue = "oui"
        dossier._examiner("essai")
        self.nuit("2024-09-17")
        self.assertEqual(dossier.delai_ids.revue_motif, "issue_contredite")
        self.assertFalse(self.taches(dossier))

    def test_repoussee_apres_coup(self):
        """A due date that moves later after its task was given takes the task back, and asks again at the new date."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.nuit("2024-09-17")
        self.assertTrue(self.taches(dossier))
        suspension = self.suspendre(dossier, date(2024, 9, 1), date(2024, 9, 30))
        self.assertFalse(dossier.activity_ids)
        self.assertEqual((dossier.date_echeance, dossier.delai_ids.state), (date(2024, 10, 15), "en_cours"))
        self.nuit("2024-10-16")
        self.assertEqual(len(self.taches(dossier)), 1)
        dossier._annuler_suspension(suspension, "entered for somebody else")
        self.assertEqual(dossier.date_echeance, date(2024, 9, 16))
        self.assertFalse(self.taches(dossier))
        self.assertEqual(dossier.delai_ids.revue_motif, "connue_tard", "that it was due then is learnt today")
        self.revoir(dossier)
        self.nuit("2024-10-17")
        self.assertEqual(len(self.taches(dossier)), 1, "still due: still to do")

    def test_a_suspension_learnt_after_the_summons_asks_for_a_review(self):
        """A suspension learnt after the summons: the summons came too early, and a person must look."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.le("2024-09-18")
        dossier._enregistrer("sommation_envoyee")
        self.suspendre(dossier, date(2024, 9, 1), date(2024, 9, 30))
        self.nuit("2024-09-19")
        premier = dossier.delai_ids.filtered(lambda delai: delai.type_id == self.type_inscription)
        self.assertEqual((premier.revue, premier.revue_motif), (True, "suite_prematuree"))
        premier._marquer_revue("The summons is withdrawn")
        self.assertFalse(self.nuit("2024-09-20"), "asked once")

    def test_a_cancelled_summons_is_proposed_again(self):
        self.le("2024-07-01")
        dossier = self.remis()
        self.nuit("2024-09-17")
        sommation = dossier._enregistrer("sommation_envoyee")
        sommation._annuler("entered by mistake")
        self.nuit("2024-09-18")
        self.assertEqual(len(self.taches(dossier)), 1, "proposed again")

    def test_ferme_puis_rouvert(self):
        self.le("2024-07-01")
        dossier = self.remis()
        self.nuit("2024-09-17")
        dossier._enregistrer("cloture", motif_cloture="erreur")
        self.assertFalse(self.taches(dossier))
        self.assertFalse(self.nuit("2024-09-18"))
        dossier._enregistrer("reouverture")
        self.nuit("2024-09-19")
        self.assertEqual(len(self.taches(dossier)), 1, "nobody is forgotten")

    def test_a_volunteer_is_reminded_and_never_sanctioned(self):
        self.le("2024-07-01")
        dossier = self.candidat()
        dossier._enregistrer("volontaire")
        self.assertEqual(dossier.motif_sans_echeance, "volontaire_non_inscrit")
        dossier._enregistrer("inscription_organisateur", organisateur_id=self.bapa.id)
        # 1 January 2026 is a holiday
        self.assertEqual(dossier.date_echeance, date(2026, 1, 2))
        self.nuit("2026-01-03")
        self.assertIn("No sanction applies", self.taches(dossier).note)

    def test_a_file_is_suspended_as_long_as_its_suspension(self):
        self.le("2024-07-01")
        dossier = self.remis()
        self.suspendre(dossier, date(2024, 7, 10), date(2024, 7, 20))
        self.assertEqual((dossier.stage_id.code, dossier.date_bascule), ("informe", date(2024, 7, 10)))
        self.nuit("2024-07-10")
        self.assertEqual((dossier.stage_id.code, dossier.date_bascule), ("suspendu", date(2024, 7, 21)))
        self.nuit("2024-07-20")
        self.assertEqual(dossier.stage_id.code, "suspendu")
        self.nuit("2024-07-21")
        self.assertEqual((dossier.stage_id.code, dossier.date_bascule), ("informe", False))
        self.assertFalse(self.nuit("2024-07-22"))

    def test_the_action_chosen_on_the_screen_is_called_in_place_of_ours(self):
        """A head points "when over" at another server action: it is called, and the shipped one is not."""
        self.le("2024-07-01")
        dossier = self.remis()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Mark as urgent",
                "model_id": self.env.ref(f"{MODULE}.model_parcours_delai").id,
                "state": "code",
                "code": "records.dossier_id.write({'priority': '1'})",
            }
        )
        genre = self.type_inscription.with_user(self.utilisateur("direction"))
        self.assertIn(action, genre.actions_possibles_ids)
        genre.write({"action_echue_id": action.id, "jours_proche": 0})
        self.assertNotEqual(genre.action_echue_id, action, "one head alone does not choose what is done")
        self.confirmer(genre)
        self.assertEqual(genre.action_echue_id, action)
        self.assertEqual(dossier.delai_ids.date_action, date(2024, 9, 17), "the reminder moved with the setting")
        self.nuit("2024-09-17")
        self.assertEqual(dossier.priority, "1")
        self.assertFalse(dossier.activity_ids)
        etrangere = self.env["ir.actions.server"].search([("model_id.model", "!=", "parcours.delai")], limit=1)
        with self.assertRaises(ValidationError):
            genre.action_echue_id = etrangere

    def test_an_action_that_fails_stops_no_other_file(self):
        """One file fails: the others go on, its error can be read, and it is tried again the next day."""
        self.le("2024-07-01")
        bons, mauvais = self.remis() | self.remis(), self.remis()
        action = self.env.ref(f"{MODULE}.action_delai_proposer_sommation")
        action.code = (
            f"records._proposer_sommation()\nif {mauvais.id} in records.dossier_id.ids:\n"
            "    raise UserError('no letter')"
        )
        self.assertTrue(self.nuit("2024-09-17"))
        self.assertEqual([len(self.taches(dossier)) for dossier in bons], [1, 1])
        self.assertFalse(mauvais.activity_ids, "nothing of it was kept")
        delai = mauvais.delai_ids
        self.assertIn("no letter", delai.erreur)
        self.assertEqual((delai.date_echue_faite, delai.date_action), (False, date(2024, 9, 18)))
        self.assertFalse(self.nuit("2024-09-17"), "not again on the same day")
        action.code = "records._proposer_sommation()\nraise ZeroDivisionError('Madame Essai')"
        self.nuit("2024-09-18")
        self.assertNotIn("Essai", delai.erreur, "a technical error names nobody")
        action.code = "records._proposer_sommation()"
        self.nuit("2024-09-19")
        self.assertEqual((len(self.taches(mauvais)), delai.erreur), (1, False))

    def test_a_run_out_of_time_goes_on_where_it_stopped(self):
        """Out of time after a batch: the next run takes the rest, and nobody twice."""
        self.le("2024-07-01")
        dossiers = self.Dossier.union(*(self.remis() for _rang in range(5)))
        self.le("2024-09-17")
        with (
            patch.object(module_delai, "TAILLE_LOT", 2),
            patch.object(IrCron, "_commit_progress", lambda _cron, traites=0, **_options: 0 if traites else 1),
        ):
            self.Delai._cron_delais()
            self.env.flush_all()
            self.assertEqual(len(dossiers.activity_ids), 2)
            self.Delai._cron_delais()
            self.Delai._cron_delais()
        self.assertEqual([len(self.taches(dossier)) for dossier in dossiers], [1] * 5)
        self.assertEqual(self.nuit("2024-09-17"), [])

    def test_files_that_are_not_due_add_no_query(self):
        """The cost grows with what is due: a hundred files that are not due add no query."""

        def cout(jour):
            return self.queries(lambda: self.nuit(jour))

        self.le("2024-07-01")
        dus = self.Dossier.union(*(self.remis(date(2024, 3, 15)) for _rang in range(3)))
        self.type_inscription.jours_proche = 0
        cout("2024-07-02")
        seuls = cout("2024-09-17")
        self.assertEqual(len(dus.activity_ids), 3)
        dus = self.Dossier.union(*(self.remis(date(2024, 4, 15)) for _rang in range(3)))
        for _rang in range(60):
            self.remis(date(2024, 8, 15))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(seuls):
            self.nuit("2024-10-16")
        self.assertEqual(len(dus.activity_ids), 3)

    def test_odoo_can_call_the_nightly_run(self):
        """As Odoo calls it: with its progress, in its own transaction."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.le("2024-09-17")
        with self.enter_registry_test_mode():
            self.env.ref(f"{MODULE}.cron_delais").method_direct_trigger()
        self.assertEqual(len(self.taches(dossier)), 1)

    def test_a_term_made_not_suspendable_is_counted_again(self):
        """An open question of the law answered otherwise: the files with suspensions are counted again, by the cron."""
        self.le("2024-07-01")
        dossier = self.remis()
        self.suspendre(dossier, date(2024, 5, 1), date(2024, 5, 25))
        self.assertEqual(dossier.date_echeance, date(2024, 10, 10))
        self.type_inscription.with_user(self.utilisateur("direction")).suspendable = False
        self.nuit("2024-07-01")
        self.assertEqual(dossier.date_echeance, date(2024, 10, 10), "one head alone moves no term")
        self.confirmer(self.type_inscription)
        self.nuit("2024-07-01")
        self.assertEqual(dossier.date_echeance, date(2024, 9, 16))
        self.assertFalse(dossier._verifier_delais())

    def test_ten_times_the_files_add_few_queries_to_a_run(self):
        self.le("2024-07-01")

        def cout(nombre, jour):
            remise = jour - timedelta(days=185)
            for _rang in range(nombre):
                self.remis(remise)
            return self.queries(lambda: self.nuit(jour + timedelta(days=5)))

        self.type_inscription.jours_proche = 0
        cout(2, date(2024, 9, 17))
        quatre = cout(4, date(2024, 12, 17))
        for _rang in range(40):
            self.remis(date(2025, 3, 18) - timedelta(days=185))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(quatre + 3):
            self.nuit(date(2025, 3, 23))

    def test_a_reminder_has_a_bound(self):
        """A number typed with a finger too many is refused, and stops no night."""
        tete = self.utilisateur("direction")
        genre = self.env.ref("parcours_accueil.delai_type_inscription")
        for jours in (3_651, 1_000_000, 2_000_000_000, -1):
            with self.subTest(jours), self.assertRaisesRegex(UserError, "between 0 and"), self.env.cr.savepoint():
                genre.with_user(tete).jours_proche = jours
                self.env.flush_all()
        genre.with_user(tete).jours_proche = 3_650
        dossier = self.ouvert()
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        self.assertTrue(dossier.delai_ids)
