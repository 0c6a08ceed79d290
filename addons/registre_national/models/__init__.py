# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import reference_lisible, registre_anomalie, registre_code, res_company
from . import consultation, personne, service
