# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One part of a collection and nothing else, in a process of its own (`Bench.collect_apart`); prints what it took as
JSON. One process leads; the others help, as the jobs that help do, from the moment they are asked to."""

import json
import os
import re
import time
from pathlib import Path

from odoo.addons.registre_national.models.service.collecte import SEUIL_AIDE


def peak_mb():
    """The most memory this process ever held. Not getrusage: its maximum is inherited from whoever started us."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def main(env):
    """Collect what the service named by PARCOURS_BENCH_SERVICE has to give."""
    service = env["registre.service"].browse(int(os.environ["PARCOURS_BENCH_SERVICE"]))
    helps = bool(os.environ.get("PARCOURS_BENCH_AIDE"))
    if helps:
        limit = time.monotonic() + 120
        while service._reste() < SEUIL_AIDE and time.monotonic() < limit:
            env.cr.rollback()
            time.sleep(0.1)
    start, processor = time.time(), time.process_time()
    people = service._collecter(aide=helps)["personnes"]
    env.cr.commit()
    taken = {"debut": start, "fin": time.time(), "processeur": time.process_time() - processor, "mo": peak_mb()}
    print(json.dumps({"personnes": people, **taken}))


main(env)  # noqa: F821  (`env` is given by odoo shell)
