# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The night of the courses: rates and drop-outs over 600,000 attendances, on the first night and on one like another.

People, sessions and attendances are made in the database itself, from a file that the engine made. They are nobody's:
no person, no name, no number.
"""

import os
import time
from datetime import timedelta

from odoo.addons.parcours_socle.jour import aujourdhui

from .banc import measure
from .delais import PREFIX, model_file, names

#: PARCOURS_BENCH_PRESENCES: fewer, to see that it runs; the goal is for 600,000.
ATTENDANCES = int(os.environ.get("PARCOURS_BENCH_PRESENCES", 600_000))
#: Attendances of one person, and people of one session.
EACH, ROOM = 60, 20
#: People of whom something is noted on a day like another.
ONE_DAY = 400


@measure(goal="<20", unit="s")
def presences_600000(bench):
    """Seconds of the night that counts all of them: the first one, or that of a new version of the law."""
    return nights(bench)[0]


@measure(goal="<5", unit="s")
def presences_un_jour(bench):
    """The same on a day like another: what was noted of a few hundred people, among as many attendances."""
    return nights(bench)[1]


def nights(bench):
    """Return the seconds of the two nights; measured once, both figures share it."""
    if "presences" not in bench.nights:
        make(bench.env)
        bench.nights["presences"] = (night(bench.env, ATTENDANCES // EACH), night(bench.env, one_more_day(bench.env)))
    return bench.nights["presences"]


def night(env, people):
    """Run the cron once; check that it counted so many people, and return the seconds."""
    start = time.perf_counter()
    outcome = env["parcours.assiduite"]._cron_compter()
    env.cr.commit()
    seconds = time.perf_counter() - start
    dropped = env["parcours.decrochage"].search_count([("state", "=", "ouvert")])
    # who dropped out is looked at once more
    counted = outcome.done - dropped
    # those of a day like another came: of few people, nobody is left on the list
    if counted != people or outcome.aside or not env["parcours.decrochage"].search_count([]):
        raise AssertionError(f"{counted} people counted of {people}, {dropped} of them dropped out; {outcome}")
    return seconds


def make(env):
    """Make the people, enrolled with one organiser, and sixty attendances of each, of three modules."""
    model = model_file(env, aujourdhui() - timedelta(days=400))
    organiser = env.ref("parcours_accueil.organisateur_bapa_bxl")
    model._enregistrer("inscription_organisateur", aujourdhui() - timedelta(days=390), organisateur_id=organiser.id)
    env.flush_all()
    people, cr = ATTENDANCES // EACH, env.cr
    columns = names(env, "parcours_dossier", {"id", "reference", "niss", "name"})
    # Raw SQL: a bench's own people, in a database that is dropped afterwards; columns are those of the tables.
    cr.execute(
        f"INSERT INTO parcours_dossier (reference, {columns}) "
        f"SELECT %s || n, {columns} FROM parcours_dossier, generate_series(1, %s) n WHERE id = %s",
        [f"{PREFIX}P-", people, model.id],
    )
    columns = names(env, "parcours_inscription", {"id", "dossier_id"})
    prefixed = ", ".join(f"t.{column}" for column in columns.split(", "))
    mine = [f"{PREFIX}P-%"]
    cr.execute(
        f"INSERT INTO parcours_inscription (dossier_id, {columns}) SELECT d.id, {prefixed} FROM parcours_inscription t,"
        " parcours_dossier d WHERE t.dossier_id = %s AND d.reference LIKE %s",
        [model.id, *mine],
    )
    cr.execute("SELECT array_agg(id ORDER BY id) FROM parcours_module")
    cr.execute(
        "INSERT INTO parcours_seance (organisateur_id, module_id, langue, jour, heure_debut, heure_fin, state,"
        " create_uid, create_date, write_uid, write_date)"
        " SELECT %s, (%s::int[])[1 + rank %% 3], 'fr', %s::date - rank, 9, 12,"
        " 'tenue', 1, now(), 1, now() FROM generate_series(1, %s) rank, generate_series(1, %s) room"
        " ORDER BY room, rank RETURNING id",
        [organiser.id, cr.fetchone()[0], aujourdhui(), EACH, -(-people // ROOM)],
    )
    # the sessions of a room are sixty in a row, its people twenty in a row; one attendance in four is missed
    cr.execute(
        "WITH s AS (SELECT id, jour, (row_number() OVER (ORDER BY id) - 1) / %s AS room FROM parcours_seance),"
        " d AS (SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS room FROM parcours_dossier"
        " WHERE reference LIKE %s) INSERT INTO parcours_presence (seance_id, dossier_id, jour, etat, retard,"
        " note_par_id, note_le, create_uid, create_date, write_uid, write_date) SELECT s.id, d.id, s.jour, CASE WHEN"
        " hashint4(s.id * 7 + d.id) %% 4 = 0 THEN 'absent' ELSE 'present' END, 0, 1, now(), 1, now(), 1, now()"
        " FROM s JOIN d ON d.room = s.room",
        [EACH, ROOM, *mine],
    )
    cr.execute("ANALYZE parcours_presence, parcours_seance, parcours_dossier, parcours_inscription")
    cr.commit()
    env.invalidate_all()


def one_more_day(env):
    """Note something of a few people as the sheet does, by another line; return how many."""
    people = min(ONE_DAY, ATTENDANCES // EACH)
    # Raw SQL: as above; the last attendance of each of them becomes another one.
    env.cr.execute(
        "WITH last AS (SELECT DISTINCT ON (dossier_id) id FROM parcours_presence WHERE dossier_id IN (SELECT id FROM"
        " parcours_dossier WHERE reference LIKE %s ORDER BY id LIMIT %s) ORDER BY dossier_id, jour DESC),"
        " gone AS (UPDATE parcours_presence p SET remplacee_le = now() FROM last WHERE p.id = last.id"
        " RETURNING p.seance_id, p.dossier_id, p.jour)"
        " SELECT * FROM gone",
        [f"{PREFIX}P-%", people],
    )
    gone = env.cr.fetchall()
    env.cr.execute_values(
        "INSERT INTO parcours_presence (seance_id, dossier_id, jour, etat, retard, note_par_id, note_le, create_uid,"
        " create_date, write_uid, write_date) SELECT v.s, v.d, v.j, 'present', 0, 1, now(), 1, now(), 1, now()"
        " FROM (VALUES %s) AS v (s, d, j)",
        gone,
    )
    env.cr.commit()
    env.invalidate_all()
    return len(gone)
