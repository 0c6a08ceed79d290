# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import consultation, histoire, personne, recherche, service, soap, test_acces, test_code
