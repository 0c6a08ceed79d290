# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Reading the answers of the notification and subscription services (our own contract, suivi-v1.xsd)."""

from contextlib import suppress
from datetime import UTC, date, datetime

from .erreurs import DonneeIllisible, StatutMetier, code_sur
from .lecture import corps, enfants, nom, texte
from .modele import Mutation, Notification, Page, PageAbonnements, ResultatAbonnement

#: Status codes of a page of notifications.
ENCORE, FINI, RECEPISSE_INCONNU = "MORE_TO_COME", "NO_MORE", "UNKNOWN_RECEIPT"


def _statut(element) -> tuple[str, str]:
    """The value and the code of a status element."""
    statut = enfants(element)
    return texte(statut.get("value")), code_sur(texte(statut.get("code")))


def lire_page(brut: bytes) -> Page:
    """Read one page of notifications.

    A malformed number or date stays inside its own notification: it never breaks the page.
    :raise StatutMetier: the service refused, among others because it does not know the receipt.
    :raise ErreurRegistre: one of the other outcomes.
    """
    reponse = corps(brut)
    parties = enfants(reponse)
    if "status" not in parties:
        raise DonneeIllisible("reponse_inattendue")
    valeur, code = _statut(parties["status"])
    if valeur != "OK":
        raise StatutMetier(code, valeur)
    notifications = tuple(_notification(e) for e in reponse if nom(e) == "notification")
    return Page(notifications, texte(parties.get("receipt")), code == ENCORE)


def _notification(element) -> Notification:
    parties = enfants(element)
    try:
        sequence = int(texte(parties.get("sequence")))
    except ValueError:
        # Without its sequence a notification could be counted twice: the page cannot be taken.
        raise DonneeIllisible("reponse_inattendue") from None
    mutations = []
    for enfant in element:
        if nom(enfant) == "mutation":
            p = enfants(enfant)
            mutations.append(Mutation(texte(p.get("informationType")), texte(p.get("kind"))))
    return Notification(
        sequence=sequence,
        categorie=texte(parties.get("category")),
        niss=texte(parties.get("ssin"))[:64],
        niss_remplace=texte(parties.get("replacedSsin"))[:64],
        mutations=tuple(mutations),
        commune_nis=texte(parties.get("communeNisCode"))[:16],
        date_effet=_jour(texte(parties.get("effectiveDate"))),
        date_creation=_instant(texte(parties.get("creationDate"))),
    )


def _jour(brut: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(brut[:10])
    return None


def _instant(brut: str) -> datetime | None:
    """An instant in UTC without zone, as the database keeps it."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(brut)
        return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
    return None


def lire_abonnements(brut: bytes) -> list[ResultatAbonnement]:
    """Read what became of each subscription.

    :raise StatutMetier: the whole request was refused.
    """
    return _abonnements(brut)[0]


def lire_page_abonnements(brut: bytes) -> PageAbonnements:
    """Read one page of the subscriptions that run.

    :raise StatutMetier: the whole request was refused.
    """
    resultats, code = _abonnements(brut)
    return PageAbonnements(tuple(resultats), code == ENCORE)


def _abonnements(brut: bytes) -> tuple[list[ResultatAbonnement], str]:
    """The results, and the code of the status of the whole."""
    reponse = corps(brut)
    parties = enfants(reponse)
    if "status" not in parties:
        raise DonneeIllisible("reponse_inattendue")
    resultats = []
    for element in reponse:
        if nom(element) == "result":
            p = enfants(element)
            valeur, code = _statut(p.get("status"))
            dates = _jour(texte(p.get("beginDate"))), _jour(texte(p.get("endDate")))
            resultats.append(ResultatAbonnement(texte(p.get("ssin")), valeur == "OK", code, *dates))
    valeur, code = _statut(parties["status"])
    if valeur != "OK" and not resultats:
        raise StatutMetier(code, valeur)
    return resultats, code
