# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the models that list them.
from . import inscrit, proprietaire
from . import parcours_evenement, parcours_evenement_wizard
