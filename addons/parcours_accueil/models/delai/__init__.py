# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import automate, proprietaire
from . import parcours_delai, parcours_delai_type, parcours_suspension
