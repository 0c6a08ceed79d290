# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_abonnement,
    test_acces,
    test_clotures,
    test_conduite,
    test_consequences,
    test_controle,
    test_evenements,
    test_examen,
    test_explication,
    test_lecture_registre,
    test_liste,
    test_reception,
    test_reglement,
    test_vues,
)
