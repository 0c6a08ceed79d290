# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import decision, documents, lettre
from . import parcours_exemption
