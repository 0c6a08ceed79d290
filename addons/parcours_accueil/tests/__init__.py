# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_abonnement,
    test_acces,
    test_conduite,
    test_evenements,
    test_examen,
    test_exemption,
    test_exemption_acces,
    test_exemption_examen,
    test_exemption_lettre,
    test_explication,
    test_lecture_registre,
    test_reception,
    test_reglement,
    test_vues,
)
