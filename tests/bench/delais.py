# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The nightly term cron of `./parcours bench`: its cost must grow with what is due, not with the files.

Files are copied in the database itself from two that the engine made, so that the cron finds exactly what it would
find. They are nobody's: no person, no name, no number.
"""

import time
from contextlib import closing
from statistics import median

import psycopg2

from odoo import fields

from odoo.addons.parcours_socle.jour import aujourdhui

from .banc import measure

SMALL, LARGE, DUE, RUNS = 60_000, 600_000, 2000, 7
PREFIX = "BENCH-T-"
#: Tables of what a file has, each with its column that names the file.
TABLES = {"parcours_evenement": "dossier_id", "parcours_delai": "dossier_id"}


@measure(goal="<20", unit="s")
def delais_60000(bench):
    """Seconds of the term cron with 60,000 open files, 2,000 of which are due."""
    return run(bench, SMALL)


@measure(goal="<20", unit="s")
def delais_600000(bench):
    """The same with 600,000 open files."""
    return run(bench, LARGE)


@measure(goal="<1.3", unit="times")
def delais_ratio(bench):
    """What ten times more files cost, for the same number due."""
    return run(bench, LARGE) / run(bench, SMALL)


def run(bench, files):
    """Return the seconds of one night with `files` open files; measured once, several figures share it."""
    if files not in bench.nights:
        bench.nights[files] = nights(bench.env, files)
    return bench.nights[files]


def nights(env, files):
    """Make the files, run the cron on the same night seven times after one that loads what a server has long since
    loaded, and leave the database as it was; return the median of the seconds."""
    # What the population of other measures has to do tonight is not measured.
    env["parcours.delai"]._cron_delais()
    try:
        make(env, files)
        return median([night(env) for _run in range(RUNS + 1)][1:])
    finally:
        env.cr.rollback()
        remove(env)


def night(env):
    """Run the cron once on the files made; check that it did what was due, and return the seconds."""
    again(env)
    tasks = env["mail.activity"].search_count([])
    start = time.perf_counter()
    env["parcours.delai"]._cron_delais()
    env.cr.commit()
    seconds = time.perf_counter() - start
    done = env["mail.activity"].search_count([]) - tasks
    if done != DUE:
        raise AssertionError(f"{done} tasks given for {DUE} terms due")
    return seconds


def again(env):
    """Make the same terms due again, as if the night had not been."""
    today = aujourdhui()
    # Raw SQL: the automation never forgets what it did; the bench does.
    env.cr.execute(
        "UPDATE parcours_delai SET date_echue_faite = NULL, state = 'en_cours', date_action = %s "
        "WHERE date_echeance < %s AND dossier_id IN (SELECT id FROM parcours_dossier WHERE reference LIKE %s)",
        [today, today, f"{PREFIX}%"],
    )
    env.cr.execute("DELETE FROM mail_activity WHERE delai_id IS NOT NULL")
    env.cr.commit()
    env.invalidate_all()


def make(env, files):
    """Make `files` open files with a running term: `DUE` whose last day was yesterday, the others not due for long."""
    today = aujourdhui()
    due = model_file(env, fields.Date.subtract(today, months=7))
    # Its last day becomes yesterday, and was known in time.
    later = model_file(env, fields.Date.subtract(today, days=30))
    env.flush_all()
    move(env, due, fields.Date.subtract(today, days=1))
    copy(env, due, DUE - 1, "D")
    copy(env, later, files - DUE - 1, "L")
    env.cr.commit()
    env.invalidate_all()
    settle(env)


def settle(env):
    """Vacuum what was loaded, as PostgreSQL does by itself some time later: not beside what is measured."""
    with closing(psycopg2.connect(env.cr._cnx.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for table in ("parcours_dossier", *TABLES, "mail_activity"):
                cursor.execute(f"VACUUM ANALYZE {table}")


def model_file(env, day):
    """Return an open file that the engine made, whose attestation was handed over on that day."""
    regulation = env["parcours.reglement"].search([("state", "=", "publie")], order="date_from desc", limit=1)
    file = env["parcours.dossier"].create(
        {
            "reference": f"{PREFIX}M-{day}",
            "company_id": env.ref("parcours_socle.commune_21015").id,
            "phase": "dossier",
            "resultat": "oblige",
            "date_reference": day,
            "date_ouverture": day,
            "reglement_id": regulation.id,
        }
    )
    env["parcours.evenement"].create({"dossier_id": file.id, "type": "attestation_remise", "date_effective": day})
    return file


def move(env, file, last_day):
    """Give a file a start that ends its term on a working day at the latest on `last_day`, known long before."""
    start = fields.Date.subtract(last_day, months=6)
    # Raw SQL: an event is never rewritten; the bench makes a past that nobody may enter.
    env.cr.execute("UPDATE parcours_evenement SET date_effective = %s WHERE dossier_id = %s", [start, file.id])
    file.date_reference = start
    env.invalidate_all()
    file._recalculer()
    term = file.delai_ids
    while term.date_echeance > last_day:
        start = fields.Date.subtract(start, days=1)
        env.cr.execute("UPDATE parcours_evenement SET date_effective = %s WHERE dossier_id = %s", [start, file.id])
        file.date_reference = start
        env.invalidate_all()
        file._recalculer()
    term.write(
        {
            "date_connue": start,
            "date_proche_faite": fields.Date.subtract(last_day, days=30),
            "date_action": aujourdhui(),
            "state": "en_cours",
            # it was known in time: nothing is to be reviewed
            "revue": False,
            "revue_motif": False,
        }
    )
    file.activity_ids.unlink()
    env.flush_all()


def copy(env, model, number, letter):
    """Copy a file, with its events and terms, `number` times, by INSERT … SELECT."""
    columns = names(env, "parcours_dossier", {"id", "reference", "niss", "name"})
    env.cr.execute(
        f"INSERT INTO parcours_dossier (reference, {columns}) "
        f"SELECT %s || n, {columns} FROM parcours_dossier, generate_series(1, %s) n WHERE id = %s",
        [f"{PREFIX}{letter}-", number, model.id],
    )
    for table, link in TABLES.items():
        columns = names(env, table, {"id", link})
        prefixed = ", ".join(f"t.{column}" for column in columns.split(", "))
        env.cr.execute(
            f"INSERT INTO {table} ({link}, {columns}) SELECT d.id, {prefixed} FROM {table} t, parcours_dossier d "
            f"WHERE t.{link} = %s AND d.reference LIKE %s AND d.id <> %s",
            [model.id, f"{PREFIX}{letter}-%", model.id],
        )


def names(env, table, without):
    """The columns of a table, those named left out."""
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return ", ".join(sorted(f'"{name}"' for (name,) in env.cr.fetchall() if name not in without))


def remove(env):
    """Remove everything that `make` and the cron added."""
    chosen = "SELECT id FROM parcours_dossier WHERE reference LIKE %s"
    env.cr.execute(
        f"DELETE FROM mail_activity WHERE res_model = 'parcours.dossier' AND res_id IN ({chosen})", [f"{PREFIX}%"]
    )
    for table, link in TABLES.items():
        env.cr.execute(f"DELETE FROM {table} WHERE {link} IN ({chosen})", [f"{PREFIX}%"])
    env.cr.execute("DELETE FROM parcours_dossier WHERE reference LIKE %s", [f"{PREFIX}%"])
    env.cr.commit()
    env.invalidate_all()
