# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    papier,
    test_aide,
    test_avis_courriel,
    test_communes,
    test_cron,
    test_domaines,
    test_jour,
    test_journaux,
    test_lots,
    test_pages,
    test_paroles,
    test_rapports,
    test_recherche,
    test_taches,
    test_utilisateurs,
)
