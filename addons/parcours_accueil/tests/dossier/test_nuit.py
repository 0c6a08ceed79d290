# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The night of the files, interrupted or with a file that fails: the others go on, and the next run takes the rest."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.delai import parcours_delai
from ...models.dossier import controle
from ...models.loi import publication
from ..delai.test_delais_cron import CronCase
from ..loi.test_publication import PublicationCase

LOGGER = "odoo.addons.parcours_socle.lots"


@tagged("post_install", "-at_install")
class TestNuitTermes(CronCase):
    def setUp(self):
        super().setUp()
        self.le("2024-07-01")
        self.dossiers = self.Dossier.union(*(self.remis() for _rang in range(3)))
        self.le("2024-09-17")
        self.patch(parcours_delai, "TAILLE_LOT", 1)
        self.keep()

    def executer(self, geste):
        """From now on `geste` is called once the term of the second file was executed."""
        executer = type(self.Delai)._executer

        def executer_puis(delais, jour):
            executer(delais, jour)
            if self.dossiers[1] in delais.dossier_id:
                geste()

        return patch.object(type(self.Delai), "_executer", executer_puis)

    def tenues(self):
        self.env.invalidate_all()
        return [len(self.taches(dossier)) for dossier in self.dossiers]

    def echouer(self):
        raise ZeroDivisionError

    def mourir(self):
        raise KeyboardInterrupt

    def test_killed_in_the_middle_it_gives_nobody_two_tasks(self):
        with self.executer(self.mourir), self.assertInterrupted(KeyboardInterrupt):
            self.Delai._cron_delais()
        self.assertEqual(self.tenues(), [1, 0, 0], "what was committed stays, what was not is not half done")
        self.Delai._cron_delais()
        self.assertEqual(self.tenues(), [1, 1, 1])
        self.Delai._cron_delais()
        self.assertEqual(self.tenues(), [1, 1, 1])

    @mute_logger(LOGGER)
    def test_a_term_that_fails_stops_no_other_and_is_tried_again(self):
        self.patch(parcours_delai, "TAILLE_LOT", 3)
        with self.executer(self.echouer):
            self.Delai._cron_delais()
            self.assertEqual(self.tenues(), [1, 0, 1])
        self.Delai._cron_delais()
        self.assertEqual(self.tenues(), [1, 1, 1])


@tagged("post_install", "-at_install")
class TestNuitReexamen(PublicationCase):
    def trois(self):
        """Three files to be examined again."""
        with freeze_time("2026-03-02 12:00"):
            dossiers = self.arrivee() | self.arrivee() | self.arrivee()
        dossiers.date_reexamen = date(2026, 3, 3)
        self.Dossier.search([("id", "not in", dossiers.ids)]).date_reexamen = False
        self.patch(controle, "TAILLE_LOT_REEXAMEN", 2)
        self.keep()
        return dossiers

    def examiner(self, coupable, faute):
        """From now on the examination of that file fails."""
        examiner = type(self.Dossier)._examiner

        def examiner_sauf(dossiers, motif=""):
            if coupable in dossiers:
                raise faute
            return examiner(dossiers, motif)

        return patch.object(type(self.Dossier), "_examiner", examiner_sauf)

    def test_killed_in_the_middle_it_takes_the_rest_the_next_time(self):
        dossiers = self.trois()
        with freeze_time("2026-03-03 02:00"):
            with self.examiner(dossiers[2], KeyboardInterrupt), self.assertInterrupted(KeyboardInterrupt):
                self.Dossier._cron_reexaminer()
            dus = [("id", "in", dossiers.ids), ("date_reexamen", "<=", date(2026, 3, 3))]
            self.assertEqual(self.Dossier.search(dus), dossiers[2])
            self.Dossier._cron_reexaminer()
            self.assertFalse(self.Dossier.search(dus))

    @mute_logger(LOGGER)
    def test_a_file_that_fails_stops_no_other_and_shows_among_the_forgotten(self):
        dossiers = self.trois()
        dus = [("id", "in", dossiers.ids), ("date_reexamen", "<=", date(2026, 3, 3))]
        for jour in ("2026-03-03", "2026-03-04", "2026-03-05"):
            with freeze_time(f"{jour} 02:00"), self.examiner(dossiers[0], ZeroDivisionError()):
                self.Dossier._cron_reexaminer()
                self.assertEqual(self.Dossier.search(dus), dossiers[0])
        with freeze_time("2026-03-05 03:00"):
            self.Dossier._cron_controler()
            self.assertEqual(dossiers.mapped("oubli"), ["reexamen_en_retard", False, False])

    @mute_logger(LOGGER)
    def test_a_file_the_new_law_fails_on_stops_no_other_and_is_tried_again_at_night(self):
        dossiers = self.ouvert() | self.ouvert() | self.ouvert()
        brouillon = self.brouillon()
        self.publier(brouillon)
        self.patch(publication, "TAILLE_LOT_COMMIT", 3)
        self.keep()
        with self.examiner(dossiers[1], ZeroDivisionError()):
            self.cron()
        self.assertEqual(dossiers.mapped("resultat"), ["hors_public", "oblige", "hors_public"])
        self.assertFalse(brouillon.reexamen_en_cours)
        self.assertTrue(dossiers[1].date_reexamen)
