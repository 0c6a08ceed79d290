# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make the indexes that no base had for want of pg_trgm, Odoo's own too: an update makes those of the models it
    updates only. On the last floor, so that it comes after all."""
    registry = api.Environment(cr, SUPERUSER_ID, {}).registry
    registry.check_indexes(cr, list(registry.models))
