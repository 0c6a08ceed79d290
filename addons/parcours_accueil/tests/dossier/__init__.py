# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_a_deux,
    test_abonnement,
    test_clotures,
    test_commune_incertaine,
    test_conduite,
    test_consequences,
    test_controle,
    test_demenagements,
    test_doublons,
    test_jonction,
    test_lecture_registre,
    test_nuit,
    test_numeros,
    test_protection,
    test_reception,
    test_volontaires,
)
