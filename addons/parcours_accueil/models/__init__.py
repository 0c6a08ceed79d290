# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Not sorted: a model comes before the files that extend it.
# ruff: noqa: I001
from . import (
    parcours_reglement,
    parcours_regle,
    parcours_stage,
    parcours_organisateur,
    parcours_dossier,
    dossier_faits,
    dossier_examen,
    dossier_conduite,
    dossier_termes,
    dossier_abonnement,
    dossier_actions,
    dossier_reception,
    parcours_examen,
    examen_explication,
    parcours_evenement,
    parcours_inscription,
    parcours_exemption,
    exemption_documents,
    exemption_decision,
    exemption_lettre,
    dossier_exemptions,
    registre_personne,
    res_users,
)
