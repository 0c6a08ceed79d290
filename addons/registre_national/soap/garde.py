# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What stands between a run and a provider: the rate limit and the circuit breaker of a service, shared by the threads
and by the runs of a process.
"""

import functools
import threading
from collections.abc import Callable

from .debit import Debit
from .disjoncteur import OUVERT, Disjoncteur
from .erreurs import AppelSuspendu, ErreurRegistre


class Garde:
    """The limits of one service and what was counted since the last report."""

    def __init__(self, seuil: int, pause: float, par_seconde: float):
        self.disjoncteur = Disjoncteur(seuil, pause)
        self.debit = Debit(par_seconde)
        self._verrou = threading.Lock()
        self._ecarts, self._lieu = 0, ""

    def regler(self, seuil: int, pause: float, par_seconde: float) -> None:
        """Take over settings that were changed; the state of the breaker stays."""
        self.disjoncteur.seuil, self.disjoncteur.pause = seuil, pause
        if self.debit.par_seconde != par_seconde:
            self.debit = Debit(par_seconde)

    def appeler(self, fonction: Callable, *arguments, **options):
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
            return fonction(*arguments, **options)
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

    def relever_ecarts(self) -> tuple[int, str]:
        """Return how many answers did not follow the contract since the last time, and where the last one did not."""
        with self._verrou:
            ecarts, self._ecarts = self._ecarts, 0
            return ecarts, self._lieu


class ClientGarde:
    """A provider's client whose every call goes through the guard; anything else of it is unchanged."""

    def __init__(self, client, garde: Garde):
        self._client, self._garde = client, garde

    def __getattr__(self, nom):
        attribut = getattr(self._client, nom)
        if not callable(attribut) or nom.startswith(("_", "requete_")):
            return attribut
        return functools.partial(self._garde.appeler, attribut)


_GARDES: dict[object, Garde] = {}
_VERROU = threading.Lock()


def garde_de(cle: object, seuil: int, pause: float, par_seconde: float) -> Garde:
    """Return the guard of a service in this process, with these settings.

    :param cle: what names the service, its database included.
    """
    with _VERROU:
        garde = _GARDES.get(cle)
        if garde is None:
            garde = _GARDES[cle] = Garde(seuil, pause, par_seconde)
    garde.regler(seuil, pause, par_seconde)
    return garde
