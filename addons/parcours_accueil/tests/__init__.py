# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_abonnement,
    test_acces,
    test_conduite,
    test_evenements,
    test_examen,
    test_examen_proprietes,
    test_explication,
    test_lecture_registre,
    test_publication,
    test_reception,
    test_regle_apercu,
    test_reglement,
    test_reglement_donnees,
    test_rejeu,
    test_vues,
)
