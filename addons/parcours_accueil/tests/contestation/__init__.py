# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_contestation, test_contestation_acces, test_contestation_lettre
