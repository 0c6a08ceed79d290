# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import give_hours

#: Hours that the version before shipped; the others had that of the installation.
SHIPPED = {"ir_cron_verifier": "01:30", "ir_cron_reprojeter": "00:15"}


def migrate(cr, version):
    give_hours(cr, "registre_national", SHIPPED)
