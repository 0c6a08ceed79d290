# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_dates, test_etat, test_intervalles, test_personne, test_situation, test_successions
