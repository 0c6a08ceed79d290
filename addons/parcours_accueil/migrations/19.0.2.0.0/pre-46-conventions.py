# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import columns


def migrate(cr, version):
    """Who was registered before this version signed on paper, with the organiser: nobody is asked to sign again. The
    column that would ask is made empty, so that it is not counted for them."""
    if not columns(cr, "parcours_inscription", "convention_avant"):
        # Raw SQL: the model is not there yet; an update alone
        cr.execute("ALTER TABLE parcours_inscription ADD COLUMN convention_avant date")
