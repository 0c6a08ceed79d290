# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The consultation log with real connections and committed rows: inside a test of Odoo everything is one transaction.

Two people who consult at the same time do not wait for one another, the log they both grow stays one chain, and a
program that reads through RPC (which Odoo serves on a read-only connection) leaves its trace.
"""

import json

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
cr.execute("SELECT count(*) FROM registre_consultation")
log._journaliser(lines(rank, 50))
cr.execute("UPDATE res_users SET write_date = write_date WHERE id = 2 AND %s", [rank == 0])
barrier.wait()
""",
    )
    assert result == {"failures": [], "waits": [], "broken": []}
    assert base.sql("SELECT niss, count(*) FROM registre_consultation GROUP BY niss ORDER BY niss") == [
        (f"n{rank}", 50) for rank in range(4)
    ]


def test_what_was_sealed_stays_when_its_consultation_is_rolled_back(base):
    result = run(base, 1, "log._journaliser(lines(rank, 3))\ncr.rollback()")
    assert result["failures"] == [] and result["broken"] == []
    assert base.sql("SELECT count(*) FROM registre_consultation") == [(3,)]


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
    assert base.sql("SELECT count(*), min(sequence), max(sequence) FROM registre_consultation") == [(total, 1, total)]
    # Batches of one consultation are neighbours: nobody else's entry is in the middle of one.
    blocks = base.sql(
        "SELECT count(*) FROM (SELECT niss, lag(niss) OVER (ORDER BY sequence) AS before, sequence"
        " FROM registre_consultation) x WHERE niss <> before AND (sequence - 1) % 7 <> 0"
    )
    assert blocks == [(0,)]
    assert max(result["waits"]) < 5, result["waits"]


def test_a_program_that_reads_through_rpc_is_in_the_log(plateforme):
    """The agent's own names of columns, read in each way there is, outside any screen."""
    base, call = plateforme.base, plateforme.odoo.session("agent.21015")
    people = call("registre.personne", "search", [], limit=10)
    numbers = {row["niss"] for row in call("registre.personne", "read", people, ["niss", "name"])}
    count = "SELECT count(*), count(DISTINCT niss), min(operation), max(its) FROM registre_consultation WHERE {}"
    mine = "user_id = (SELECT id FROM res_users WHERE login = 'agent.21015')"
    assert base.sql(count.format(mine)) == [(0, 0, None, None)], "names and numbers find people"
    call("registre.personne", "read", people, ["nationalite"])
    call("registre.personne", "search_read", [("id", "in", people)], ["nationalite_code"])
    expected = [(len(people), len(people), "copie", "031 032")]
    assert base.sql(count.format(mine)) == expected, "the same again is the same consultation"
    call("registre.information", "search_read", [("personne_id", "in", people), ("it", "=", "195")], ["libelle"])
    call("registre.personne", "web_search_read", [("id", "in", people)], {"motif": {}})
    seen = base.sql(f"SELECT DISTINCT niss, its, reference LIKE 'PA/%' FROM registre_consultation WHERE {mine}")
    assert {niss for niss, its, _file in seen if its == "202"} == numbers
    assert {niss for niss, its, _file in seen if its == "195"} <= numbers
    assert all(in_file for *_rest, in_file in seen), "with the file each person is handled in"
    output = base.run('print("BROKEN", env["registre.consultation"]._verifier().ids)')
    assert "BROKEN []" in output
