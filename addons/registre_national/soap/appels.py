# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Many consultations at once: a bounded number of threads, each consultation retried as the register allows, each
attempt noted.

Latency dominates (150 ms an answer), so calls wait side by side; what is waited for is bounded by the size of the
pool. Nothing in a thread touches the database: a thread takes a number and gives back a `Resultat`.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from ...parcours_socle.jour import maintenant
from .client import suivre_numero
from .erreurs import AppelSuspendu, DonneeAnormale, DonneeIllisible, ErreurRegistre
from .modele import Reponse, Tentative
from .niss import NissInvalide, valider

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reprise:
    """How often, and after how long, an attempt that may be repeated is repeated.

    :param tentatives: attempts in all.
    :param base: seconds before the second attempt; doubled each time, up to `plafond`. A random half is taken off, so
        that consultations that failed together do not come back together.
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

    :param consulter: `client.consulter`.
    :param taille: threads, so calls at the same time.
    :param test: accept generated numbers (test mode).
    :param dormir: replaced in tests.
    """

    def __init__(
        self,
        consulter: Callable[[str], Reponse],
        taille: int,
        test: bool,
        reprise: Reprise | None = None,
        dormir: Callable[[float], None] = time.sleep,
    ):
        self._consulter = consulter
        self._test = test
        self._reprise = reprise or Reprise()
        self._dormir = dormir
        self._pool = ThreadPoolExecutor(max_workers=max(1, taille), thread_name_prefix="registre")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._pool.shutdown(wait=True, cancel_futures=True)

    def lancer(self, numeros: Iterable[str]) -> list[Future]:
        """Start the consultation of each number; each future gives a `Resultat` and never raises a register's error."""
        return [self._pool.submit(self.consulter, niss) for niss in numeros]

    def executer(self, fonction: Callable, *arguments) -> Future:
        """Run another call to the register beside the consultations."""
        return self._pool.submit(fonction, *arguments)

    def consulter(self, niss: str) -> Resultat:
        """One consultation to its end: check the number, call, retry, follow a replaced number."""
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
            valider(niss, self._test)
        except NissInvalide as invalide:
            # No call is made, so there is no attempt to note.
            raise DonneeAnormale(f"niss_{invalide.raison}") from None
        numero = 0
        while True:
            numero += 1
            debut, depart = maintenant(), time.monotonic()
            erreur = None
            try:
                return self._consulter(niss)
            except ErreurRegistre as e:
                erreur = e
                if not e.reprise or numero == self._reprise.tentatives:
                    raise
            except Exception as e:  # noqa: BLE001 (see below)
                # An answer nobody foresaw must not take the others with it. The text of the exception may quote it:
                # only the kind is logged.
                _logger.error("Unexpected %s while consulting the register", type(e).__name__)
                erreur = DonneeIllisible("reponse_inattendue")
                raise erreur from None
            finally:
                # A call that the breaker held back was not made: there is no attempt to note.
                if not isinstance(erreur, AppelSuspendu):
                    duree = round((time.monotonic() - depart) * 1000)
                    nature, code = (erreur.nature, erreur.code) if erreur else ("ok", "")
                    tentatives.append(Tentative(niss, numero, debut, duree, nature, code))
            self._dormir(self._reprise.attente(numero))
