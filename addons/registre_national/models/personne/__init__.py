# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import lecture, projection, recherche, registre_jonction
from . import registre_information, registre_niss, registre_personne
