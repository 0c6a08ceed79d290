# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import chiffres, places
from . import (
    parcours_attente,
    parcours_capacite,
    parcours_convention,
    parcours_inscription,
    parcours_organisateur,
)
