# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_attentes,
    test_chiffres,
    test_conventions,
    test_inscriptions,
    test_inscrire_ici,
    test_places,
    test_sans_place,
)
