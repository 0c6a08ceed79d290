# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_appels,
    test_client,
    test_collecte_tls,
    test_contrat,
    test_disjoncteur,
    test_fuzz_lecture,
    test_journaux,
    test_lecture,
    test_lecture_suivi,
    test_niss,
    test_tls,
    test_validation,
)
