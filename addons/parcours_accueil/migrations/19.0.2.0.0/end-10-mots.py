# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_accueil.migration import translate_lines


def migrate(cr, version):
    translate_lines(cr)
