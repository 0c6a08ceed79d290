# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_bordereau, test_courrier, test_genres, test_lot
