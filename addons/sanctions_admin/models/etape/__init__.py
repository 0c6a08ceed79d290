# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# The part comes before the models that list it.
from . import inscrit
from . import parcours_evenement, parcours_evenement_wizard
