# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    contestation,
    courrier,
    cours,
    delai,
    demande,
    document,
    equipe,
    etape,
    exemption,
    organisateur,
    registre_extrait,
)
