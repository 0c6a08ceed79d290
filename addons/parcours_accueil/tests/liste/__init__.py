# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_aujourd_hui, test_lignes, test_liste, test_partage
