# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the measures of `./parcours bench` share: a register to collect from, people already collected, a table of them.

The simulator runs as a process of its own, as the register would: it must not share this process's interpreter lock.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import split_every

from odoo.addons.registre_national.models.service.collecte import SEUIL_AIDE, TAILLE_LOT, TAILLE_PAGE

ROOT = Path(__file__).parents[2]
#: What executer.py is given to run a file inside `odoo shell`, as `./parcours` does.
LAUNCH = 'exec(compile(open(__import__("os").environ["PARCOURS_LANCEUR"]).read(), "executer.py", "exec"))\n'
MEASURES = {}


def measure(goal, unit):
    """Register a function as the measure of its own name; it gets a `Bench` and returns a number in `unit`.

    :param goal: a number is a minimum; "<360" is a maximum.
    """

    def register(function):
        MEASURES[function.__name__] = (function, unit, goal)
        return function

    return register


def control(url, action, **values):
    """Tell the simulator something: control(url, "avancer", jours=1); return its answer."""
    request = urllib.request.Request(
        f"{url}/_controle/{action}", json.dumps(values).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=300) as response:
        return json.load(response)


def collected(wanted, people):
    """Return `people`; AssertionError when so many are missing that something else was measured.

    Two seeds may draw the same number now and then, hence the tenth.
    """
    if people < wanted * 0.9:
        raise AssertionError(f"{people} people collected of {wanted} announced")
    return people


class Apart(NamedTuple):
    """What a collection in processes of its own took.

    :param mo: most memory one of them held.
    :param boucle: seconds of the same client and simulator, storing nothing (see `Bench.loop`).
    """

    secondes: float
    mo: float
    boucle: float


class Bench:
    """What the measures share: the environment, a seed that is never used twice, and people already collected."""

    def __init__(self, env):
        self.env = env
        self.seed = 1000
        #: People -> what `collect_apart` measured: one long run gives two figures.
        self.apart = {}
        #: Files -> seconds of the term cron, for the same reason.
        self.nights = {}

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
                control(url, "pannes", latence_ms=latency_ms)
            yield url
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()

    def service(self, url):
        """Return a service that collects from the register at `url`.

        Each run has one of its own, so that cursors and sequences of two registers are never mixed.
        """
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
        return service

    def collect(self, people, latency_ms=0):
        """Collect `people` newcomers through SOAP, stored and examined; return the people per second."""
        with self.simulator(people, latency_ms) as url:
            service = self.service(url)
            start = time.perf_counter()
            outcome = service._collecter()
            self.env.cr.commit()
            seconds = time.perf_counter() - start
        return collected(people, outcome["personnes"]) / seconds

    def collect_apart(self, people):
        """Collect `people` newcomers in processes of their own, one a core; return `Apart`.

        A process keeps the memory it once had: only a new one shows what a collection needs.
        """
        if people not in self.apart:
            with self.simulator(people) as url:
                service = self.service(url)
                loop = self.loop(service) if people >= SEUIL_AIDE else 0.0
                parts = self.collect_together(service)
            collected(people, sum(part["personnes"] for part in parts))
            seconds = max(part["fin"] for part in parts) - min(part["debut"] for part in parts)
            self.apart[people] = Apart(seconds, max(part["mo"] for part in parts), loop)
            # What the others wrote is seen from a new transaction only.
            self.env.cr.commit()
            self.env.invalidate_all()
        return self.apart[people]

    def loop(self, service):
        """Seconds to take all pages of this service and to read all their people with its client, storing nothing."""
        client, receipt, more, numbers = service._client(), "", True, []
        start = time.perf_counter()
        while more:
            page = client.notifications(receipt, TAILLE_PAGE)
            numbers += [notification.niss for notification in page.notifications]
            more, receipt = page.encore, page.recepisse
        with client.consultations(service.pool_size, service.mode_test) as calls:
            for part in split_every(TAILLE_LOT, numbers):
                for future in calls.lancer(part):
                    future.result()
        return time.perf_counter() - start

    def collect_together(self, service, meanwhile=lambda: None):
        """Collect in as many processes as there are cores; return what each says of itself (`processus.py`).

        :param meanwhile: called again and again until they are done.
        """
        script = Path(__file__).with_name("processus.py")
        values = {"PARCOURS_SCRIPT": str(script), "PARCOURS_BENCH_SERVICE": str(service.id)}
        processes = []
        for rank in reversed(range(os.cpu_count() or 1)):
            process = subprocess.Popen(
                # The command that started this process, on the same database, with another script.
                sys.orig_argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                pass_fds=(3,),
                env={**os.environ, **values, "PARCOURS_BENCH_AIDE": "1" if rank else ""},
            )
            process.stdin.write(LAUNCH)
            process.stdin.close()
            processes.append(process)
        while any(process.poll() is None for process in processes):
            meanwhile()
            time.sleep(0.1)
        if any(process.returncode for process in processes):
            raise AssertionError("a process of the collection failed")
        parts = [json.loads(process.stdout.read()) for process in processes]
        print(*parts, sep="\n", file=sys.stderr)
        return parts

    def files(self, wanted):
        """Return `wanted` examined files, collecting more people when there are not enough."""
        missing = wanted - self.env["parcours.dossier"].search_count([])
        if missing > 0:
            self.collect(int(missing * 1.05) + 10)
        return self.env["parcours.dossier"].search(Domain.TRUE, limit=wanted)

    def population(self, wanted, seen=6000):
        """Make at least `wanted` examined files: `seen` people who came through SOAP, their files copied as often as
        needed. Facts, profiles and unknowns are thus as mixed as the register's, without its half hour."""
        self.files(seen)
        columns = ", ".join(
            name
            for name, field in self.env["parcours.dossier"]._fields.items()
            if field.store and field.column_type and name not in ("id", "reference", "personne_id")
        )
        cr = self.env.cr
        while (there := self.env["parcours.dossier"].search_count([])) < wanted:
            # Raw SQL: a bench's own people, in a database that is dropped afterwards; column names are the model's.
            cr.execute(
                f"INSERT INTO parcours_dossier (reference, {columns}) "
                f"SELECT '/', {columns} FROM parcours_dossier ORDER BY id LIMIT %s",
                [wanted - there],
            )
        cr.execute("ANALYZE parcours_dossier")
        cr.commit()
        self.env.invalidate_all()
