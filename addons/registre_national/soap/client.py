# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Calling the register's three services: zeep builds and sends the request from the WSDL, `lecture` reads the raw
answer.

The WSDL may be ours or the official one: the operation is looked up by its name, the address always comes from the
configuration. A provider is a class with `consulter`, `notifications` and `publier` that turns its own answers into the
values of `modele`; `@fournisseur(code, label)` adds it to the choice on the service. Nothing else is needed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import zeep
import zeep.exceptions

from ...parcours_socle.jour import moment
from .erreurs import NUMERO_REMPLACE, DonneeAnormale, ErreurTransport, StatutMetier
from .lecture import lire_consultation
from .lecture_suivi import lire_abonnements, lire_page, lire_page_abonnements
from .modele import Page, PageAbonnements, Reponse, ResultatAbonnement
from .signature import Signataire
from .tls import Tls
from .transport import TransportParFil
from .validation import comparer

CONTRAT = Path(__file__).parent / "contrat"
WSDL_CONSULTATION = CONTRAT / "RetrieveTIGroups-v2.wsdl"
WSDL_SUIVI = CONTRAT / "Suivi-v1.wsdl"

#: Most subscriptions one request may carry (suivi-v1.xsd).
MAX_ABONNEMENTS = 1000
#: Most numbers followed from one to the next before we say that they go round in circles.
MAX_REMPLACEMENTS = 4


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a client needs to know: addresses, who asks (CBE number, 10 digits) and why (legal context), timeouts in
    seconds, the certificates, whether requests are signed.

    :param sur_ecart: called with the name of an element for each answer that does not follow the contract; None:
        answers are not compared.
    """

    url_consultation: str
    url_notifications: str
    url_abonnements: str
    cbe: str
    contexte_legal: str
    delai_connexion: float
    delai_lecture: float
    wsdl: str = ""
    langue: str = "fr"
    tls: Tls = Tls()
    signer: bool = False
    sur_ecart: Callable[[str], None] | None = None


@lru_cache(maxsize=16)
def _zeep(wsdl: str, connexion: float, lecture: float, tls: Tls, signer: bool) -> zeep.Client:
    """The one client of a WSDL, loaded once for the life of the process (25-60 ms), or until a certificate changes.

    :raise ErreurTransport: "adresse" when the file cannot be read as a WSDL; see `Tls.contexte` and `Signataire`.
    """
    reglages = zeep.Settings(strict=False, raw_response=True)
    transport, signataire = TransportParFil(connexion, lecture, tls), Signataire(tls) if signer else None
    try:
        return zeep.Client(wsdl, wsse=signataire, transport=transport, settings=reglages)
    except Exception:  # noqa: BLE001 (zeep, lxml and requests each have their own)
        raise ErreurTransport("adresse", reprise=False) from None


class Operation:
    """One operation of a WSDL at a configured address."""

    def __init__(self, wsdl: str, nom: str, adresse: str, configuration: Configuration):
        c = configuration
        self.nom = nom
        self._wsdl, self._sur_ecart = wsdl, c.sur_ecart
        self._client = _zeep(wsdl, c.delai_connexion, c.delai_lecture, c.tls, c.signer)
        self._service = self._client.create_service(self._liaison(), adresse)

    def _liaison(self) -> str:
        """The qualified name of the binding that has this operation, whatever the WSDL calls it."""
        for service in self._client.wsdl.services.values():
            for port in service.ports.values():
                if self.nom in port.binding._operations:
                    return port.binding.name.text
        raise ErreurTransport("adresse", reprise=False)

    def message(self, **parametres):
        """The request as an XML element, not sent."""
        return self._client.create_message(self._service, self.nom, **parametres)

    def appeler(self, **parametres) -> bytes:
        """Send the request and return the raw body of the answer.

        :raise ErreurTransport: it did not get through.
        :raise DonneeAnormale: "requete_invalide" when the request cannot be built from these values.
        """
        try:
            octets = self._service[self.nom](**parametres).content
        except (zeep.exceptions.Error, TypeError, ValueError):
            # zeep's own text quotes the value it refuses.
            raise DonneeAnormale("requete_invalide") from None
        if self._sur_ecart:
            comparer(octets, self._wsdl, Path(self._wsdl).parent == CONTRAT, self._sur_ecart)
        return octets


#: Provider -> class. The keys are the values of `registre.service.provider`; each class has a `libelle`.
FOURNISSEURS: dict[str, type] = {}


def fournisseur(code: str, libelle: str):
    """Add the class of a provider, made from a `Configuration`, to the choice on the service."""

    def ajouter(classe):
        classe.libelle = libelle
        FOURNISSEURS[code] = classe
        return classe

    return ajouter


@fournisseur("cbss_tigroups_v2", "Crossroads Bank, RetrieveTIGroups v2")
class ClientTIGroups:
    """The provider `cbss_tigroups_v2`: RetrieveTIGroups v2 for the files, our own contract for notifications and
    subscriptions.

    Safe to use from many threads at once.
    """

    def __init__(self, configuration: Configuration):
        c = self.configuration = configuration
        suivi = str(WSDL_SUIVI)
        self._consultation = Operation(c.wsdl or str(WSDL_CONSULTATION), "retrieveTI", c.url_consultation, c)
        self._notifications = Operation(suivi, "getNotifications", c.url_notifications, c)
        self._abonnements = {
            nom: Operation(suivi, f"{nom}Subscriptions", c.url_abonnements, c)
            for nom in ("publish", "extend", "close", "search")
        }

    def _enveloppe(self) -> dict:
        """What every request begins with."""
        client = {
            "ticket": str(uuid4()),
            "timestampSent": moment(),
            "customerIdentification": {"cbeNumber": self.configuration.cbe},
        }
        return {"informationCustomer": client, "legalContext": self.configuration.contexte_legal}

    def requete_consultation(self, niss: str) -> dict:
        """The values of a consultation of one person, with history."""
        recherche = {"ssin": niss, "language": self.configuration.langue, "history": True}
        return {**self._enveloppe(), "searchInformation": recherche}

    def consulter(self, niss: str) -> Reponse:
        """Ask for the file of one person, with history: one call, no retry.

        :raise ErreurRegistre: one of the four outcomes; a replaced number is a `StatutMetier` with `niss_remplacant`.
        """
        return lire_consultation(self._consultation.appeler(**self.requete_consultation(niss)), niss)

    def notifications(self, recepisse: str = "", maximum: int = 500) -> Page:
        """Take the page of notifications after a receipt, from the very first without one.

        :raise ErreurRegistre: one of the four outcomes; `StatutMetier("UNKNOWN_RECEIPT")` when the cursor is not known.
        """
        return lire_page(self._notifications.appeler(**self.requete_notifications(recepisse, maximum)))

    def requete_notifications(self, recepisse: str, maximum: int) -> dict:
        """The values of a request for one page."""
        curseur = {"receipt": recepisse} if recepisse else {}
        return {**self._enveloppe(), **curseur, "maximum": maximum}

    def publier(self, numeros: Iterable[str], fin: date | None = None) -> list[ResultatAbonnement]:
        """Follow people from today on, in as few calls as the contract allows; asking twice for one person is harmless.

        :param fin: last day; None: until further notice.
        :raise ErreurRegistre: one of the four outcomes, for the call that met it; the calls before it were done.
        """
        return self._pour_tous("publish", numeros, fin)

    def prolonger(self, numeros: Iterable[str], fin: date | None) -> list[ResultatAbonnement]:
        """Follow people until a later day; see `publier`."""
        return self._pour_tous("extend", numeros, fin)

    def clore(self, numeros: Iterable[str], fin: date | None = None) -> list[ResultatAbonnement]:
        """Follow people no longer than `fin`, today without it; see `publier`."""
        return self._pour_tous("close", numeros, fin)

    def abonnements(self, apres: str = "", maximum: int = MAX_ABONNEMENTS) -> PageAbonnements:
        """Take the page of the subscriptions that run after a number, from the first without one.

        :raise ErreurRegistre: one of the four outcomes.
        """
        curseur = {"afterSsin": apres} if apres else {}
        return lire_page_abonnements(
            self._abonnements["search"].appeler(**self._enveloppe(), **curseur, maximum=maximum)
        )

    def _pour_tous(self, action: str, numeros: Iterable[str], fin: date | None) -> list[ResultatAbonnement]:
        numeros, resultats = list(numeros), []
        for debut in range(0, len(numeros), MAX_ABONNEMENTS):
            lot = numeros[debut : debut + MAX_ABONNEMENTS]
            resultats += lire_abonnements(self._abonnements[action].appeler(**self.requete_abonnements(lot, fin)))
        return resultats

    def requete_abonnements(self, numeros: list[str], fin: date | None = None) -> dict:
        """The values of a request to follow people, to follow them longer, or no more."""
        jusque = {"endDate": fin} if fin else {}
        return {**self._enveloppe(), "subscription": [{"ssin": niss, **jusque} for niss in numeros]}


def suivre_numero(consulter, niss: str) -> tuple[list[str], Reponse]:
    """Consult, and consult again under the new number when the register says that the number was replaced.

    :param consulter: a function of a number that returns a `Reponse` or raises.
    :return: the numbers met, oldest first, and the answer under the last one.
    :raise DonneeAnormale: "boucle_remplacements" when the numbers go round in circles.
    """
    numeros = [niss]
    while True:
        try:
            return numeros, consulter(numeros[-1])
        except StatutMetier as statut:
            if statut.code != NUMERO_REMPLACE or not statut.niss_remplacant:
                raise
            if statut.niss_remplacant in numeros or len(numeros) > MAX_REMPLACEMENTS:
                raise DonneeAnormale("boucle_remplacements") from None
            numeros.append(statut.niss_remplacant)
