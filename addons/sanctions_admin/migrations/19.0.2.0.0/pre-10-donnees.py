# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import forget_words, release


def migrate(cr, version):
    """Record rules, stages and tasks are ours to correct (docs/decisions.md)."""
    forget_words(cr, "sanctions_admin")
    release(cr, "sanctions_admin", "ir.rule", "mail.activity.type", "sanction.stage")
