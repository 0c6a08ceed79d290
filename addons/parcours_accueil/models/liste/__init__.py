# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import domaine_saisi, aujourd_hui, parcours_liste
from . import parcours_partage, ir_filters, ir_embedded_actions
