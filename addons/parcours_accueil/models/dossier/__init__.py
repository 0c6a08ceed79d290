# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import (
    abonnement,
    actions,
    affectation,
    consequences,
    contestations,
    controle,
    courriers,
    cours,
    demenagement,
    documents,
    doublons,
    entete,
    examen,
    exemptions,
    faits,
    frise,
    impression,
    jonction,
    langue,
    lecture,
    manque,
    recherche,
    suspensions,
    termes,
)
from . import parcours_dossier
