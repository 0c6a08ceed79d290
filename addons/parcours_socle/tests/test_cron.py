# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several cron workers, and one job at a time all the same."""

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged

from ..models import ir_cron


@tagged("post_install", "-at_install")
class TestCron(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env["ir.cron"].create(
            {
                "name": "job",
                "model_id": cls.env.ref("base.model_res_partner").id,
                "state": "code",
                "code": "model.search([('id', '=', 1)]).write({'function': 'ran'})",
                "interval_type": "days",
            }
        )

    def run_as_a_worker(self):
        """Do what a cron worker does with the job; return whether it ran."""
        partner = self.env["res.partner"].browse(1)
        partner.function = ""
        with self.enter_registry_test_mode():
            self.env.flush_all()
            job = self.env["ir.cron"]._acquire_one_job(self.env.cr, self.job.id, include_not_ready=True)
            self.env.registry["ir.cron"]._process_job(self.env.cr, job)
        self.env.invalidate_all()
        return partner.function == "ran"

    def test_a_job_waits_while_another_worker_runs_one(self):
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s)", [ir_cron.VERROU])
            self.assertFalse(self.run_as_a_worker())
            other.execute("SELECT pg_advisory_unlock(%s)", [ir_cron.VERROU])
        self.assertTrue(self.run_as_a_worker())
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute("SELECT pg_try_advisory_lock(%s)", [ir_cron.VERROU])
            self.assertTrue(other.fetchone()[0], "the worker kept the lock")
            other.execute("SELECT pg_advisory_unlock(%s)", [ir_cron.VERROU])

    def test_one_that_may_run_beside_and_one_run_by_hand_do_not_wait(self):
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s)", [ir_cron.VERROU])
            partner = self.env["res.partner"].browse(1)
            partner.function = ""
            with self.enter_registry_test_mode():
                self.job.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(partner.function, "ran")
            self.job.en_parallele = True
            self.assertTrue(self.run_as_a_worker())
            other.execute("SELECT pg_advisory_unlock(%s)", [ir_cron.VERROU])
