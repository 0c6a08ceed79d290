# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The long measures of `./parcours bench`: what a load of the whole Region takes, and an ordinary night after it.

Each is one run: minutes long, it evens itself out.
"""

import time
from contextlib import suppress
from itertools import cycle
from urllib.error import HTTPError

from .banc import collected, control, measure

SMALL, LARGE = 1000, 60_000
NIGHT = 5000
#: What happens to people that night: a move, an address, a card, a reason of residence.
KINDS = ("demenagement", "adresse", "renouvellement", "changement_motif")


@measure(goal="<600", unit="MB")
def memoire_1000(bench):
    """Most memory the collecting process held for 1,000 people, Odoo itself included."""
    return bench.collect_apart(SMALL)[1]


@measure(goal="<600", unit="MB")
def memoire_60000(bench):
    """The same for 60,000 people: what was read must not stay."""
    return bench.collect_apart(LARGE)[1]


@measure(goal="<360", unit="s")
def collecte_60000(bench):
    """Seconds to collect 60,000 people through SOAP, stored and examined, the register answering at once."""
    return bench.collect_apart(LARGE)[0]


@measure(goal="<60", unit="s")
def nuit_5000(bench):
    """Seconds to pull and process 5,000 changes of 5,000 people already known, the day after they were collected."""
    with bench.simulator(NIGHT * 3 // 2) as url:
        service = bench.service(url)
        service._collecter()
        bench.env.cr.commit()
        control(url, "avancer", jours=1)
        announce(url, service.notification_ids.mapped("niss"))
        known = len(settled(service))
        start = time.perf_counter()
        service._collecter()
        bench.env.cr.commit()
        seconds = time.perf_counter() - start
        # A few more than asked for: the day brought its own.
        return seconds * NIGHT / collected(NIGHT, len(settled(service)) - known)


def announce(url, numbers):
    """Make one change happen to each of `NIGHT` of these people, of a kind after the other."""
    kinds, done = cycle(KINDS), 0
    for number in numbers:
        if done == NIGHT:
            return
        # What cannot happen to this person (who died, who left) happens to another.
        with suppress(HTTPError):
            done += control(url, "evenement", genre=next(kinds), niss=number)["notifications"]
    raise AssertionError(f"only {done} changes could be announced")


def settled(service):
    """The notifications of a service that are done."""
    service.env.invalidate_all()
    return service.notification_ids.filtered_domain([("state", "=", "traitee")])
