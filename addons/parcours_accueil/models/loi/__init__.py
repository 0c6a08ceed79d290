# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import apercu, partie, publication, rejeu_export, verdict
from . import (
    parcours_reglement,
    parcours_reglement_code,
    parcours_reglement_valeur,
    parcours_regle,
    parcours_rejeu,
    parcours_rejeu_changement,
    parcours_rejeu_ligne,
    parcours_suspension_motif,
)
