# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import ir_http, registre_anomalie, registre_code
from . import consultation, personne, service
from . import recherche
