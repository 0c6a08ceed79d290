# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    registre_code,
    registre_consultation,
    registre_information,
    registre_lacune,
    registre_niss,
    registre_notification,
    registre_personne,
    registre_personne_stockage,
    registre_service,
    registre_service_collecte,
    registre_service_lot,
    registre_service_suivi,
    res_company,
)
