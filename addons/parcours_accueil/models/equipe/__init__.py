# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import parcours_absence, parcours_absence_releve, parcours_equipe
