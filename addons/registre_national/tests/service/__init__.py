# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_abonnements,
    test_collecte,
    test_collecte_erreurs,
    test_fuzz_collecte,
    test_lacunes,
    test_numeros,
    test_ordre,
    test_partage,
    test_relecture,
    test_reprise,
    test_sentences,
    test_service_transport,
    test_tableau,
)
