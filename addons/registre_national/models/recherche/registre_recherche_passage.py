# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.parcours_socle.jour import maintenant

#: Looks outside one's own scope that one user may make, and within how long.
MAXIMUM, FENETRE = 20, timedelta(minutes=1)
#: Name of the locks, one a user, under which looks are counted (any number that is ours).
VERROU = 8_081_984
#: Looks that were refused are an alarm (`registre.consultation.inhabituelle`), kept as long as the log.
GARDE, GARDE_REFUS = timedelta(days=1), timedelta(days=3653)


class RegistreRecherchePassage(models.Model):
    """One look outside one's own scope, counted: so many a minute for one user, whatever the number of processes.

    Counted in a transaction of its own, one user's one after the other: neither two processes nor an error that takes
    back what the caller did lets more through. Who was found, and why, is in the log of consultations.
    """

    _name = "registre.recherche.passage"
    _description = "Search outside the own commune, counted"
    _inherit = ["nom.lisible"]
    _order = "id desc"
    _noms = ("user_id", "date")
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    date = fields.Datetime(required=True, readonly=True)
    refuse = fields.Boolean(string="Refused", readonly=True)

    _compte_idx = models.Index("(user_id, date)")

    @api.model
    @api.private
    def _passer(self):
        """Count one more look of the user, and return whether it may be made."""
        uid, moment = self.env.uid, maintenant()
        with self.env.registry.cursor() as cr:
            # Raw SQL, which reads and writes no table: a lock of the session, because what others counted must be read
            # by a transaction that begins once the lock is obtained.
            cr.execute(SQL("SELECT pg_advisory_lock(%s, %s)", VERROU, uid))
            try:
                # A transaction of nobody else: nothing of the caller is committed.
                cr.commit()  # pylint: disable=invalid-commit
                permis = self.with_env(self.env(cr=cr, su=True))._compter(uid, moment)
                cr.commit()  # pylint: disable=invalid-commit
            finally:
                # An aborted transaction could not release the lock.
                cr.rollback()
                cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", VERROU, uid))
        return permis

    def _compter(self, uid, moment):
        """Keep one look, and return whether it is one of those allowed. As superuser: nobody writes their own count."""
        deja = [("user_id", "=", uid), ("refuse", "=", False), ("date", ">", moment - FENETRE)]
        permis = self.search_count(deja, limit=MAXIMUM) < MAXIMUM
        self.create({"user_id": uid, "date": moment, "refuse": not permis})
        self.flush_model()
        return permis

    @api.autovacuum
    def _gc_passages(self):
        """Forget what was counted; a refusal is kept."""
        moment = maintenant()
        self.search(
            ["|", ("date", "<", moment - GARDE_REFUS), "&", ("refuse", "=", False), ("date", "<", moment - GARDE)]
        ).unlink()
