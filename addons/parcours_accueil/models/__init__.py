# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Not sorted: a model comes before the files that extend it.
# ruff: noqa: I001
from . import (
    parcours_reglement,
    parcours_regle,
    parcours_stage,
    parcours_organisateur,
    parcours_suspension_motif,
    parcours_delai_type,
    parcours_dossier,
    dossier_faits,
    dossier_examen,
    dossier_conduite,
    dossier_termes,
    dossier_abonnement,
    dossier_actions,
    dossier_suspensions,
    dossier_reception,
    parcours_examen,
    examen_explication,
    parcours_delai,
    delai_automate,
    parcours_suspension,
    parcours_evenement,
    parcours_inscription,
    registre_personne,
    res_users,
)
