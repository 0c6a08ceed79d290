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
MONDAY = 10_000
#: What happens to people that night: a move, an address, a card, a reason of residence.
KINDS = ("demenagement", "adresse", "renouvellement", "changement_motif")


@measure(goal="<600", unit="MB")
def memoire_1000(bench):
    """Most memory the collecting process held for 1,000 people, Odoo itself included."""
    return bench.collect_apart(SMALL).mo


@measure(goal="<600", unit="MB")
def memoire_60000(bench):
    """The same for 60,000 people: what was read must not stay."""
    return bench.collect_apart(LARGE).mo


@measure(goal="<120", unit="s")
def collecte_60000(bench):
    """Seconds to collect 60,000 people through SOAP, stored and examined, the register answering at once; a process a
    core.
    """
    return bench.collect_apart(LARGE).secondes


@measure(goal="<1.5", unit="times")
def collecte_ratio(bench):
    """The same, over a loop of the same client and simulator in one process that stores nothing, in the same run."""
    apart = bench.collect_apart(LARGE)
    return apart.secondes / apart.boucle


@measure(goal="<60", unit="s")
def lundi_10000(bench):
    """Seconds to pull and process 10,000 changes that come at once, and who arrives behind them; a process a core."""
    return monday(bench)["toutes"]


@measure(goal="<60", unit="s")
def lundi_arrivee(bench):
    """Seconds after which the newcomers announced behind those 10,000 changes have their files."""
    return monday(bench)["arrivees"]


def monday(bench):
    """Live one Monday; two figures."""
    if "lundi" not in bench.nights:
        with bench.simulator(MONDAY * 3 // 2) as url:
            service = bench.service(url)
            bench.collect_together(service)
            bench.env.cr.commit()
            bench.env.invalidate_all()
            announce(url, service.notification_ids.mapped("niss"), MONDAY)
            control(url, "avancer", jours=1)
            known, last = len(settled(service)), max(service.notification_ids.mapped("sequence"))
            seen = {}

            def look():
                env = bench.env
                env.cr.rollback()
                # Raw SQL: a bench reads what other processes write, nothing else.
                env.cr.execute(
                    "SELECT count(*) FILTER (WHERE n.state = 'recue'), count(d.id) FROM registre_notification n"
                    " LEFT JOIN parcours_dossier d ON d.personne_id = n.personne_id"
                    " WHERE n.service_id = %s AND n.category = 'NEWCOMER' AND n.sequence > %s",
                    [service.id, last],
                )
                waiting, files = env.cr.fetchone()
                if files and not waiting:
                    seen.setdefault("fin", time.time())

            parts = bench.collect_together(service, look)
            start = min(part["debut"] for part in parts)
            collected(MONDAY, len(settled(service)) - known)
            toutes = max(part["fin"] for part in parts) - start
            bench.nights["lundi"] = {"toutes": toutes, "arrivees": seen["fin"] - start}
    return bench.nights["lundi"]


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


@measure(goal="<15", unit="s")
def examens_60000(bench):
    """Seconds to examine 60,000 files, an examination written for each, as after a new version of the law."""
    bench.population(LARGE)
    env, dossiers = bench.env, bench.env["parcours.dossier"].search([], limit=LARGE)
    env.cr.execute("UPDATE parcours_examen SET empreinte = ''")
    env.cr.commit()
    env.invalidate_all()
    before = env["parcours.examen"].search_count([])
    start = time.perf_counter()
    dossiers._examiner("bench")
    env.cr.commit()
    seconds = time.perf_counter() - start
    written = env["parcours.examen"].search_count([]) - before
    if written != LARGE:
        raise AssertionError(f"{written} examinations written for {LARGE} files")
    return seconds


@measure(goal="<30", unit="s")
def rejeu_60000(bench):
    """Seconds to replay a draft that obliges from 40 years on only over 60,000 files, matrix and people kept."""
    bench.population(LARGE)
    env = bench.env
    brouillon = env.ref("parcours_accueil.reglement_r2").copy()
    brouillon.regle_ids.filtered(
        lambda regle: regle.code == "C4"
    ).domaine = "[('ref_age_min', '>=', 40), ('ref_age_max', '<', 65)]"
    env.cr.commit()
    env.invalidate_all()
    start = time.perf_counter()
    rejeu = env["parcours.rejeu"].browse(brouillon.action_rejouer()["res_id"])
    env.cr.commit()
    seconds = time.perf_counter() - start
    if rejeu.state != "fini" or rejeu.nombre < LARGE or not rejeu.nombre_changes:
        raise AssertionError(f"{rejeu.nombre_faits} files replayed of {rejeu.nombre}, {rejeu.nombre_changes} changed")
    return seconds


def announce(url, numbers, wanted=NIGHT):
    """Make one change happen to each of `wanted` of these people, of a kind after the other."""
    kinds, done = cycle(KINDS), 0
    for number in numbers:
        if done >= wanted:
            return
        # What cannot happen to this person (who died, who left) happens to another.
        with suppress(HTTPError):
            done += control(url, "evenement", genre=next(kinds), niss=number)["notifications"]
    raise AssertionError(f"only {done} changes could be announced")


def settled(service):
    """The notifications of a service that are done."""
    service.env.invalidate_all()
    return service.notification_ids.filtered_domain([("state", "=", "traitee")])
