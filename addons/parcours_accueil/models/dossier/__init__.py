# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import (
    abonnement,
    actions,
    consequences,
    contestations,
    controle,
    demenagement,
    doublons,
    examen,
    exemptions,
    faits,
    jonction,
    langue,
    lecture,
    manque,
    recherche,
    suspensions,
    termes,
)
from . import parcours_dossier
