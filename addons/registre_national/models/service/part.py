# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import math

#: Keys of the locks (any numbers that are ours), by pairs with what they lock: a service, its pages, one of its calls,
#: a person's number.
PRESENTS, PAGES, PLACES, NUMEROS = 8_081_985, 8_081_986, 8_081_987, 8_081_988
#: Most calls at the same time of one service (`registre.service.pool_size`): what a key of `PLACES` counts by.
MAX_PLACES = 64


class Part:
    """The share of one process in a collection that several carry: its calls at the same time, the people it reads.

    All are locks of its session: they outlive a commit, two sessions never hold one, and the database gives back those
    of a process that died. They name no table and hold no row.
    """

    def __init__(self, cr, service_id, places):
        self._cr, self._service, self._total = cr, service_id, places
        self._rangs = range(service_id * MAX_PLACES, service_id * MAX_PLACES + places)
        #: The calls that are ours, among `_rangs`.
        self.places = []
        self._numeros = set()
        #: Whether this process takes the pages of notifications.
        self.mene = False
        self._demander("pg_try_advisory_lock_shared(%s, %s)", PRESENTS, service_id)

    def _demander(self, fonction, *cles):
        # Raw SQL: functions of the database, constant names, keys as parameters.
        self._cr.execute(f"SELECT {fonction}", cles)
        return self._cr.fetchone()[0]

    def fermer(self):
        """Give everything back."""
        self.rendre(list(self._numeros))
        self._rendre_places(0)
        if self.mene:
            self._demander("pg_advisory_unlock(%s, %s)", PAGES, self._service)
        self._demander("pg_advisory_unlock_shared(%s, %s)", PRESENTS, self._service)

    def prendre_la_tete(self):
        """Take the pages of notifications, unless another process does; return whether it is this one."""
        self.mene = self.mene or self._demander("pg_try_advisory_lock(%s, %s)", PAGES, self._service)
        return self.mene

    # The calls

    def _presents(self):
        """How many processes collect from this service."""
        return self._demander(
            "count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND "
            "granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            PRESENTS,
            self._service,
        )

    def ajuster(self, appels):
        """Take as many of the calls at the same time as are due to each of those who are there; give back the others.

        What is given back is not under way any more: over all processes the limit of the service holds at any moment.

        :param appels: `soap.appels.Consultations`.
        """
        due = math.ceil(self._total / max(1, self._presents()))
        if len(self.places) > due:
            appels.limiter(due, self._total)
            self._rendre_places(due)
        if len(self.places) < due:
            # One row after the other until there are enough: no call is locked that is not taken.
            self._cr.execute(
                "SELECT rang FROM unnest(%s::int[]) rang WHERE pg_try_advisory_lock(%s, rang) LIMIT %s",
                [[rang for rang in self._rangs if rang not in self.places], PLACES, due - len(self.places)],
            )
            self.places += [rang for (rang,) in self._cr.fetchall()]
        if self.places:
            appels.limiter(len(self.places), self._total)

    def _rendre_places(self, garder):
        self._cr.execute(
            "SELECT pg_advisory_unlock(%s, rang) FROM unnest(%s::int[]) rang", [PLACES, self.places[garder:]]
        )
        del self.places[garder:]

    # The people

    def tient(self, niss):
        """Whether this process is reading this number."""
        return niss in self._numeros

    def prendre(self, numeros):
        """Return those of these numbers that nobody else is reading: they are ours until `rendre`.

        What another process wrote about them is seen by a transaction that begins afterwards.

        :param numeros: a list, none of them ours already.
        """
        self._cr.execute(
            "SELECT niss FROM unnest(%s::text[]) niss WHERE pg_try_advisory_lock(%s, hashtext(niss))",
            [numeros, NUMEROS],
        )
        pris = {niss for (niss,) in self._cr.fetchall()}
        self._numeros |= pris
        return pris

    def rendre(self, numeros):
        """Give numbers back, once what was done about them is committed."""
        numeros = [niss for niss in numeros if niss in self._numeros]
        self._cr.execute(
            "SELECT pg_advisory_unlock(%s, hashtext(niss)) FROM unnest(%s::text[]) niss", [NUMEROS, numeros]
        )
        self._numeros.difference_update(numeros)
