# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every public method that Odoo has on our models (read, write, create, search, onchange, messages …), called by low
roles with harmless and hostile arguments on records about people of another commune.

Run by `./parcours epreuve balayage`. The calls are made behind the web layer, by the function that all of RPC goes
through: seventy thousand of them take minutes. What only we wrote is called through RPC at each run of the tests
(tests/acces/test_balayage.py), which have the rest of it.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    """Run `balayage_odoo.py`, which no other run collects."""
    return subprocess.run([ROOT / "parcours", "test", "tests/epreuve/balayage_odoo.py", "-q"], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
