# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.tools.sql import table_exists


def migrate(cr, version):
    """Nobody has a window of a step open during an update: what was typed there is not brought over. Its new columns
    are counted from kinds of documents that are loaded later."""
    if table_exists(cr, "parcours_evenement_wizard"):
        # Raw SQL: the model is not there yet; what a window held for a minute, and an update alone
        cr.execute("DELETE FROM parcours_evenement_wizard")
