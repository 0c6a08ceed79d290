# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_codes,
    test_mise_a_jour,
    test_publication,
    test_publication_dates,
    test_regle_apercu,
    test_reglement,
    test_reglement_donnees,
    test_rejeu,
    test_valeurs,
)
