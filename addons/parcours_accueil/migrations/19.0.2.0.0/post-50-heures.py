# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import give_hours


def migrate(cr, version):
    give_hours(cr, "parcours_accueil")
