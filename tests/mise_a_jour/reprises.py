# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the update from 19.0.1.0.0 to 19.0.2.0.0 changes in what a base holds, and why. Nothing else may differ."""

import json
import re

from tests.mise_a_jour.ecarts import CHANGED, COLUMN_GONE, COLUMN_NEW, ROW_NEW, TABLE_GONE, TABLE_NEW

#: The day on which what is to be done again is due (parcours_socle/migration.py).
DUE = "2000-01-01"
#: The hour that somebody chose for a job (vie.py).
CHOSEN_HOUR = "03:33:00"
#: What the ledger did not say before.
NEW_TYPES = ("ouverture", "demenagement", "affectation")
#: What changes of an attachment that becomes a document of its suspension; what they become is tested one by one.
PROOF = ("res_model", "res_id", "res_field", "name")

FIGURES = re.compile(
    r"(mois|jours|annees)_(inscription|achevement|sommation|preuve_amende|amende|recours|paiement|audition|prescription"
    r"|presomption)|montant_amende|plafond_amendes|age_cloture"
)


def is_figure(difference):
    """A figure of the law that was a column, its article or its mark, or the currency they shared."""
    name = re.sub(r"_(article|a_confirmer)$", "", difference.column or "")
    return difference.kind == COLUMN_GONE and (FIGURES.fullmatch(name) or name == "currency_id")


def with_unit(count):
    """The count of a term as it is written now, from what was: its length in months has a unit."""
    count = json.loads(count)
    return json.dumps(count | {"nombre": count.pop("mois"), "unite": "mois"}, sort_keys=True)


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
    "a job's rhythm and rank are ours": on("ir_cron", CHANGED, "interval_number", "priority"),
    "a job of the night has its hour; one that somebody chose stays": lambda d: (
        d.table == "ir_cron" and d.column == "nextcall" and not d.before.endswith(CHOSEN_HOUR)
    ),
    # ---- the ledger --------------------------------------------------------------------------------------------------
    "openings, moves and assignments are events": lambda d: (
        d.table == "parcours_evenement" and d.kind == ROW_NEW and d.after["type"] in NEW_TYPES
    ),
    "... which say what they are about": on(
        "parcours_evenement", COLUMN_NEW, "agent_id", "depuis_company_id", "vers_company_id", "phase", "cause_id"
    ),
    "the day of the first opening is never overwritten": lambda d: (
        d.table == "parcours_dossier" and d.column == "date_ouverture" and d.after < d.before
    ),
    "a term may belong to something else than the file": on("parcours_delai", COLUMN_NEW, "objet"),
    "the length of a term has a unit": lambda d: (
        (d.table, d.kind, d.column) == ("parcours_delai", CHANGED, "compte") and with_unit(d.before) == d.after
    ),
    # ---- documents ---------------------------------------------------------------------------------------------------
    "a medical document is confidential, like the proof of a confidential ground": lambda d: (
        d.table == "ir_attachment"
        and (d.kind, d.column) in ((COLUMN_GONE, "parcours_medical"), (COLUMN_NEW, "confidentiel"))
    ),
    "the proofs of suspensions are attachments of the suspension": lambda d: (
        (d.kind, d.table) == (TABLE_GONE, "parcours_suspension_piece")
        or (d.table == "ir_attachment" and d.kind == CHANGED and d.column in PROOF)
    ),
    # ---- the one reading ---------------------------------------------------------------------------------------------
    "every person and every file is read again": lambda d: (
        (d.table, d.column) in (("registre_personne", "date_passage"), ("parcours_dossier", "date_reexamen"))
        and (d.kind == COLUMN_NEW or d.after == DUE)
    ),
    "... and its terms counted again": lambda d: (
        (d.table, d.column) == ("parcours_dossier", "reglement_compte_id") and d.after is None
    ),
    "what is not certain is told": lambda d: (
        d.kind == COLUMN_NEW
        and (d.table, d.column)
        in (
            ("parcours_dossier", "commune_incertaine"),
            ("registre_personne", "commune_incertaine"),
            ("registre_personne", "incertitudes"),
            ("registre_personne", "carte_expiration_texte"),
            ("registre_personne", "date_deces_texte"),
        )
    ),
    "nothing reads any more up to which day columns were made": lambda d: (
        d.table == "ir_config_parameter" and d.before and d.before.get("key") == "registre_national.jour_projete"
    ),
}
