# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import chez, ligne, parcours_module, parcours_seance_feuille, parcours_seance, parcours_presence
from . import parcours_suivi, parcours_niveau, parcours_dispense
from . import parcours_assiduite, parcours_decrochage
