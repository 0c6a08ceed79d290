# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A rate limit: a bucket of tokens that fills at a constant rate; each call takes one, and waits for it when there is
none.

Safe to use from many threads at once: a thread takes its place under the lock and waits outside of it, so places are
given in the order in which they are asked for.
"""

import threading
import time
from collections.abc import Callable


class Debit:
    """At most `par_seconde` calls a second over time, and `rafale` at once after a rest.

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
