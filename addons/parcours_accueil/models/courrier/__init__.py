# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before what lists them.
from . import avis, correction, ebox, regard, suite, texte_publie, valeurs
from . import parcours_brochure, parcours_courrier, parcours_courrier_bordereau, parcours_courrier_lot
from . import parcours_courrier_modele, parcours_mention
