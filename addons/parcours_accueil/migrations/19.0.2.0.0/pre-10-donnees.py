# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import forget_words, release, remove_views

#: What an update corrects; what users choose of it is in a block of its own, which counts at installation only.
MODELS = (
    "ir.actions.server",
    "ir.cron",
    "ir.rule",
    "mail.activity.type",
    "parcours.delai.type",
    "parcours.regle",
    "parcours.reglement",
    "parcours.stage",
    "parcours.suspension.motif",
)


def migrate(cr, version):
    """The law, record rules, jobs, stages and tasks are ours to correct (docs/decisions.md)."""
    release(cr, "parcours_accueil", *MODELS)
    forget_words(cr, "parcours_accueil", ("parcours_stage", "name", "parcours.stage"))
    remove_views(cr, "parcours_accueil", "parcours_reglement_view_form_suspensions")
