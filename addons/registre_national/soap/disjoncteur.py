# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A circuit breaker: a register that does not answer is left alone for a while.

    closed     calls go through; after `seuil` failures in a row: open
    open       no call goes through; after `pause` seconds: half-open
    half-open  one call goes through, alone: it succeeds: closed; it fails: open again, for another `pause`

Pure: the clock is given, nothing is logged, stored or slept. Safe to use from many threads at once.
"""

import threading
import time
from collections.abc import Callable

FERME, OUVERT, DEMI_OUVERT = "ferme", "ouvert", "demi_ouvert"


class Disjoncteur:
    """One breaker.

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
