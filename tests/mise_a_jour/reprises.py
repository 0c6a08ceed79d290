# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the update from 19.0.1.0.0 to 19.0.2.0.0 changes in what a base holds, and why. Nothing else may differ."""

import re

from tests.mise_a_jour.ecarts import CHANGED, COLUMN_GONE, COLUMN_NEW, TABLE_NEW

FIGURES = re.compile(
    r"(mois|jours|annees)_(inscription|achevement|sommation|preuve_amende|amende|recours|paiement|audition|prescription"
    r"|presomption)|montant_amende|plafond_amendes|age_cloture"
)


def is_figure(difference):
    """A figure of the law that was a column, its article or its mark, or the currency they shared."""
    name = re.sub(r"_(article|a_confirmer)$", "", difference.column or "")
    return difference.kind == COLUMN_GONE and (FIGURES.fullmatch(name) or name == "currency_id")


def on(table, kind, *names):
    """Whether a difference is of that kind on one of those columns of a table."""
    return lambda d: d.table == table and d.kind == kind and (not names or d.column in names)


MENDED = {
    # ---- the law -----------------------------------------------------------------------------------------------------
    "figures of the law are lines": lambda d: d.table == "parcours_reglement" and is_figure(d),
    "... which a table of their own holds": on("parcours_reglement_valeur", TABLE_NEW),
    "what files are examined with is recorded, to examine them again after a correction": on(
        "parcours_reglement", COLUMN_NEW, "contenu_applique"
    ),
    "nothing read the end of a rule: its words say it": on("parcours_regle", COLUMN_GONE, "fin"),
    # ---- what we ship and correct (docs/decisions.md) ----------------------------------------------------------------
    "a stage's name is ours: it is read-only on screen now": on("parcours_stage", CHANGED, "name"),
    "a job's rhythm is ours": on("ir_cron", CHANGED, "interval_number"),
}
