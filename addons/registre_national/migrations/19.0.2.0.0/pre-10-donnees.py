# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import forget_words, release


def migrate(cr, version):
    """Record rules and scheduled jobs are ours to correct (docs/decisions.md)."""
    forget_words(cr, "registre_national")
    release(cr, "registre_national", "ir.rule", "ir.cron", "ir.actions.server")
