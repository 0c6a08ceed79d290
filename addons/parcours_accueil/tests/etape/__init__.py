# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_apres_coup,
    test_deux_fois,
    test_evenements,
    test_lettres,
    test_portes,
    test_suites,
)
