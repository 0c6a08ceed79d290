# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The short measures of `./parcours bench`: one function a figure, each on real data that came through SOAP.

Every figure is the median of three runs within one process, so that two figures of one table can be compared.
"""

import time
from statistics import median

from odoo.addons.registre_national.soap.lecture import lire_consultation

from .banc import measure

RUNS = 3


@measure(goal=4000, unit="files/s")
def lecture(bench):
    """Raw answers read into values, on one core: the answers for 2,000 people of every profile, histories included."""
    with bench.simulator(2000) as url:
        service = bench.service(url)
        client = service._client().fournisseur
        numbers = [notification.niss for notification in client.notifications(maximum=1000).notifications]
        answers = [(client._consultation.appeler(**client.requete_consultation(number)), number) for number in numbers]

    def run():
        # The processor's time: what one core can read, whatever else the machine does.
        start = time.process_time()
        for answer, number in answers:
            lire_consultation(answer, number)
        return len(answers) / (time.process_time() - start)

    return median(run() for _run in range(RUNS))


@measure(goal=250, unit="people/s")
def collecte_0ms(bench):
    """Collected through SOAP, stored and examined, the register answering at once."""
    return median(bench.collect(2000) for _run in range(RUNS))


@measure(goal=60, unit="people/s")
def collecte_100ms(bench):
    """The same, the register answering after 100 ms."""
    return median(bench.collect(800, latency_ms=100) for _run in range(RUNS))


@measure(goal=70, unit="% of the bound")
def collecte_150ms(bench):
    """The same after 150 ms, as a share of what so many calls at a time can give at best (8 / 0.150 s = 53.3/s)."""
    bound = bench.env["registre.service"].default_get(["pool_size"])["pool_size"] / 0.150
    return median(100 * bench.collect(800, latency_ms=150) / bound for _run in range(RUNS))


@measure(goal=2000, unit="examinations/s")
def examens(bench):
    """The rules applied to the facts of 10,000 files and an examination written for each, in one batch."""
    env, dossiers = bench.env, bench.files(10_000)

    def run():
        env.invalidate_all()
        # Nothing changed since the last examination, and then none would be written: forget what the last ones were.
        env.cr.execute("UPDATE parcours_examen SET empreinte = ''")
        before = env["parcours.examen"].search_count([])
        start = time.perf_counter()
        dossiers._examiner("bench")
        env.flush_all()
        seconds = time.perf_counter() - start
        written = env["parcours.examen"].search_count([]) - before
        if written != len(dossiers):
            raise AssertionError(f"{written} examinations written for {len(dossiers)} files")
        env.cr.rollback()
        return len(dossiers) / seconds

    return median(run() for _run in range(RUNS))


@measure(goal="", unit="people/s")
def relectures(bench):
    """Facts read anew from the history of 10,000 people already known, then examined, as after a nightly reading."""
    env, personnes = bench.env, bench.files(10_000).personne_id

    def run():
        env.invalidate_all()
        env.cr.execute("UPDATE parcours_examen SET empreinte = ''")
        start = time.perf_counter()
        for index in range(0, len(personnes), 500):
            env["parcours.dossier"]._recevoir_personnes(personnes[index : index + 500], "bench")
            env.flush_all()
            env.invalidate_all()
        seconds = time.perf_counter() - start
        env.cr.rollback()
        return len(personnes) / seconds

    return median(run() for _run in range(RUNS))
