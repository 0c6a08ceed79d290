# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    droit,
    test_acces,
    test_changements,
    test_consequences,
    test_dessous,
    test_fondement,
    test_gardes,
    test_jonction,
    test_lettres,
    test_procedure,
    test_registre,
    test_revues,
    test_sans_obligation,
    test_sommer_encore,
    test_suites,
    test_valeurs,
)
