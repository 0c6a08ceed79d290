# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api

from odoo.addons.parcours_socle.migration import DUE


def migrate(cr, version):
    """Have the columns of every person made again by the one reading (`histoire/`), in the background and by batches:
    the job of the night takes who is due, and goes on until nobody is."""
    # Raw SQL: one date on every person, which only says that they are due.
    cr.execute("UPDATE registre_personne SET date_passage = %s", [DUE])
    # ... and the day up to which the version before had looked, a setting that nothing reads any more.
    cr.execute("DELETE FROM ir_config_parameter WHERE key = 'registre_national.jour_projete'")
    api.Environment(cr, SUPERUSER_ID, {}).ref("registre_national.ir_cron_reprojeter")._trigger()
