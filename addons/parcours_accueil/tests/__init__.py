# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    bordereau,
    contestation,
    courrier,
    delai,
    document,
    dossier,
    droit,
    ebox,
    equipe,
    etape,
    examen,
    exemption,
    liste,
    loi,
    test_acces,
    test_vues,
)
