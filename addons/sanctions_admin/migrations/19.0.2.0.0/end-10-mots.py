# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_accueil.migration import translate_lines


def migrate(cr, version):
    """Here as well: an update that stopped before this floor goes on with this floor alone."""
    translate_lines(cr)
