# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import regard, suite, valeurs
from . import parcours_courrier, parcours_courrier_modele, parcours_mention
