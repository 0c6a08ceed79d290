# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Whoever has access today keeps it for thirty days, on the list as "statement to record": an update shuts nobody
    out on a Monday morning. The heads are told by a task (registre.habilitation._cron_surveiller)."""
    api.Environment(cr, SUPERUSER_ID, {})["registre.habilitation"]._reprendre()
