# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_delais,
    test_delais_cron,
    test_delais_tardifs,
    test_revues,
    test_sans_obligation,
    test_suspensions,
    test_suspensions_documents,
)
