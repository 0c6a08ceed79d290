# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    parcours_delai,
    parcours_dossier,
    parcours_reglement,
    sanction_audition,
    sanction_decision,
    sanction_recours,
)
from . import compte, dossier
