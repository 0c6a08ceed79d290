# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The operations of the three services: from a request element to the answer.

Each is a function of (registre, operation, requete, effets).
"""

import json

from . import numero
from .registre import DESCRIPTIONS, INCONNU, SANS_RESULTAT, TROUVE
from .soap import balise, enveloppe, statut

#: Notifications of a page when the request does not say, and at most.
PAGE, PAGE_MAXIMUM = 500, 5000
#: A NIS code no commune has, for the fault `commune_inconnue`.
COMMUNE_INCONNUE = "99999"


def consulter(registre, operation, requete, effets):
    """retrieveTI: one person's file, with history when asked."""
    niss, langue = requete.texte("searchInformation/ssin"), requete.texte("searchInformation/language")
    historique = requete.texte("searchInformation/history")
    fichier = b""
    if "statut" in effets:
        code, informations = str(effets["statut"]), []
        valeur = {"MSG00000": TROUVE, INCONNU: INCONNU}.get(code, SANS_RESULTAT)
        code = "MSG00000" if code == INCONNU else code
        if valeur == TROUVE:
            valeur, code, informations, fichier = registre.consulter(niss, historique in ("true", "1"))
    elif not requete.texte("legalContext"):
        valeur, code, informations = SANS_RESULTAT, "MSG00023", []
    else:
        valeur, code, informations, fichier = registre.consulter(niss, historique in ("true", "1"))
    description = "No data found" if valeur == INCONNU else DESCRIPTIONS.get(code, "")
    recherche = f"{balise('ssin', niss)}{balise('language', langue)}{balise('history', historique)}"
    return enveloppe(
        operation.espace,
        operation.reponse,
        requete.entete(),
        f"<searchInformation>{recherche}</searchInformation>",
        statut(valeur, code, description, informations),
        fichier or b"",
    )


def notifier(registre, operation, requete, effets):
    """getNotifications: the page after a receipt."""
    recu = requete.texte("receipt")
    depuis = registre.etat.sequence_du_recu(recu) if recu else 0
    maximum = min(int(requete.texte("maximum") or PAGE), PAGE_MAXIMUM)

    def repondre(etat_reponse, *suite):
        return enveloppe(operation.espace, operation.reponse, requete.entete(), etat_reponse, *suite)

    if "statut" in effets:
        return repondre(statut("NOK", str(effets["statut"]), DESCRIPTIONS.get(str(effets["statut"]), "")))
    if depuis is None:
        return repondre(statut("NOK", "UNKNOWN_RECEIPT", "This register never gave that receipt"))
    lignes, encore = registre.etat.page(depuis, maximum)
    code, description = (
        ("MORE_TO_COME", "More notifications follow") if encore else ("NO_MORE", "No more notifications")
    )
    dernier = registre.etat.recu(lignes[-1][0] if lignes else depuis)
    perdue = registre.pannes_en_cours.notification_perdue
    notifications = "".join(_notification(registre, ligne) for ligne in lignes if not perdue(ligne[2]))
    return repondre(statut("OK", code, description), f"<receipt>{dernier}</receipt>", notifications)


def _notification(registre, ligne):
    sequence, categorie, niss, remplace, mutations, commune, effet, creation = ligne
    if registre.pannes_en_cours.commune_inconnue(niss):
        commune = COMMUNE_INCONNUE
    changements = "".join(
        f"<mutation><informationType>{it}</informationType><kind>{genre}</kind></mutation>"
        for it, genre in json.loads(mutations)
    )
    return (
        f"<notification><sequence>{sequence}</sequence><category>{categorie}</category>{balise('ssin', niss)}"
        f"{balise('replacedSsin', remplace)}{changements}{balise('communeNisCode', commune)}"
        f"<effectiveDate>{effet}</effectiveDate><creationDate>{creation}</creationDate></notification>"
    )


def abonner(registre, operation, requete, effets):
    """publish, extend, close, cancel: the same for each person of the request, all of it or nothing kept."""
    if "statut" in effets:
        return _reponse_abonnements(
            operation, requete, statut("NOK", str(effets["statut"]), DESCRIPTIONS.get(str(effets["statut"]), "")), ()
        )
    action, resultats = _ACTIONS[operation.nom], []
    with registre.etat.transaction():
        for element in requete.element.iterfind("subscription"):
            niss, debut, fin = ((element.findtext(nom) or "").strip() for nom in ("ssin", "beginDate", "endDate"))
            code = (
                "MSG00008"
                if not numero.valide(niss) and niss not in registre.dossiers
                else action(registre, niss, debut, fin)
            )
            resultats.append((niss, code, registre.etat.abonnement(niss)))
    return _reponse_abonnements(operation, requete, statut("OK", "MSG00000", DESCRIPTIONS["MSG00000"]), resultats)


def chercher(registre, operation, requete, effets):
    """searchSubscriptions: one person's, or every one after a number."""
    niss, apres = requete.texte("ssin"), requete.texte("afterSsin")
    if "statut" in effets:
        return _reponse_abonnements(
            operation, requete, statut("NOK", str(effets["statut"]), DESCRIPTIONS.get(str(effets["statut"]), "")), ()
        )
    encore = False
    if niss:
        abonnement = registre.etat.abonnement(niss)
        lignes = [(niss, *abonnement)] if abonnement else []
    else:
        # The contract allows a thousand results.
        lignes, encore = registre.etat.abonnements(
            registre.jour, apres, min(int(requete.texte("maximum") or PAGE), 1000)
        )
    resultats = [(numero_abonne, "MSG00000", (debut, fin)) for numero_abonne, debut, fin in lignes]
    code, description = (
        ("MORE_TO_COME", "More subscriptions follow") if encore else ("NO_MORE", "No more subscriptions")
    )
    return _reponse_abonnements(operation, requete, statut("OK", code, description), resultats)


def _reponse_abonnements(operation, requete, etat_reponse, resultats):
    lignes = []
    for niss, code, abonnement in resultats:
        debut, fin = abonnement or ("", "")
        etat_personne = statut("OK" if code == "MSG00000" else "NOK", code, DESCRIPTIONS[code])
        lignes.append(
            f"<result>{balise('ssin', niss)}{etat_personne}{balise('beginDate', debut)}"
            f"{balise('endDate', fin)}</result>"
        )
    return enveloppe(operation.espace, operation.reponse, requete.entete(), etat_reponse, "".join(lignes))


# One function an action: (registre, number, begin, end) -> code. Doing one twice changes nothing the second time.


def _publier(registre, niss, debut, fin):
    if not registre.connait(niss):
        return "MSG00013"
    ancien = registre.etat.abonnement(niss)
    if ancien and not debut:
        debut = ancien[0]
    registre.etat.abonner(niss, debut or registre.jour.isoformat(), fin or None)
    return "MSG00000"


def _prolonger(registre, niss, _debut, fin):
    """A later end; without one, until further notice. An end already later stays."""
    ancien = registre.etat.abonnement(niss)
    if not ancien:
        return "MSG00012"
    registre.etat.abonner(niss, ancien[0], max(fin, ancien[1]) if fin and ancien[1] else None)
    return "MSG00000"


def _clore(registre, niss, _debut, fin):
    ancien = registre.etat.abonnement(niss)
    if not ancien:
        return "MSG00012"
    registre.etat.abonner(niss, ancien[0], min(fin or registre.jour.isoformat(), ancien[1] or "9999"))
    return "MSG00000"


def _annuler(registre, niss, _debut, _fin):
    registre.etat.desabonner(niss)
    return "MSG00000"


_ACTIONS = {
    "publishSubscriptions": _publier,
    "extendSubscriptions": _prolonger,
    "closeSubscriptions": _clore,
    "cancelSubscriptions": _annuler,
}
OPERATIONS = {
    "retrieveTI": consulter,
    "getNotifications": notifier,
    "searchSubscriptions": chercher,
    **dict.fromkeys(_ACTIONS, abonner),
}
