# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One collection and nothing else, in a process of its own (`Bench.collect_apart`); prints what it took as JSON."""

import json
import os
import re
import time
from pathlib import Path


def peak_mb():
    """The most memory this process ever held. Not getrusage: its maximum is inherited from whoever started us."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def main(env):
    """Collect all the service named by PARCOURS_BENCH_SERVICE has to give."""
    service = env["registre.service"].browse(int(os.environ["PARCOURS_BENCH_SERVICE"]))
    start = time.perf_counter()
    people = service._collecter()["personnes"]
    env.cr.commit()
    print(json.dumps({"personnes": people, "secondes": time.perf_counter() - start, "mo": peak_mb()}))


main(env)  # noqa: F821  (`env` is given by odoo shell)
