# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Run the file named by PARCOURS_SCRIPT inside `odoo shell`, and end the process with the script's own exit status.

`odoo shell < file` runs the file too, but gives no file name in tracebacks, leaves `__file__` unset, and takes the
script's standard input away. Here an exception gives 1, `sys.exit(n)` gives n, and the script reads the caller's input.
As in `odoo shell`, what the script does not commit is rolled back. When PostgreSQL was stopped meanwhile, a sentence
says so.
"""

import os
import sys
import traceback

import psycopg2

STOPPED = "parcours: PostgreSQL was stopped meanwhile (./parcours stop); what was not committed is undone."


def run(env, path):
    """Execute one file with `env`; return the exit status (0 when it ends by itself)."""
    namespace = {"__name__": "__main__", "__file__": path, "env": env, "self": env.user}
    try:
        sys.stdin = open(3, encoding="utf-8", closefd=False)  # noqa: SIM115  (lives as long as the process)
        sys.argv = [path]
        with open(path, encoding="utf-8") as file:
            code = compile(file.read(), path, "exec")
        exec(code, namespace)
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return (stop.code or 0) & 0xFF
        print(stop.code, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BaseException as error:  # noqa: BLE001  (the status must be given whatever was raised)
        if is_cut(env):
            return say_cut()
        # The first frame is this file: the reader wants their own.
        traceback.print_exception(type(error), error, error.__traceback__.tb_next)
        return 1
    return 0


def is_cut(env):
    """Whether the connection to PostgreSQL was lost."""
    return bool(env.cr._cnx.closed)


def say_cut():
    """Say so; return the exit status."""
    print(STOPPED, file=sys.stderr)
    return 1


status = run(env, os.environ["PARCOURS_SCRIPT"])  # noqa: F821  (`env` is given by odoo shell)
try:
    env.cr.rollback()  # noqa: F821
except psycopg2.Error:
    # The script had not noticed.
    status = status or say_cut()
sys.stdout.flush()
sys.stderr.flush()
# Not sys.exit: Odoo's own shutdown may replace the status, and wait for threads the script left.
os._exit(status)
