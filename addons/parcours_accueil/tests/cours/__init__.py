# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import commun, test_assiduite, test_feuille, test_seances, test_suivi
