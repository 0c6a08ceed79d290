# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A collection that is interrupted: what was committed stays, the next one takes the rest, and nobody twice."""

from unittest.mock import patch

from ...models.service import collecte
from ..commun import PERSONNES, CasRegistre


class TestReprise(CasRegistre):
    def setUp(self):
        super().setUp()
        self.patch(collecte, "TAILLE_LOT", 5)
        self.simulateur, self.service = self.ouvrir()
        self.keep()

    def _ranger_puis(self, rang, geste):
        """From now on `geste` is called when that batch (1 is the first) was stored, before its commit."""
        ranger, appels = type(self.service)._ranger, []

        def ranger_puis(service, *arguments):
            compte = ranger(service, *arguments)
            appels.append(1)
            if len(appels) == rang:
                geste()
            return compte

        return patch.object(type(self.service), "_ranger", ranger_puis)

    def _mourir(self):
        raise KeyboardInterrupt

    def test_killed_in_the_middle_it_keeps_the_batches_before_and_takes_the_rest_next_time(self):
        with self._ranger_puis(2, self._mourir), self.assertInterrupted(KeyboardInterrupt):
            self.service._collecter()
        self.assertEqual(len(self.gens(self.service)), 5)
        self.assertEqual(self.du_service(self.service).mapped("state"), ["traitee"] * 5 + ["recue"] * (PERSONNES - 5))
        bilan = self.service._collecter()
        self.assertFalse(bilan["occupe"], "whoever dies leaves no lock behind")
        self.assertEqual((bilan["recues"], bilan["personnes"]), (0, PERSONNES - 5))
        self.assertEqual(len(self.gens(self.service)), PERSONNES)
        photo = self.photo()
        self.assertEqual(self.service._collecter()["personnes"], 0)
        self.assertEqual(self.photo(), photo)

    def test_a_page_and_its_receipt_are_kept_together(self):
        """Killed after the page was taken: neither is lost, and nothing is taken twice."""
        with (
            patch.object(type(self.service), "_redemander", side_effect=KeyboardInterrupt),
            self.assertInterrupted(KeyboardInterrupt),
        ):
            self.service._collecter()
        self.assertEqual(len(self.du_service(self.service)), PERSONNES)
        self.assertTrue(self.service.receipt)
        self.assertEqual(self.service._collecter()["recues"], 0)

    def test_a_page_that_was_not_kept_is_asked_for_again(self):
        with (
            patch.object(type(self.Notification), "_recevoir", side_effect=KeyboardInterrupt),
            self.assertInterrupted(KeyboardInterrupt),
        ):
            self.service._collecter()
        self.assertFalse(self.service.receipt)
        self.assertEqual(self.service._collecter()["personnes"], PERSONNES)

    def test_another_transaction_in_the_way_makes_a_batch_stored_again_once(self):
        def deranger():
            self.cr.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")

        with self._ranger_puis(2, deranger):
            bilan = self.service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (PERSONNES, 0))
        self.assertEqual(len(self.gens(self.service)), PERSONNES)
        self.assertEqual(self.simulateur.compteurs["retrieveTI"], PERSONNES, "nobody is asked for again")

    def test_out_of_time_it_says_what_is_left_and_begins_no_other_batch(self):
        cron = self.env.ref("registre_national.ir_cron_collecter")
        cron, progress = cron._add_progress()
        service = self.service.with_context(cron_id=cron.id, ir_cron_progress_id=progress.id, cron_end_time=0)
        bilan = service._collecter()
        self.assertEqual((bilan["temps"], bilan["personnes"], bilan["restantes"]), (0, 5, PERSONNES - 5))
        self.assertEqual((progress.done, progress.remaining), (5, PERSONNES - 5))
        self.assertEqual(self.service._collecter()["personnes"], PERSONNES - 5)
