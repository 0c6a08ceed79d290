# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_abonnements,
    test_acces,
    test_appels,
    test_client,
    test_code,
    test_collecte,
    test_collecte_erreurs,
    test_consultation,
    test_dates,
    test_lacunes,
    test_lecture,
    test_niss,
    test_ordre,
    test_projection,
    test_tableau,
)
