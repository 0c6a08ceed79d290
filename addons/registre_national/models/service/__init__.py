# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import abonnements, collecte, relecture, tableau
from . import registre_abonnement_ecart, registre_lacune, registre_notification, registre_service
