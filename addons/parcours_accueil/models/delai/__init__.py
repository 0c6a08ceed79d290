# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import parcours_delai, parcours_delai_type, parcours_suspension
