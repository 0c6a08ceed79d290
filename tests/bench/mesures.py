# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The measures of `./parcours bench`: one function a figure, each on real data collected through SOAP.

The simulator runs as a process of its own, as the register would: it must not share this process's interpreter lock.
Every figure is the median of three runs within one process, so that two figures of one table can be compared.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from odoo.fields import Domain

ROOT = Path(__file__).parents[2]
RUNS = 3
MEASURES = {}


def measure(goal, unit):
    """Register a function as the measure of its own name; it gets a `Bench` and returns a number in `unit`."""

    def register(function):
        MEASURES[function.__name__] = (function, unit, goal)
        return function

    return register


class Bench:
    """What the measures share: the environment, a seed that is never used twice, and people already collected."""

    def __init__(self, env):
        self.env = env
        self.seed = 1000

    @contextmanager
    def simulator(self, people, latency_ms=0):
        """Yield the address of a register of `people` persons nobody has met, answering after `latency_ms`."""
        self.seed += 1
        command = [
            sys.executable,
            "-m",
            "simulateur",
            "serveur",
            "--port",
            "0",
            "--personnes",
            str(people),
            "--graine",
            str(self.seed),
        ]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        try:
            url = next(word for line in process.stdout for word in line.split() if word.startswith("http://")).rstrip(
                "/.,"
            )
            if latency_ms:
                request = urllib.request.Request(
                    f"{url}/_controle/pannes",
                    data=json.dumps({"latence_ms": latency_ms}).encode(),
                    headers={"Content-Type": "application/json"},
                )
                urllib.request.urlopen(request, timeout=10).close()
            yield url
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()

    def collect(self, people, latency_ms=0):
        """Collect `people` newcomers through SOAP, stored and examined; return the people per second.

        Each run has a service of its own, so that cursors and sequences of two registers are never mixed.
        """
        with self.simulator(people, latency_ms) as url:
            service = self.env["registre.service"].create(
                {
                    "name": f"bench {self.seed}",
                    "url_consultation": f"{url}/consultation",
                    "url_notifications": f"{url}/notifications",
                    "url_abonnements": f"{url}/abonnements",
                    "mode_test": True,
                    "cbe_number": "0000000097",
                    "legal_context": "BENCH",
                }
            )
            self.env.cr.commit()
            before = self.env["parcours.dossier"].search_count([])
            start = time.perf_counter()
            service._collecter()
            self.env.cr.commit()
            seconds = time.perf_counter() - start
            collected = self.env["parcours.dossier"].search_count([]) - before
            # Two seeds may draw the same number now and then; a run that lost more than that measured something else.
            if collected < people * 0.9:
                raise AssertionError(f"{collected} files for {people} people announced")
            return collected / seconds

    def files(self, wanted):
        """Return `wanted` examined files, collecting more people when there are not enough."""
        missing = wanted - self.env["parcours.dossier"].search_count([])
        if missing > 0:
            self.collect(int(missing * 1.05) + 10)
        return self.env["parcours.dossier"].search(Domain.TRUE, limit=wanted)


@measure(goal=100, unit="people/s")
def collecte_0ms(bench):
    """Collected through SOAP, stored and examined, the register answering at once."""
    return median(bench.collect(2000) for _run in range(RUNS))


@measure(goal=60, unit="people/s")
def collecte_100ms(bench):
    """The same, the register answering after 100 ms."""
    return median(bench.collect(800, latency_ms=100) for _run in range(RUNS))


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
