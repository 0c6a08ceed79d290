# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Ten thousand damaged answers, in every shape in which real servers send them: each is read or refused, none crashes,
none is stuck.

Run by `./parcours epreuve fuzz [--nombre N] [--graine N]`; without Odoo, which reads none of them.
"""

import argparse
import importlib
import sys

from mutants import without_odoo

#: Seconds above which an answer counts as stuck.
STUCK_S = 2


def main():
    """Damage, read, count; the exit status says whether one was stuck. One that crashes stops the drill."""
    parser = argparse.ArgumentParser(prog="./parcours epreuve fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--nombre", type=int, default=10_000, help="answers (10000)")
    parser.add_argument("--graine", type=int, default=20261127, help="seed (20261127)")
    options = parser.parse_args()
    without_odoo()
    fuzz = importlib.import_module("odoo.addons.registre_national.tests.soap.test_fuzz_formes")
    outcomes, longest = fuzz.essayer(options.nombre, options.graine)
    print(f"{options.nombre} damaged answers, seed {options.graine}: 0 crashes, longest {1000 * longest:.0f} ms")
    for outcome, number in sorted(outcomes.items()):
        print(f"    {outcome}: {number}")
    return longest > STUCK_S


if __name__ == "__main__":
    sys.exit(main())
