# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Run Odoo's script for `./parcours shell`, which waits for no other run: a `./parcours stop` may take PostgreSQL away
before the shell has opened. That is said in a sentence.

Usage: ouvrir_shell.py ODOO_SCRIPT argument…
"""

import os
import runpy
import sys

import psycopg2

STOPPED = "parcours: PostgreSQL does not answer, or was stopped meanwhile (./parcours stop); nothing more was done."


def main(script, *arguments):
    """Run it as if it were called itself."""
    sys.path[0], sys.argv = os.path.dirname(script), [script, *arguments]
    try:
        runpy.run_path(script, run_name="__main__")
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        sys.exit(STOPPED)


if __name__ == "__main__":
    main(*sys.argv[1:])
