# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The consultation log with real connections and committed rows: inside a test of Odoo everything is one transaction.

Two people who consult at the same time do not wait for one another, the log they both grow stays one chain, and a
program that reads through RPC (which Odoo serves on a read-only connection) leaves its trace.
"""

import json
import runpy
from contextlib import closing, contextmanager

import psycopg2
import pytest

from tests.serveur import ROOT, setting

#: `work(rank)` runs in threads, each with its own connection, which stays open with its transaction until all are done.
THREADS = """
import json, threading, time
from odoo import api, fields, SUPERUSER_ID

registry = env.registry
THREADS = {threads}
barrier = threading.Barrier(THREADS, timeout=20)
failures, waits = [], []

def lines(rank, number):
    return [
        {{"date": fields.Datetime.now(), "user_id": 2, "processus": "essai", "niss": f"n{{rank}}", "its": "000",
         "finalite": "essai", "reference": f"r{{rank}}", "tentative": 1, "nature": "ok", "code": "", "duree_ms": 1}}
    ] * number

def work(rank):
    with registry.cursor() as cr:
        log = api.Environment(cr, SUPERUSER_ID, {{}})["registre.consultation"]
{body}

def safely(rank):
    try:
        work(rank)
    except BaseException as error:
        failures.append(f"{{rank}}: {{type(error).__name__}}")
        barrier.abort()

threads = [threading.Thread(target=safely, args=[rank]) for rank in range(THREADS)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
env.cr.rollback()
env.invalidate_all()
log = env["registre.consultation"]
print("RESULT", json.dumps({{"failures": failures, "waits": waits, "broken": log._verifier().ids}}))
"""


def run(base, threads, body):
    code = THREADS.format(threads=threads, body="\n".join(f"        {line}" for line in body.strip().splitlines()))
    output = base.run(code, timeout=120)
    return json.loads(output.rpartition("RESULT ")[2].splitlines()[0])


def test_a_consultation_that_goes_on_holds_nobody_up(base):
    """Each thread seals, then keeps its own transaction open until every other one has sealed too: were the chain
    locked until the end of the consultation, the second would wait for the first and the barrier for ever.
    """
    result = run(
        base,
        4,
        """
cr.execute("SELECT count(*) FROM journal.consultation")
log._journaliser(lines(rank, 50))
cr.execute("UPDATE res_users SET write_date = write_date WHERE id = 2 AND %s", [rank == 0])
barrier.wait()
""",
    )
    assert result == {"failures": [], "waits": [], "broken": []}
    assert base.sql("SELECT niss, count(*) FROM journal.consultation GROUP BY niss ORDER BY niss") == [
        (f"n{rank}", 50) for rank in range(4)
    ]


def test_what_was_sealed_stays_when_its_consultation_is_rolled_back(base):
    result = run(base, 1, "log._journaliser(lines(rank, 3))\ncr.rollback()")
    assert result["failures"] == [] and result["broken"] == []
    assert base.sql("SELECT count(*) FROM journal.consultation") == [(3,)]


def test_many_at_once_make_one_chain(base):
    """Eight connections, twenty batches each, as fast as they can: no number twice, none missing, nobody waits long."""
    result = run(
        base,
        8,
        """
barrier.wait()
for _batch in range(20):
    start = time.monotonic()
    log._journaliser(lines(rank, 7))
    waits.append(time.monotonic() - start)
""",
    )
    assert result["failures"] == [] and result["broken"] == []
    total = 8 * 20 * 7
    assert base.sql("SELECT count(*), min(sequence), max(sequence) FROM journal.consultation") == [(total, 1, total)]
    # Batches of one consultation are neighbours: nobody else's entry is in the middle of one.
    blocks = base.sql(
        "SELECT count(*) FROM (SELECT niss, lag(niss) OVER (ORDER BY sequence) AS before, sequence"
        " FROM journal.consultation) x WHERE niss <> before AND (sequence - 1) % 7 <> 0"
    )
    assert blocks == [(0,)]
    assert max(result["waits"]) < 5, result["waits"]


def test_a_program_that_reads_through_rpc_is_in_the_log(plateforme):
    """The agent's own names of columns, read in each way there is, outside any screen."""
    base, call = plateforme.base, plateforme.odoo.session("agent.21015")
    people = call("registre.personne", "search", [], limit=10)
    numbers = {row["niss"] for row in call("registre.personne", "read", people, ["niss", "name"])}
    count = "SELECT count(*), count(DISTINCT niss), min(operation), max(its) FROM journal.consultation WHERE {}"
    mine = "user_id = (SELECT id FROM res_users WHERE login = 'agent.21015')"
    assert base.sql(count.format(mine)) == [(0, 0, None, None)], "names and numbers find people"
    call("registre.personne", "read", people, ["nationalite"])
    call("registre.personne", "search_read", [("id", "in", people)], ["nationalite_code"])
    expected = [(len(people), len(people), "copie", "031 032")]
    assert base.sql(count.format(mine)) == expected, "the same again is the same consultation"
    call("registre.information", "search_read", [("personne_id", "in", people), ("it", "=", "195")], ["libelle"])
    call("registre.personne", "web_search_read", [("id", "in", people)], {"motif": {}})
    read = f"{mine} AND operation = 'copie'"
    seen = base.sql(f"SELECT DISTINCT niss, its, reference LIKE 'PA/%' FROM journal.consultation WHERE {read}")
    assert {niss for niss, its, _file in seen if its == "202"} == numbers
    assert {niss for niss, its, _file in seen if its == "195"} <= numbers
    assert all(in_file for *_rest, in_file in seen), "with the file each person is handled in"
    output = base.run('print("BROKEN", env["registre.consultation"]._verifier().ids)')
    assert "BROKEN []" in output


#: What Odoo's role may not do to the log, each tried on a log with entries. A view or a table of one's own beside it
#: may be made, and changes nothing (`SHADOWS`).
REFUSED = (
    "DELETE FROM journal.entree",
    "UPDATE journal.entree SET niss = '0'",
    "TRUNCATE journal.entree",
    "INSERT INTO journal.entree SELECT * FROM journal.entree",
    "SELECT * FROM journal.entree",
    "COPY journal.entree TO STDOUT",
    "LOCK TABLE journal.entree IN ACCESS EXCLUSIVE MODE",
    "DELETE FROM journal.consultation",
    "UPDATE journal.consultation SET niss = '0'",
    "INSERT INTO journal.consultation (sequence) VALUES (0)",
    "DROP TABLE journal.entree",
    "DROP TABLE journal.entree CASCADE",
    "DROP VIEW journal.consultation",
    "DROP FUNCTION journal.ajouter(json)",
    "DROP FUNCTION journal.refuser() CASCADE",
    "DROP SCHEMA journal CASCADE",
    "DROP OWNED BY parcours_journal",
    "REASSIGN OWNED BY parcours_journal TO odoo",
    "ALTER TABLE journal.entree DISABLE TRIGGER ALL",
    "ALTER TABLE journal.entree DISABLE TRIGGER entree_ligne",
    "DROP TRIGGER entree_ligne ON journal.entree",
    "CREATE TRIGGER mine BEFORE INSERT ON journal.entree FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO journal.entree DO INSTEAD NOTHING",
    'CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO journal.consultation DO INSTEAD SELECT 1',
    "ALTER TABLE journal.entree ADD COLUMN mine integer",
    "ALTER TABLE journal.entree ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE journal.entree OWNER TO odoo",
    "ALTER TABLE journal.entree SET SCHEMA public",
    "ALTER TABLE journal.entree RENAME TO other",
    "ALTER VIEW journal.consultation RENAME TO other",
    "ALTER VIEW journal.consultation OWNER TO odoo",
    "CREATE OR REPLACE VIEW journal.consultation AS SELECT 1",
    "CREATE OR REPLACE FUNCTION journal.ajouter(lignes json) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION journal.ajouter(json) SET search_path = public",
    "ALTER FUNCTION journal.ajouter(json) OWNER TO odoo",
    "ALTER SCHEMA journal RENAME TO other",
    "ALTER SCHEMA journal OWNER TO odoo",
    "COMMENT ON SCHEMA journal IS 'mine'",
    "CREATE TABLE journal.mine (id integer)",
    "CREATE VIEW journal.mine AS SELECT 1",
    "CREATE FUNCTION journal.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE INDEX mine ON journal.entree (user_id)",
    "GRANT ALL ON journal.entree TO odoo",
    "SELECT * FROM journal.migration",
    "SELECT journal.refuser()",
    "SELECT journal.ajouter('[{\"sequence\": 1}]')",
    "SET ROLE parcours_journal",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION parcours_journal",
    "GRANT parcours_journal TO odoo",
    "ALTER ROLE odoo SUPERUSER",
    "ALTER ROLE parcours_journal LOGIN",
    "DROP ROLE parcours_journal",
    "CREATE ROLE mine SUPERUSER",
    "SET session_replication_role = replica",
    "ALTER DATABASE {base} SET session_replication_role = replica",
    "SET allow_system_table_mods = on",
    "UPDATE pg_class SET relowner = 'odoo'::regrole WHERE relname = 'entree'",
    "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION journal.refuser()",
    "COPY (SELECT 1) TO PROGRAM 'true'",
)
#: What is found first by who looks without a schema, or in the wrong one.
SHADOWS = (
    "CREATE SCHEMA odoo",
    "CREATE TABLE public.entree (LIKE journal.consultation)",
    "CREATE TABLE public.registre_consultation AS SELECT * FROM journal.consultation LIMIT 1",
    "CREATE VIEW odoo.consultation AS SELECT * FROM journal.consultation LIMIT 1",
    "CREATE TABLE odoo.entree (LIKE journal.consultation)",
    "CREATE FUNCTION public.json_populate_recordset(anyelement, json) RETURNS SETOF anyelement LANGUAGE sql"
    " AS 'SELECT $1'",
    "CREATE FUNCTION public.coalesce(text, text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "ALTER DATABASE {base} SET search_path = public, odoo",
    # PostgreSQL makes the objects of a trusted extension as its superuser, in whatever schema is named.
    "CREATE EXTENSION citext SCHEMA journal",
)


def test_odoo_may_not_touch_the_log(base):
    """Everything that would change, remove, hide or replace an entry, as the role that Odoo itself connects with."""
    run(base, 1, "log._journaliser(lines(rank, 5))")
    before = base.sql("SELECT * FROM journal.consultation ORDER BY sequence")
    assert len(before) == 5
    held = []
    # PostgreSQL only warns of what it does not grant; what follows would show it.
    base.sql("GRANT ALL ON SCHEMA journal TO odoo")
    for statement in REFUSED:
        try:
            base.sql(statement.replace("{base}", base.name))
            held.append(statement)
        except psycopg2.Error:
            pass
    assert held == []
    for statement in SHADOWS:
        base.sql(statement.replace("{base}", base.name))
    result = run(base, 1, "log._journaliser(lines(rank, 2))")
    assert result == {"failures": [], "waits": [], "broken": []}
    after = base.sql("SELECT * FROM journal.consultation ORDER BY sequence")
    assert after[:5] == before and len(after) == 7
    assert base.run('print(env["registre.consultation"].search_count([]))').split()[-1] == "7"
    assert base.sql("SELECT count(*) FROM odoo.entree") == base.sql("SELECT count(*) FROM public.entree") == [(0,)]


@pytest.mark.parametrize(
    "right",
    [
        "GRANT parcours_journal TO odoo",
        "ALTER ROLE odoo SUPERUSER",
        "ALTER ROLE odoo CREATEROLE",
        "GRANT pg_execute_server_program TO odoo",
        "GRANT pg_write_server_files TO odoo",
        "GRANT pg_write_all_data TO odoo",
    ],
)
def test_a_role_that_could_is_refused_at_the_start(base, right):
    """Asked in a transaction that is undone: roles belong to the whole cluster, and others are at work in it."""
    refusal = runpy.run_path(str(ROOT / "addons/registre_national/journal/garde.py"))["refusal"]
    with superuser(base) as cursor:
        cursor.execute(right)
        cursor.execute("SET LOCAL ROLE odoo")
        assert "may rewrite the consultation log" in refusal(cursor)
        cursor.connection.rollback()
        cursor.execute("SET LOCAL ROLE odoo")
        assert refusal(cursor) is None
        cursor.execute("RESET ROLE; ALTER SCHEMA journal RENAME TO elsewhere; SET LOCAL ROLE odoo")
        assert "has no consultation log of its own" in refusal(cursor)
        cursor.connection.rollback()
        cursor.execute("COMMENT ON SCHEMA journal IS 'structure 0'; SET LOCAL ROLE odoo")
        assert "older version" in refusal(cursor)
        cursor.connection.rollback()


@contextmanager
def superuser(base):
    """A cursor of the superuser of the tests' cluster, in a transaction that is undone unless it is committed."""
    connection = psycopg2.connect(host=setting("PGHOST"), dbname=base.name, user="postgres")
    with closing(connection):
        yield connection.cursor()


#: What a superuser of PostgreSQL can do, whom no right stops.
CUT = """
    ALTER TABLE journal.entree DISABLE TRIGGER ALL;
    DELETE FROM journal.entree WHERE sequence > 6;
    ALTER TABLE journal.entree ENABLE TRIGGER ALL;
    DELETE FROM public.registre_verification
"""
#: Everything again without the third entry, sealed with a key of his own, or as seals were before there were keys.
REWRITE = """
import json
from odoo.addons.registre_national.journal import sceau
env.cr.execute(f"SELECT {', '.join(sceau.TOUTES)} FROM journal.consultation ORDER BY sequence")
lines = [dict(zip(sceau.TOUTES, line)) for line in env.cr.fetchall()]
del lines[2]
if {keyed}:
    entries = sceau.sceller(lines, 0, "", "k1", b"0" * 32)
else:
    entries, seal = [], ""
    for number, line in enumerate(lines, 1):
        entry = dict(line, sequence=number, version=None, cle=None, previous_hash=seal, date=str(line["date"]))
        seal = sceau.sceau_ancien(seal, [number, *(line[column] for column in sceau.SCELLES[1:])])
        entries.append(entry | dict(hash=seal))
print("ENTRIES", json.dumps(entries))
"""
VERIFY = """
from odoo.addons.registre_national.models.consultation import registre_consultation as m
usual = m.RegistreConsultation._reglages
m.RegistreConsultation._reglages = lambda log: usual(log) | dict(ancres={folder!r})
found = env["registre.verification"]._verifier()
env.cr.commit()
print("FOUND", found.state, found.sequence_rompue, found.reecrit, found.ancrage or "anchored")
"""


def test_a_superuser_who_cuts_the_end_or_writes_it_all_anew_is_found(base, tmp_path):
    """By the anchors outside the database, and by the key: in the database nothing is left to tell."""

    def verify():
        return base.run(VERIFY.format(folder=str(tmp_path))).rpartition("FOUND ")[2].strip()

    def rewrite(keyed):
        entries = base.run(REWRITE.replace("{keyed}", str(keyed))).rpartition("ENTRIES ")[2]
        with superuser(base) as cursor:
            cursor.execute("ALTER TABLE journal.entree DISABLE TRIGGER ALL; DELETE FROM journal.entree")
            cursor.execute(
                "INSERT INTO journal.entree SELECT * FROM json_populate_recordset(NULL::journal.entree, %s)", [entries]
            )
            cursor.execute("ALTER TABLE journal.entree ENABLE TRIGGER ALL; DELETE FROM public.registre_verification")
            cursor.connection.commit()

    run(base, 1, "log._journaliser(lines(rank, 8))")
    assert verify() == "entier 0 False anchored"
    run(base, 1, "log._journaliser(lines(rank, 1))")
    assert verify() == "entier 0 False anchored"
    with superuser(base) as cursor:
        cursor.execute(CUT)
        cursor.connection.commit()
    assert base.run('print(env["registre.consultation"]._verifier().ids)').split()[-1] == "[]", "no seal tells"
    assert verify().startswith("rompu 8 True"), "the end that was anchored is not there"
    rewrite(True)
    assert verify().startswith("rompu 1 "), "sealed with another key"
    rewrite(False)
    assert verify().startswith("rompu"), "sealed without a key"
