# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from contextvars import ContextVar

from odoo import api, fields, models

from .reglage_trace import simple

#: Key of the lock of the job that runs (any number that is ours).
VERROU = 8_081_980

#: What a user may set of a job that we ship: when it runs, and whether it does.
REGLABLES = {"active", "nextcall", "interval_number", "interval_type", "priority"}

#: Whether somebody runs a job by hand: it runs at once, whatever else does.
_A_LA_MAIN = ContextVar("a_la_main", default=False)


class IrCron(models.Model):
    """One job at a time and in its order, however many cron workers there are: what one job of the night leaves, the
    next one needs. The other workers are for the jobs that say that they may run beside.
    """

    _inherit = "ir.cron"

    en_parallele = fields.Boolean(
        string="Beside the others", help="This job may run while another one does, when there is a cron worker for it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        crons = super().create(vals_list)
        for cron in crons if not self.env.su else ():
            self.env["reglage.trace"]._noter(cron, "cree", {})
        return crons

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if not REGLABLES.issuperset(vals):
            self.ir_actions_server_id._refuser_livrees()
        suivis = [nom for nom in vals if nom in REGLABLES]
        avant = [{nom: simple(cron, nom) for nom in suivis} for cron in self]
        resultat = super().write(vals)
        for cron, valeurs in zip(self, avant, strict=True):
            changes = {nom: (valeur, simple(cron, nom)) for nom, valeur in valeurs.items()}
            self.env["reglage.trace"]._noter(cron, "modifie", changes)
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_livres(self):
        self.ir_actions_server_id._refuser_livrees()
        for cron in self if not self.env.su else ():
            self.env["reglage.trace"]._noter(cron, "supprime", {})

    def method_direct_trigger(self):
        jeton = _A_LA_MAIN.set(True)
        try:
            return super().method_direct_trigger()
        finally:
            _A_LA_MAIN.reset(jeton)

    @classmethod
    def _process_job(cls, cron_cr, job):
        """Called by Odoo for each job whose time has come; one that does not run stays ready, for the next look."""
        if job.get("en_parallele") or _A_LA_MAIN.get():
            super()._process_job(cron_cr, job)
            return
        # Raw SQL: a lock of the session, which names no table; the job itself works in transactions of its own.
        cron_cr.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        if not cron_cr.fetchone()[0]:
            return
        try:
            super()._process_job(cron_cr, job)
        except BaseException:
            # An aborted transaction could not release the lock.
            cron_cr.rollback()
            raise
        finally:
            cron_cr.execute("SELECT pg_advisory_unlock(%s)", [VERROU])
