# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before what lists them.
from . import lettre
from . import parcours_demande
