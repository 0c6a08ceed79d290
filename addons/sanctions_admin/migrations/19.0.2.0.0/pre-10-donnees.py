# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import release


def migrate(cr, version):
    """Record rules, stages and tasks are ours to correct (docs/decisions.md)."""
    release(cr, "sanctions_admin", "ir.rule", "mail.activity.type", "sanction.stage")
