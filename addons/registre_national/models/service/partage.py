# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import math
import time
from contextlib import contextmanager

from odoo import api, models

from odoo.addons.parcours_socle import lots

#: Keys of the locks (any numbers that are ours). The first is held together by those who collect, and alone by the jobs
#: of the subscriptions; the others go by pairs, with what they lock: a service, one of its calls, a person's number.
VERROU = 8_081_984
PRESENTS, PAGES, PLACES, NUMEROS = 8_081_985, 8_081_986, 8_081_987, 8_081_988
#: Most calls at the same time of one service (`registre.service.pool_size`): what a key of `PLACES` counts by.
MAX_PLACES = 64
#: Seconds a process that comes to help waits for calls that the others leave to it.
ATTENTE_PLACES = 10
#: Notifications waiting from which others are asked to help: below, it is over before they are there.
SEUIL_AIDE = 1000
#: The jobs that help, as many as may be of use: how many run is a matter of cron workers (docs/production.md).
AIDES = tuple(f"registre_national.ir_cron_aider_{rang}" for rang in (1, 2, 3))


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

    def ajuster(self, porte, garde):
        """Take as many of the calls at the same time as are due to each of those who are there; give back the others.

        What is given back is not under way any more: over all processes the limit of the service holds at any moment.

        :param porte, garde: see `soap.appels`; they let so many calls through, at so large a part of the rate.
        """
        due = math.ceil(self._total / max(1, self._presents()))
        if len(self.places) > due:
            porte.regler(due)
            self._rendre_places(due)
        if len(self.places) < due:
            # One row after the other until there are enough: no call is locked that is not taken.
            self._cr.execute(
                "SELECT rang FROM unnest(%s::int[]) rang WHERE pg_try_advisory_lock(%s, rang) LIMIT %s",
                [[rang for rang in self._rangs if rang not in self.places], PLACES, due - len(self.places)],
            )
            self.places += [rang for (rang,) in self._cr.fetchall()]
        if self.places:
            porte.regler(len(self.places))
            garde.partager(len(self.places) / self._total)

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
            "SELECT niss FROM unnest(%s::text[]) niss WHERE pg_try_advisory_lock(%s, hashtext(niss))", [numeros, NUMEROS]
        )
        pris = {niss for (niss,) in self._cr.fetchall()}
        self._numeros |= pris
        return pris

    def rendre(self, numeros):
        """Give numbers back, once what was done about them is committed."""
        numeros = [niss for niss in numeros if niss in self._numeros]
        self._cr.execute("SELECT pg_advisory_unlock(%s, hashtext(niss)) FROM unnest(%s::text[]) niss", [NUMEROS, numeros])
        self._numeros.difference_update(numeros)


class RegistreServicePartage(models.AbstractModel):
    """Several processes for one collection, as there are cores.

    One takes the pages of notifications and, when many people wait, has the jobs that help run; each takes people of the
    queue by batches that nobody else reads, and its part of the calls that the register bears at the same time. With one
    cron worker, one process does it all.
    """

    _name = "registre.service.partage"
    _description = "Register access: several processes"

    @api.model
    def _cron_aider(self):
        """Help with what waits at every service that is filled in."""
        for service in self._remplis():
            if service._reste() and service._collecter(aide=True)["temps"] <= 0:
                break

    @contextmanager
    def _part(self):
        """Yield the `Part` of this process until the end of the block or of the connection; None while a job of the
        subscriptions works alone.
        """
        cr = self.env.cr
        # Raw SQL: a lock of the session, because the collection commits many times; it names no table, holds no row.
        cr.execute("SELECT pg_try_advisory_lock_shared(%s)", [VERROU])
        if not cr.fetchone()[0]:
            yield None
            return
        part = None
        try:
            part = Part(cr, self.id, self.pool_size)
            yield part
        except BaseException:
            # An aborted transaction could not release the locks.
            cr.rollback()
            raise
        finally:
            if part:
                part.fermer()
            cr.execute("SELECT pg_advisory_unlock_shared(%s)", [VERROU])

    @contextmanager
    def _verrou(self):
        """Yield whether a job may run that nobody collects beside: alone, until the end of the block or of the
        connection.
        """
        # Raw SQL: see `_part`.
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        if not self.env.cr.fetchone()[0]:
            yield False
            return
        try:
            yield True
        except BaseException:
            self.env.cr.rollback()
            raise
        finally:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [VERROU])

    def _obtenir_places(self, part, appels, garde):
        """Take this process' part of the calls; return False when the others leave it none."""
        limite = time.monotonic() + ATTENTE_PLACES
        while True:
            part.ajuster(appels.porte, garde)
            if part.places or time.monotonic() >= limite:
                return bool(part.places)
            # Between two batches of theirs.
            time.sleep(0.1)

    def _appeler_a_l_aide(self):
        """Have the jobs that help run, from the end of this transaction on."""
        for aide in AIDES:
            lots.ask(self.env, aide)
