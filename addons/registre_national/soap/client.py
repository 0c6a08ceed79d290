# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Calling the register's three services, from who we are (`Tls`) and how a message travels (`TransportParFil`) to what
is asked (`ClientTIGroups`): zeep builds and sends the request from the WSDL, `lecture` reads the raw answer.

The WSDL may be ours or the official one: the operation is looked up by its name, the address always comes from the
configuration. A provider is a class with `consulter`, `notifications` and `publier` that turns its own answers into the
values of `modele`; `@fournisseur(code, label)` adds it to the choice on the service. Nothing else is needed: its calls
go through the guard of the service by themselves (`appels.ClientGarde`).
"""

import os
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import requests
import urllib3.exceptions
import zeep
import zeep.exceptions
from requests.adapters import HTTPAdapter

from ...parcours_socle.jour import moment
from .erreurs import NUMERO_REMPLACE, DonneeAnormale, DonneeIllisible, ErreurRegistre, ErreurTransport, StatutMetier
from .lecture import lire_abonnements, lire_consultation, lire_page, lire_page_abonnements
from .modele import Page, PageAbonnements, Reponse, ResultatAbonnement
from .reception import DUREE_MAX, POOLS, TAILLE_MAX, Recu, attente_demandee, est_enveloppe, limite_a, recevoir
from .signature import Signataire
from .validation import comparer

CONTRAT = Path(__file__).parent / "contrat"
WSDL_CONSULTATION = CONTRAT / "RetrieveTIGroups-v2.wsdl"
WSDL_SUIVI = CONTRAT / "Suivi-v1.wsdl"

#: Most subscriptions one request may carry (suivi-v1.xsd).
MAX_ABONNEMENTS = 1000
#: Most numbers followed from one to the next before we say that they go round in circles.
MAX_REMPLACEMENTS = 4

#: Loggers of the libraries whose records may quote a message or a value of it: the addon silences them.
INDISCRETS = (
    "zeep.transports",
    "zeep.wsdl.bindings.soap",
    "zeep.xsd.types.simple",
    "zeep.xsd.types.any",
    "zeep.xsd.types.complex",
    "zeep.xsd.elements.attribute",
    "zeep.xsd.elements.element",
    "urllib3.connectionpool",
    "urllib3.util.retry",
)

_VARIABLE = re.compile(r"(?:REGISTRE|EBOX)_[A-Z0-9_]{1,64}")


def reference_valide(texte: str) -> bool:
    """Whether a setting is the absolute path of a file, or the name of an environment variable that begins with
    REGISTRE_ (EBOX_ for that channel), whose content is the path, or the secret itself for a passphrase: no secret is
    written in the database.

    >>> [reference_valide(t) for t in ("/run/secrets/key.pem", "REGISTRE_KEY", "hunter2", "PGPASSWORD", "/a/../b")]
    [True, True, False, False, False]
    """
    if texte.startswith("/"):
        return ".." not in Path(texte).parts and "\n" not in texte
    return bool(_VARIABLE.fullmatch(texte))


def _resoudre(reference: str) -> str:
    """The content of the variable, or the path as it is."""
    if reference.startswith("/"):
        return reference
    valeur = os.environ.get(reference, "") if reference_valide(reference) else ""
    if not valeur:
        raise ErreurTransport("secret_absent", reprise=False)
    return valeur


def lire_secret(reference: str) -> str:
    """The content of the file, or of the variable, that a setting names.

    :raise ErreurTransport: "secret_absent"
    """
    if not reference.startswith("/"):
        return _resoudre(reference)
    try:
        return Path(reference).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise ErreurTransport("secret_absent", reprise=False) from None


@dataclass(frozen=True, slots=True)
class Tls:
    """Who we are and whom we trust on the wire. Paths of PEM files, empty when there is none; the passphrase never
    shows in a text made of this value.

    :param fraicheur: when each file was last changed, so that a renewed certificate makes another value.
    """

    certificat: str = ""
    cle: str = ""
    autorite: str = ""
    phrase: str = field(default="", repr=False)
    fraicheur: tuple[int, ...] = ()

    @classmethod
    def lire(cls, certificat: str = "", cle: str = "", autorite: str = "", phrase: str = "") -> "Tls":
        """Read the settings, each a path or the name of a variable.

        :raise ErreurTransport: "secret_absent" when a variable or the file of the passphrase is missing,
            "certificat_illisible" when another file is.
        """
        chemins = [_resoudre(reference) if reference else "" for reference in (certificat, cle, autorite)]
        try:
            fraicheur = tuple(os.stat(chemin).st_mtime_ns for chemin in chemins if chemin)
        except OSError:
            raise ErreurTransport("certificat_illisible", reprise=False) from None
        return cls(*chemins, lire_secret(phrase) if phrase else "", fraicheur)

    def contexte(self) -> ssl.SSLContext:
        """The context of every connection: TLS 1.2 at least, the certificate and the host name always checked.

        With an authority, it alone is trusted; without one, the public authorities of this machine.
        :raise ErreurTransport: "certificat_illisible" when a file is not what it should be, or the passphrase is wrong.
        """
        try:
            contexte = ssl.create_default_context(cafile=self.autorite or None)
            contexte.minimum_version = ssl.TLSVersion.TLSv1_2
            if self.certificat:
                # An empty passphrase, or OpenSSL would ask for one on the terminal.
                contexte.load_cert_chain(self.certificat, self.cle or None, password=lambda: self.phrase)
        except (OSError, ValueError):
            raise ErreurTransport("certificat_illisible", reprise=False) from None
        return contexte


def nature_refus(erreur: BaseException) -> str:
    """The code of `erreurs` for a TLS failure, from the chain of exceptions that carries it; "" when it is none."""
    vues: list[BaseException] = []
    attente: list[object] = [erreur]
    while attente:
        courante = attente.pop()
        if not isinstance(courante, BaseException) or courante in vues:
            continue
        vues.append(courante)
        attente += [courante.__cause__, courante.__context__, getattr(courante, "reason", None), *courante.args]
    for vue in vues:
        if isinstance(vue, ssl.SSLCertVerificationError):
            # OpenSSL: 62 another host name, 64 another address.
            return "nom_hote" if vue.verify_code in (62, 64) else "certificat"
    for vue in vues:
        if isinstance(vue, ssl.SSLError):
            return "certificat_client" if "ALERT" in (vue.reason or "") else "certificat"
    return ""


class Adaptateur(HTTPAdapter):
    """Gives every request the two timeouts, in seconds (to connect, and between two pieces of an answer), and every
    connection the same TLS context.
    """

    def __init__(self, connexion: float, lecture: float, contexte: ssl.SSLContext):
        self.delais = (connexion, lecture)
        self._contexte = contexte
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        """Called by requests when the adapter is made."""
        resultat = super().init_poolmanager(*arguments, ssl_context=self._contexte, **options)
        # Their connections are read no longer than `limite_a` says.
        self.poolmanager.pool_classes_by_scheme = POOLS
        return resultat

    def cert_verify(self, conn, url, verify, cert):
        """Called by requests for each connection; its own would add the public authorities to the one we trust."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None

    def send(self, request, **options):
        return super().send(request, **options | {"timeout": self.delais})


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """Nothing: the library would read the whole answer, and open it, to see where a redirection leads."""


class TransportParFil(zeep.Transport):
    """zeep's transport; what fails below SOAP comes out as `ErreurTransport`.

    zeep knows one transport for all threads, requests' sessions are not safe across threads: each thread has its own.
    Timeouts, client certificate and trusted authority are set where the socket is opened, so that no call can forget
    them. Nothing is taken from the environment (no proxy, no .netrc), and a redirection is never followed: a request
    holds a person's number.

    :param connexion, lecture: see `Adaptateur`.
    :param duree: seconds a call may take in all, to the last byte of the answer.
    :param taille: most bytes of an answer, once it is opened.
    """

    def __init__(
        self,
        connexion: float,
        lecture: float,
        tls: Tls | None = None,
        duree: float = DUREE_MAX,
        taille: int = TAILLE_MAX,
    ):
        self._delais, self._duree, self._taille = (min(connexion, duree), lecture), duree, taille
        self.contexte = (tls or Tls()).contexte()
        self._local = threading.local()
        super().__init__(session=self._ouvrir())

    def _ouvrir(self) -> requests.Session:
        session = _Session()
        session.trust_env = False
        # What `reception` opens, whatever else the libraries of this machine could.
        session.headers["Accept-Encoding"] = "gzip, deflate"
        for prefixe in ("http://", "https://"):
            session.mount(prefixe, Adaptateur(*self._delais, self.contexte))
        return session

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = self._ouvrir()
        return session

    def post(self, address, message, headers):
        """Send a message; return the answer (`Recu`) when its body can hold an envelope.

        :raise ErreurTransport: with a code of `erreurs`; the original exception is not chained, its text quotes the
            address.
        :raise DonneeIllisible: the answer is not in the charset it announces.
        """
        return self._echanger("POST", address, data=message, headers=headers)

    def _load_remote_data(self, url):
        """Called by zeep for each file of a contract that is at an address."""
        return self._echanger("GET", url).content

    def _echanger(self, methode: str, adresse: str, **options) -> Recu:
        fin = time.monotonic() + self._duree
        try:
            with (
                limite_a(fin),
                self._session().request(methode, adresse, allow_redirects=False, stream=True, **options) as reponse,
            ):
                return self._verifier(reponse)
        except ErreurRegistre:
            raise
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError) as erreur:
            # Whichever piece was waited for: the time of the whole is over.
            if time.monotonic() >= fin:
                raise ErreurTransport("delai_total") from None
            connexion = isinstance(erreur, requests.exceptions.ConnectTimeout)
            raise ErreurTransport("delai_connexion" if connexion else "delai_lecture") from None
        except requests.exceptions.SSLError as erreur:
            raise ErreurTransport(nature_refus(erreur) or "certificat", reprise=False) from None
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema):
            raise ErreurTransport("adresse", reprise=False) from None
        except urllib3.exceptions.HTTPError as erreur:
            refus = nature_refus(erreur)
            raise ErreurTransport(refus or "coupure", reprise=not refus) from None
        except requests.exceptions.RequestException as erreur:
            if refus := nature_refus(erreur):
                # In TLS 1.3 the refusal of our certificate comes after the handshake, like any cut.
                raise ErreurTransport(refus, reprise=False) from None
            coupure = "Remote" in str(erreur) or "reset" in str(erreur)
            raise ErreurTransport("coupure" if coupure else "connexion") from None
        except (OSError, ValueError, HTTPException):
            # An answer so wrong that the libraries did not foresee it (a chunk of negative size): not our request's
            # fault, as a ValueError of zeep's is.
            raise ErreurTransport("coupure") from None

    def _verifier(self, reponse: requests.Response) -> Recu:
        """Keep 200, and 500 or 400 when they carry an envelope: SOAP sends its faults so. Of the others nothing is
        read; 408 is a timeout, and 429 and 503 may say how long to wait.
        """
        statut = reponse.status_code
        if statut in (200, 400, 500):
            try:
                recu = recevoir(reponse, self._taille)
            except DonneeIllisible:
                if statut == 200:
                    raise
            else:
                if statut == 200 or est_enveloppe(recu.content):
                    return recu
        attendre = attente_demandee(reponse.headers.get("Retry-After")) if statut in (429, 503) else 0.0
        raise ErreurTransport(f"http_{statut}", reprise=statut >= 500 or statut in (408, 429), attendre=attendre)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a client needs to know: addresses, who asks (CBE number, 10 digits) and why (legal context), timeouts in
    seconds, how long an answer may take in all and how many bytes it may have, the certificates (see `Tls.lire`),
    whether requests are signed, whether answers are compared with the contract.

    :param sur_ecart: called with the name of an element for each answer that does not follow the contract; the guard
        gives its own (`appels.ouvrir`).
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
    certificat: str = ""
    cle: str = ""
    autorite: str = ""
    phrase: str = ""
    signer: bool = False
    comparer: bool = False
    duree_max: float = DUREE_MAX
    taille_max: int = TAILLE_MAX
    sur_ecart: Callable[[str], None] | None = None


@lru_cache(maxsize=16)
def _zeep(
    wsdl: str, connexion: float, lecture: float, tls: Tls, signer: bool, duree: float, taille: int
) -> zeep.Client:
    """The one client of a WSDL, loaded once for the life of the process (25-60 ms), or until a certificate changes.

    :raise ErreurTransport: "adresse" when the file cannot be read as a WSDL; see `Tls.contexte` and `Signataire`.
    """
    reglages = zeep.Settings(strict=False, raw_response=True)
    transport = TransportParFil(connexion, lecture, tls, duree, taille)
    signataire = Signataire(tls) if signer else None
    try:
        return zeep.Client(wsdl, wsse=signataire, transport=transport, settings=reglages)
    except ErreurTransport:
        raise
    except Exception:  # noqa: BLE001 (zeep, lxml and requests each have their own)
        raise ErreurTransport("adresse", reprise=False) from None


class Operation:
    """One operation of a WSDL at a configured address."""

    def __init__(self, wsdl: str, nom: str, adresse: str, configuration: Configuration, tls: Tls):
        c = configuration
        self.nom = nom
        self._wsdl, self._sur_ecart = wsdl, c.sur_ecart
        self._client = _zeep(wsdl, c.delai_connexion, c.delai_lecture, tls, c.signer, c.duree_max, c.taille_max)
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
    :raise ErreurTransport: see `Tls.lire`, `Tls.contexte` and `_zeep`.
    """

    def __init__(self, configuration: Configuration):
        c = self.configuration = configuration
        tls, suivi = Tls.lire(c.certificat, c.cle, c.autorite, c.phrase), str(WSDL_SUIVI)
        self._consultation = Operation(c.wsdl or str(WSDL_CONSULTATION), "retrieveTI", c.url_consultation, c, tls)
        self._notifications = Operation(suivi, "getNotifications", c.url_notifications, c, tls)
        self._abonnements = {
            nom: Operation(suivi, f"{nom}Subscriptions", c.url_abonnements, c, tls)
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
