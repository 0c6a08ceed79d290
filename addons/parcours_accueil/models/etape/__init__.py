# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import effets, proprietaire
from . import parcours_evenement, parcours_inscription, parcours_organisateur, parcours_stage
