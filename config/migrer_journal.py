# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Bring the consultation log's own schema to the structure of this version, as its owner: before Odoo, never by Odoo.

Usage, where the caller may be a superuser (`./parcours`, tests): migrer_journal.py HOST DATABASE
In production the image does it (`docker-compose run --rm migration`), as the owner; journal/roles.sql was run before.
"""

import sys
from contextlib import closing
from pathlib import Path

import psycopg2

HERE = Path(__file__).parent / "journal"
OWNER, ODOO = "parcours_journal", "odoo"
#: Key of the lock that makes a second runner wait (any number that is ours).
LOCK = 8_081_984
#: The table of Odoo's own that the log was.
FORMER = "public.registre_consultation"
#: Nothing that another role may put in a schema of its own is found before PostgreSQL's.
PATH = "SET LOCAL search_path = pg_catalog, pg_temp"


def migrations():
    """[(number, path)] of the structure's changes, in their order."""
    return sorted((int(path.name[:4]), path) for path in HERE.glob("[0-9]" * 4 + "_*.sql"))


def prepare(superuser):
    """Make the role and the schema, on a superuser's connection to the database."""
    with superuser, superuser.cursor() as cursor:
        cursor.execute((HERE / "roles.sql").read_text(encoding="utf-8"))


def migrate(owner):
    """Apply what was not applied yet, all of it or nothing.

    :param owner: a connection of the owner, or of a superuser
    """
    with owner, owner.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {OWNER}; {PATH}; SELECT pg_advisory_xact_lock({LOCK})")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS journal.migration"
            " (numero integer PRIMARY KEY, nom text NOT NULL, date timestamptz NOT NULL DEFAULT now())"
        )
        cursor.execute("SELECT numero FROM journal.migration")
        done = {number for (number,) in cursor.fetchall()}
        for number, path in migrations():
            if number not in done:
                cursor.execute(path.read_text(encoding="utf-8"))
                cursor.execute("INSERT INTO journal.migration (numero, nom) VALUES (%s, %s)", [number, path.stem])
        # Read by Odoo's check at each start: a comment is seen without a right on anything.
        cursor.execute(f"COMMENT ON SCHEMA journal IS 'structure {migrations()[-1][0]}'")


def take_over(owner, odoo):
    """Move the entries of Odoo's former table into the log, and drop it; nothing when there is none.

    :param odoo: a connection of Odoo's role, the owner of that table
    """
    with odoo, odoo.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(%s) AND relkind = 'r')", [FORMER]
        )
        if not cursor.fetchone()[0]:
            return
        cursor.execute(f"GRANT SELECT ON {FORMER} TO {OWNER}")
    with odoo, odoo.cursor() as cursor:
        # Nobody adds to it meanwhile; the owner of the log may read it.
        cursor.execute(f"LOCK TABLE {FORMER} IN EXCLUSIVE MODE")
        with owner, owner.cursor() as moving:
            moving.execute(f"SET LOCAL ROLE {OWNER}; {PATH}")
            moving.execute((HERE / "reprise.sql").read_text(encoding="utf-8"))
        last = "SELECT count(*), max(sequence), (array_agg(hash ORDER BY sequence DESC))[1] FROM "
        cursor.execute(f"{last} {FORMER}")
        former = cursor.fetchone()
        cursor.execute(f"{last} journal.consultation")
        if cursor.fetchone() != former:
            raise RuntimeError(f"The entries of {FORMER} are not all in the log; that table was left as it is.")
        cursor.execute(f"DROP TABLE {FORMER}; DROP FUNCTION IF EXISTS public.registre_consultation_immuable()")


def bring(owner, odoo):
    """Structure, then the entries of before."""
    migrate(owner)
    take_over(owner, odoo)


def main(host, database):
    """Role, schema, structure and entries of a database of a cluster where the caller may be a superuser."""
    with (
        closing(psycopg2.connect(host=host, dbname=database, user="postgres")) as superuser,
        closing(psycopg2.connect(host=host, dbname=database, user=ODOO)) as odoo,
    ):
        prepare(superuser)
        bring(superuser, odoo)


if __name__ == "__main__":
    main(*sys.argv[1:])
