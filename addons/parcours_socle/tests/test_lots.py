# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one loop of long jobs, on labels of partners: a job colours those that have no colour."""

import time

from psycopg2 import OperationalError

from odoo.tools import mute_logger

from .. import lots
from .common import CommitCase

JOB = "base.autovacuum_job"
LOGGER = "odoo.addons.parcours_socle.lots"


class TestLots(CommitCase):
    def setUp(self):
        super().setUp()
        Label = self.env["res.partner.category"]
        self.labels = Label.create([{"name": f"Label {rank}", "color": 0} for rank in range(7)])
        self.poison = Label
        self.worked = []

    def _work(self, batch):
        self.worked.append(len(batch))
        batch.write({"color": 1})
        if batch & self.poison:
            raise ValueError("Madame Essai")

    def _step(self, **options):
        todo = [("id", "in", self.labels.ids), ("color", "=", 0)]
        return lots.Step(self.labels.browse(), options.pop("work", self._work), todo, size=3, **options)

    def _run(self, *steps):
        return lots.run(self.env, *(steps or [self._step()]))

    def _done(self):
        self.env.invalidate_all()
        return self.labels.filtered("color")

    def test_all_batches_are_done_once(self):
        self.assertEqual(self._run(), (7, (), True))
        self.assertEqual(self._done(), self.labels)
        self.assertEqual(self.worked, [3, 3, 1])
        self.assertEqual(self._run(), (0, (), True))
        self.assertEqual(self.worked, [3, 3, 1], "the second run finds nothing")

    def test_killed_in_the_middle_keeps_the_batches_before_and_resumes(self):
        def killed(batch):
            self._work(batch)
            if len(self.worked) == 2:
                raise KeyboardInterrupt

        with self.assertInterrupted(KeyboardInterrupt):
            self._run(self._step(work=killed))
        self.assertEqual(self._done(), self.labels[:3], "the first batch was committed, the second one was not")
        self._run()
        self.assertEqual(self._done(), self.labels)
        self.assertEqual(self.worked, [3, 3, 3, 1])

    def test_one_that_fails_does_not_stop_the_others(self):
        self.poison = self.labels[4]
        with self.assertLogs(LOGGER) as logs:
            outcome = self._run()
        self.assertEqual(outcome, (7, (self.poison.id,), True))
        self.assertEqual(self._done(), self.labels - self.poison, "of what failed nothing is left")
        self.assertEqual(self.worked, [3, 3, 1, 1, 1, 1])
        self.assertNotIn("Essai", "".join(logs.output), "what an exception says may name somebody")
        self.assertIn("1 set aside: ValueError", logs.output[-1])

    @mute_logger(LOGGER)
    def test_the_next_run_tries_again_what_was_set_aside_and_nothing_else(self):
        self.poison = self.labels[4]
        self._run()
        self.assertEqual(self._run().aside, tuple(self.poison.ids))
        self.poison = self.labels.browse()
        self.assertEqual(self._run(), (1, (), True))
        self.assertEqual(self._done(), self.labels)

    @mute_logger(LOGGER)
    def test_the_cursor_moves_past_what_was_set_aside(self):
        self.poison = self.labels[0]
        cursors = []
        self._run(self._step(settle=lambda ids, aside: cursors.append((ids[-1], aside))))
        self.assertEqual(
            cursors, [(self.labels[2].id, self.poison.ids), (self.labels[5].id, []), (self.labels[6].id, [])]
        )

    def test_an_error_about_the_job_undoes_the_batch_and_is_raised(self):
        def unreachable(batch):
            self._work(batch)
            if len(self.worked) == 2:
                raise ConnectionError

        with self.assertInterrupted(ConnectionError):
            self._run(self._step(work=unreachable, passing=(ConnectionError,)))
        self.assertEqual(self._done(), self.labels[:3])
        self.assertEqual(self.worked, [3, 3], "not one by one")

    def test_who_was_settled_meanwhile_drops_out(self):
        def more(batch):
            self._work(batch)
            self.labels[4].color = 2

        self._run(self._step(work=more))
        self.assertEqual(self.worked, [3, 2, 1])

    def test_another_transaction_in_the_way_is_waited_for(self):
        tries = []

        def disturbed(batch):
            self._work(batch)
            tries.append(batch)
            if len(tries) == 2:
                self._fail_in_the_database("40001")

        with mute_logger("odoo.sql_db"):
            self.assertEqual(self._run(self._step(work=disturbed)).aside, ())
        self.assertEqual(self._done(), self.labels)
        self.assertEqual(self.worked, [3, 3, 3, 1])

    def test_what_is_always_in_the_way_is_raised_and_what_was_done_stays(self):
        def disturbed(batch):
            self._work(batch)
            if len(self.worked) > 1:
                self._fail_in_the_database("40001")

        with mute_logger("odoo.sql_db"), self.assertInterrupted(OperationalError):
            self._run(self._step(work=disturbed))
        self.assertEqual(self._done(), self.labels[:3])
        self.assertEqual(self.worked, [3] * (1 + lots.TRIES))

    def test_a_database_that_cannot_is_not_asked_again(self):
        def full(_batch):
            self.worked.append(1)
            self._fail_in_the_database("53100")

        with mute_logger("odoo.sql_db"), self.assertInterrupted(OperationalError):
            self._run(self._step(work=full))
        self.assertEqual(self.worked, [1])

    def _fail_in_the_database(self, code):
        self.cr.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$")

    def test_out_of_time_it_stops_after_a_batch_and_says_what_is_left(self):
        cron, progress = self.env.ref(JOB)._add_progress()
        env = cron.with_context(cron_id=cron.id, cron_end_time=time.monotonic() - 1).env
        self.assertEqual(lots.run(env, self._step()), (3, (), False))
        self.assertEqual((progress.done, progress.remaining), (3, 4))
        self.assertEqual(lots.run(env, self._step()), (3, (), False))
        self.assertEqual(lots.run(env, self._step()), (1, (), True))
        self.assertEqual((progress.done, progress.remaining), (7, 0))
        self.assertEqual(self._done(), self.labels)

    def test_a_step_begins_with_what_the_one_before_left_and_keeps_the_job_open(self):
        seen = []
        second = lots.Step(self.labels.browse(), seen.append, lambda: self.labels.filtered("color").ids)
        cron, progress = self.env.ref(JOB)._add_progress()
        env = cron.with_context(cron_id=cron.id, cron_end_time=time.monotonic() - 1).env
        for _time in range(3):
            self.assertFalse(lots.run(env, self._step(), second).finished)
            self.assertGreater(progress.remaining, 0)
            self.assertFalse(seen)
        self.assertTrue(lots.run(env, self._step(), second).finished)
        self.assertEqual((seen, progress.remaining), ([self.labels], 0))

    def test_each_stays_in_the_transaction_and_keeps_memory_flat(self):
        sizes = []
        self.env.invalidate_all()
        for batch in lots.each(self.labels, 3):
            self.assertFalse(self.env.cache.get_records(self.labels, self.labels._fields["color"]))
            batch.color = 5
            sizes.append(len(batch))
        self.assertEqual(sizes, [3, 3, 1])
        self.cr.rollback()
        self.assertFalse(self.labels.exists(), "nothing was committed")

    def test_a_job_that_is_asked_for_runs_soon(self):
        waiting = [("cron_id", "=", self.env.ref(JOB).id)]
        before = self.env["ir.cron.trigger"].search_count(waiting)
        lots.ask(self.env(user=self.env.ref("base.public_user")), JOB)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(waiting), before + 1)
