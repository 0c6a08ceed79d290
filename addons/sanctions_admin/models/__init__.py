# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    parcours_delai,
    parcours_dossier,
    sanction_audition,
    sanction_decision,
    sanction_dossier,
    sanction_infraction,
    sanction_mouvement,
    sanction_recours,
    sanction_stage,
)
