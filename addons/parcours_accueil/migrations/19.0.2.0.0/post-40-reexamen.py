# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api

from odoo.addons.parcours_socle.migration import DUE


def migrate(cr, version):
    """Have every file read, examined and counted again with the one reading and the law as it is now, in the background
    and by batches: the job of the night takes what is due, and goes on until nothing is."""
    # Raw SQL: two marks on every file. The second one says that its terms are to be counted again.
    cr.execute(
        "UPDATE parcours_dossier SET date_reexamen = %s, reglement_compte_id = NULL WHERE personne_id IS NOT NULL",
        [DUE],
    )
    api.Environment(cr, SUPERUSER_ID, {}).ref("parcours_accueil.cron_reexaminer")._trigger()
