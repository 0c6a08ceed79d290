# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Run by `./parcours bench [name…]` inside Odoo's environment: one line a figure (name, value, unit, goal; tabs)."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

# They register their measures.
from tests.bench import accueil, charge, courriers, delais, lectures, mesures, papier, presences, recherche  # noqa: F401
from tests.bench.banc import MEASURES, Bench


def main(env):
    """Print the figures asked for by PARCOURS_BENCH_NOMS (all when empty); exit 1 on an unknown name."""
    names = os.environ.get("PARCOURS_BENCH_NOMS", "").split() or list(MEASURES)
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.exit(f"Unknown measure: {', '.join(unknown)}. There are: {', '.join(MEASURES)}.")
    bench = Bench(env)
    for name in names:
        function, unit, goal = MEASURES[name]
        print(name, f"{function(bench):.1f}", unit, goal, sep="\t", flush=True)


main(env)  # noqa: F821  (`env` is given by odoo shell)
