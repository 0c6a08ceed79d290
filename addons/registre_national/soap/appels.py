# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How calls are made: never to a register that does not answer, at the pace it allows, many at once, again when trying
again may help. Each attempt at a consultation is noted.

::

    ouvrir ──> ClientGarde ──> Garde (Disjoncteur, Debit) ──> a provider of `client`
                   └──> Consultations: a bounded number of threads, each number to its end (Reprise)

Latency dominates (150 ms an answer), so consultations wait side by side; what is waited for is bounded by the size of
the pool. Nothing in a thread touches the database: a thread takes a number and gives back a `Resultat`.
"""

import logging
import random
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from ...parcours_socle.jour import maintenant
from .client import Configuration, suivre_numero
from .erreurs import AppelSuspendu, DonneeAnormale, DonneeIllisible, ErreurRegistre
from .modele import Page, PageAbonnements, Reponse, ResultatAbonnement, Tentative
from .niss import NissInvalide, admettre

_logger = logging.getLogger(__name__)

FERME, OUVERT, DEMI_OUVERT = "ferme", "ouvert", "demi_ouvert"
#: Calls at the same time of a process where nobody collects: its users', who each make one.
SANS_LIMITE = sys.maxsize


class Disjoncteur:
    """A circuit breaker: a register that does not answer is left alone for a while.

    closed     calls go through; after `seuil` failures in a row: open
    open       no call goes through; after `pause` seconds: half-open
    half-open  one call goes through, alone: it succeeds: closed; it fails: open again, for another `pause`

    The clock is given; nothing is logged, stored or slept. Safe to use from many threads at once.

    :param seuil: failures in a row that open it.
    :param pause: seconds it stays open before one call may try.
    :param horloge: seconds since any fixed moment; the wall clock, so that the moment of opening can be stored.
    """

    def __init__(self, seuil: int, pause: float, horloge: Callable[[], float] = time.time):
        self.seuil, self.pause = seuil, pause
        self._horloge = horloge
        self._verrou = threading.Lock()
        self._etat, self._depuis = FERME, 0.0
        self._echecs = 0
        #: When the one call of the half-open state left; None: none is under way.
        self._essai: float | None = None

    @property
    def etat(self) -> str:
        """FERME, OUVERT or DEMI_OUVERT, now."""
        with self._verrou:
            return self._actuel()

    @property
    def depuis(self) -> float:
        """When the breaker opened, or closed again, to the millisecond; 0 when it never moved."""
        with self._verrou:
            return self._depuis

    def _actuel(self) -> str:
        if self._etat == OUVERT and self._horloge() >= self._depuis + self.pause:
            return DEMI_OUVERT
        return self._etat

    def demander(self) -> bool:
        """Whether a call may be made now. Who gets True says afterwards how it ended, with `noter`."""
        with self._verrou:
            match self._actuel():
                case "ferme":
                    return True
                case "ouvert":
                    return False
            maintenant = self._horloge()
            # A try that never reported (its thread was killed) does not keep the breaker half-open for ever.
            if self._essai is not None and maintenant < self._essai + self.pause:
                return False
            self._essai = maintenant
            return True

    def noter(self, joint: bool) -> None:
        """Say how a call ended: whether the register was reached and answered."""
        with self._verrou:
            if self._etat == OUVERT:
                # The late end of a call made before the opening changes nothing: only the try counts.
                if self._essai is None:
                    return
                self._essai = None
                self._etat, self._depuis = (FERME if joint else OUVERT), round(self._horloge(), 3)
                self._echecs = 0
                return
            self._echecs = 0 if joint else self._echecs + 1
            if self._echecs >= self.seuil:
                self._etat, self._depuis, self._essai = OUVERT, round(self._horloge(), 3), None

    def adopter(self, etat: str, depuis: float) -> None:
        """Take over the state kept by an earlier run or by another process, when it is newer than our own.

        :param etat: FERME or OUVERT (half-open follows from the time).
        """
        with self._verrou:
            if depuis > self._depuis and etat in (FERME, OUVERT):
                self._etat, self._depuis = etat, depuis
                self._echecs, self._essai = 0, None

    def garder(self) -> tuple[str, float]:
        """What `adopter` takes: (FERME or OUVERT, since when)."""
        with self._verrou:
            return self._etat, self._depuis


class Debit:
    """A rate limit: at most `par_seconde` calls a second over time, and `rafale` at once after a rest.

    A bucket of tokens that fills at a constant rate; each call takes one, and waits for it when there is none. Safe to
    use from many threads at once: a thread takes its place under the lock and waits outside of it, so places are given
    in the order in which they are asked for.

    :param par_seconde: 0 for no limit.
    :param rafale: size of the bucket; one second's worth when not given, one at least.
    """

    def __init__(
        self,
        par_seconde: float,
        rafale: float | None = None,
        horloge: Callable[[], float] = time.monotonic,
        dormir: Callable[[float], None] = time.sleep,
    ):
        self.par_seconde = par_seconde
        self.rafale = max(1.0, par_seconde if rafale is None else rafale)
        self._horloge, self._dormir = horloge, dormir
        self._verrou = threading.Lock()
        self._jetons, self._vu = self.rafale, horloge()

    def changer(self, par_seconde: float) -> None:
        """Go on at another rate; what was used stays used."""
        with self._verrou:
            maintenant = self._horloge()
            self._jetons += max(0.0, maintenant - self._vu) * self.par_seconde
            self._vu, self.par_seconde, self.rafale = maintenant, par_seconde, max(1.0, par_seconde)
            self._jetons = min(self.rafale, self._jetons)

    def reserver(self) -> float:
        """Take a place; return the seconds to wait for it."""
        if self.par_seconde <= 0:
            return 0.0
        with self._verrou:
            maintenant = self._horloge()
            self._jetons = min(self.rafale, self._jetons + (maintenant - self._vu) * self.par_seconde)
            self._vu = maintenant
            # Below zero, the bucket counts those who wait.
            self._jetons -= 1
            return max(0.0, -self._jetons / self.par_seconde)

    def prendre(self) -> None:
        """Take a place and wait for it."""
        attente = self.reserver()
        if attente:
            self._dormir(attente)


@dataclass(frozen=True, slots=True)
class Releve:
    """What the calls of a run leave behind.

    :param etat, depuis: of the breaker, see `Disjoncteur.garder`.
    :param ecarts: answers that did not follow the contract since the last time.
    :param lieu: where the last one did not, the name of an element.
    """

    etat: str
    depuis: float
    ecarts: int
    lieu: str


class Porte:
    """Lets a number of calls through at the same time; the number may change while some are under way."""

    def __init__(self, places: int):
        self._places, self._dedans = places, 0
        self._condition = threading.Condition()

    def __enter__(self):
        with self._condition:
            self._condition.wait_for(lambda: self._dedans < self._places)
            self._dedans += 1
        return self

    def __exit__(self, *exc):
        with self._condition:
            self._dedans -= 1
            self._condition.notify_all()

    def regler(self, places: int) -> None:
        """Let so many through from now on; return when no more than that are under way."""
        with self._condition:
            self._places = places
            self._condition.notify_all()
            self._condition.wait_for(lambda: self._dedans <= self._places)


class Garde:
    """The limits of one service, shared by the threads and by the runs of a process, and what was counted since the
    last report.
    """

    def __init__(self, seuil: int, pause: float, par_seconde: float):
        self.disjoncteur = Disjoncteur(seuil, pause)
        self.debit = Debit(par_seconde)
        self.porte = Porte(SANS_LIMITE)
        self._par_seconde = par_seconde
        #: Who collects in this process -> (calls at the same time that are theirs, of how many).
        self._parts: dict[object, tuple[int, int]] = {}
        self._verrou = threading.Lock()
        self._ecarts, self._lieu = 0, ""

    def regler(self, seuil: int, pause: float, par_seconde: float) -> None:
        """Take over settings that were changed; the state of the breaker stays."""
        self.disjoncteur.seuil, self.disjoncteur.pause = seuil, pause
        self._par_seconde = par_seconde
        self._appliquer()

    def limiter(self, qui: object, places: int, total: int) -> None:
        """Let this collection make so many calls at the same time, of the total of the service, and at the same part of
        the rate: other processes have the rest. Return when no more than that are under way.
        """
        self._parts[qui] = places, total
        self._appliquer()

    def liberer(self, qui: object) -> None:
        """This collection is over: what is called on demand has no limit but the rate."""
        self._parts.pop(qui, None)
        self._appliquer()

    def _appliquer(self):
        parts = list(self._parts.values())
        part = min(1.0, sum(places / total for places, total in parts)) if parts else 1.0
        if self.debit.par_seconde != self._par_seconde * part:
            self.debit.changer(self._par_seconde * part)
        self.porte.regler(sum(places for places, _total in parts) or SANS_LIMITE)

    def appeler(self, fonction: Callable, *arguments):
        """Make one call when the breaker lets it, at the pace of the limit.

        :raise AppelSuspendu: no call was made.
        """
        # Asked before the wait too: nobody waits, and no place is used, for a call that cannot be made.
        if self.disjoncteur.etat == OUVERT:
            raise AppelSuspendu()
        self.debit.prendre()
        if not self.disjoncteur.demander():
            raise AppelSuspendu()
        joint = True
        try:
            return fonction(*arguments)
        except ErreurRegistre as erreur:
            # A refusal or an unreadable file is an answer; these are not.
            joint = not erreur.injoignable
            raise
        finally:
            self.disjoncteur.noter(joint)

    def noter_ecart(self, lieu: str) -> None:
        """Count an answer that does not follow the contract; `lieu` is the name of the element."""
        with self._verrou:
            self._ecarts, self._lieu = self._ecarts + 1, lieu

    def relever(self) -> Releve:
        """What is to be stored at the end of a run; the deviations are counted anew from here."""
        etat, depuis = self.disjoncteur.garder()
        with self._verrou:
            ecarts, self._ecarts = self._ecarts, 0
            return Releve(etat, depuis, ecarts, self._lieu)


@dataclass(frozen=True, slots=True)
class Reprise:
    """How often, and after how long, an attempt that may be repeated is repeated.

    :param tentatives: attempts in all.
    :param base: seconds before the second attempt; doubled each time, up to `plafond`. A random half is taken off, so
        that consultations that failed together do not come back together. Who is asked to wait longer than `plafond`
        does not hold a thread for it: the attempt is left to the next collection.
    """

    tentatives: int = 3
    base: float = 0.5
    plafond: float = 8.0

    def attente(self, numero: int) -> float:
        """Seconds to wait after attempt `numero` (1, 2, …)."""
        duree = min(self.plafond, self.base * 2 ** (numero - 1))
        return duree * random.uniform(0.5, 1.0)


@dataclass(slots=True)
class Resultat:
    """What became of one consultation: an answer or an error, the numbers met (oldest first) and every attempt."""

    niss: str
    numeros: list[str] = field(default_factory=list)
    reponse: Reponse | None = None
    erreur: ErreurRegistre | None = None
    tentatives: list[Tentative] = field(default_factory=list)


class Consultations:
    """A bounded pool of consultations. Use as a context manager: leaving it waits for what runs and drops what waits.

    Another call may run beside them, in `pool`.

    :param consulter: `client.consulter`.
    :param taille: threads, so calls at the same time.
    :param test: accept generated numbers (test mode).
    :param dormir: replaced in tests.
    :param garde: of the service, whose limits are kept to.
    """

    def __init__(
        self,
        consulter: Callable[[str], Reponse],
        taille: int,
        test: bool,
        reprise: Reprise | None = None,
        dormir: Callable[[float], None] = time.sleep,
        garde: Garde | None = None,
    ):
        self._consulter = consulter
        self._test = test
        self._reprise = reprise or Reprise()
        self._dormir = dormir
        self._garde = garde or Garde(1, 1, 0)
        self.pool = ThreadPoolExecutor(max_workers=max(1, taille), thread_name_prefix="registre")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.pool.shutdown(wait=True, cancel_futures=True)
        self._garde.liberer(self)

    def lancer(self, numeros: Iterable[str]) -> list[Future]:
        """Start the consultation of each number; each future gives a `Resultat` and never raises a register's error."""
        return [self.pool.submit(self.consulter, niss) for niss in numeros]

    def limiter(self, places: int, total: int) -> None:
        """Make no more calls at the same time than `places` of `total`. See `Garde.limiter`."""
        self._garde.limiter(self, places, total)

    def consulter(self, niss: str) -> Resultat:
        """One consultation to its end: check that the number can be asked, call, retry, follow a replaced number."""
        resultat = Resultat(niss, [niss])
        try:
            resultat.numeros, resultat.reponse = suivre_numero(
                lambda n: self._avec_reprises(n, resultat.tentatives), niss
            )
        except ErreurRegistre as erreur:
            resultat.erreur = erreur
        return resultat

    def _avec_reprises(self, niss: str, tentatives: list[Tentative]) -> Reponse:
        try:
            niss = admettre(niss, self._test)
        except NissInvalide as invalide:
            # No call is made, so there is no attempt to note.
            raise DonneeAnormale(f"niss_{invalide.raison}") from None
        numero = 0
        while True:
            numero += 1
            # Before the time is taken: what is noted is how long the register took.
            with self._garde.porte:
                erreur, reponse = self._tenter(niss, numero, tentatives)
            if not erreur:
                return reponse
            if not erreur.reprise or numero == self._reprise.tentatives or erreur.attendre > self._reprise.plafond:
                raise erreur
            # Outside: who waits before trying again holds up nobody.
            self._dormir(max(erreur.attendre, self._reprise.attente(numero)))

    def _tenter(self, niss, numero, tentatives):
        """Make one attempt and note it; return (error or None, answer)."""
        debut, depart = maintenant(), time.monotonic()
        erreur, reponse = None, None
        try:
            reponse = self._consulter(niss)
        except ErreurRegistre as e:
            erreur = e
        except Exception as e:  # noqa: BLE001 (see below)
            # An answer nobody foresaw must not take the others with it. The text of the exception may quote it:
            # only the kind is logged.
            _logger.error("Unexpected %s while consulting the register", type(e).__name__)
            erreur = DonneeIllisible("reponse_inattendue")
        # A call that the breaker held back was not made: there is no attempt to note.
        if not isinstance(erreur, AppelSuspendu):
            duree = round((time.monotonic() - depart) * 1000)
            nature, code = (erreur.nature, erreur.code) if erreur else ("ok", "")
            tentatives.append(Tentative(niss, numero, debut, duree, nature, code))
        return erreur, reponse


_GARDES: dict[object, Garde] = {}
_VERROU = threading.Lock()


def garde_de(
    cle: object, seuil: int, pause: float, par_seconde: float, etat: str = FERME, depuis: float = 0.0
) -> Garde:
    """Return the guard of a service in this process, with these settings, no older than a state that was stored.

    :param cle: what names the service, its database included.
    :param etat, depuis: see `Disjoncteur.adopter`.
    """
    with _VERROU:
        garde = _GARDES.get(cle)
        if garde is None:
            garde = _GARDES[cle] = Garde(seuil, pause, par_seconde)
    garde.regler(seuil, pause, par_seconde)
    garde.disjoncteur.adopter(etat, depuis)
    return garde


class ClientGarde:
    """A provider whose every call goes through the guard of its service. See `client.ClientTIGroups` for the calls."""

    def __init__(self, fournisseur, garde: Garde):
        self.fournisseur, self.garde = fournisseur, garde

    def _compter(self, fonction, *arguments):
        """Make a call that counts among those at the same time."""
        with self.garde.porte:
            return self.garde.appeler(fonction, *arguments)

    def consulter(self, niss: str) -> Reponse:
        """Ask for the file of one person; `Consultations` counts it."""
        return self.garde.appeler(self.fournisseur.consulter, niss)

    def notifications(self, recepisse: str, maximum: int) -> Page:
        """Take the page of notifications after a receipt."""
        return self._compter(self.fournisseur.notifications, recepisse, maximum)

    def publier(self, numeros: Iterable[str], fin: date | None = None) -> list[ResultatAbonnement]:
        """Follow people from today on."""
        return self._compter(self.fournisseur.publier, numeros, fin)

    def prolonger(self, numeros: Iterable[str], fin: date | None) -> list[ResultatAbonnement]:
        """Follow people until a later day."""
        return self._compter(self.fournisseur.prolonger, numeros, fin)

    def clore(self, numeros: Iterable[str]) -> list[ResultatAbonnement]:
        """Follow people no longer."""
        return self._compter(self.fournisseur.clore, numeros)

    def abonnements(self, apres: str) -> PageAbonnements:
        """Take the page of the subscriptions that run after a number."""
        return self._compter(self.fournisseur.abonnements, apres)

    @contextmanager
    def consultations(self, taille: int, test: bool):
        """Yield `Consultations` of this client. Leaving waits for what runs and drops what waits."""
        with Consultations(self.consulter, taille, test, garde=self.garde) as appels:
            yield appels


def ouvrir(fournisseur: type, configuration: Configuration, cle: object, **limites) -> ClientGarde:
    """Return the client of a service, whose calls go through its guard.

    :param fournisseur: one of `client.FOURNISSEURS`.
    :param cle, limites: see `garde_de`.
    :raise AppelSuspendu: the breaker is open: the register is left alone for a while.
    :raise ErreurTransport: see `client.ClientTIGroups`.
    """
    garde = garde_de(cle, **limites)
    if garde.disjoncteur.etat == OUVERT:
        raise AppelSuspendu()
    if configuration.comparer:
        configuration = replace(configuration, sur_ecart=garde.noter_ecart)
    return ClientGarde(fournisseur(configuration), garde)
