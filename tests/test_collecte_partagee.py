# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A collection that several processes carry: the people one would give, read once, within the register's limits."""

import json
import os
import signal
import time

from tests.serveur import OPENER, collect, connect
from tests.test_coupure import HALVES, count, state

PEOPLE = 500
LEAD = 'env["registre.service"].browse(%d)._collecter()\nenv.cr.commit()'
#: Helps from the moment something waits: what a job that helps does when it is asked.
HELP = """
import time
service = env["registre.service"].browse(%d)
limit = time.monotonic() + 60
while not service._reste() and time.monotonic() < limit:
    env.cr.rollback()
    time.sleep(0.05)
print(service._collecter(aide=True)["personnes"])
env.cr.commit()
"""
SMALL_BATCHES = "from odoo.addons.registre_national.models.service import collecte\ncollecte.TAILLE_LOT = 20\n"
CONSULTED_TWICE = """
    SELECT niss FROM journal.consultation WHERE operation = 'registre' AND tentative = 1
     GROUP BY niss HAVING count(*) > 1"""


def service(base):
    return base.sql("SELECT id FROM registre_service WHERE url_consultation IS NOT NULL LIMIT 1")[0][0]


def together(base, *codes):
    """Run each code in a process of its own, all at once; return what they printed."""
    processes = [base.popen(SMALL_BATCHES + code % service(base)) for code in codes]
    outputs = [process.communicate(timeout=240) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(codes), [errors for _out, errors in outputs]
    return [output for output, _errors in outputs]


def seals(base):
    """Whether the chain of the log is whole: '' when it is."""
    return base.run('print(env["registre.consultation"]._verifier().sequence or "whole")').split()[-1]


def test_three_processes_give_what_one_gives_and_read_nobody_twice(bases, registre):
    whole, shared = bases(), bases()
    for base in (whole, shared):
        register = registre(people=PEOPLE, seed=21)
        connect(base, register)
        if base is whole:
            collect(base)
    register.control("pannes", latence_ms=20)
    helped = together(shared, LEAD, HELP, HELP)[1:]
    assert any(int(output.split()[-1]) for output in helped), "nobody helped: the test would prove nothing"
    expected, found = state(whole), state(shared)
    for name, rows in expected.items():
        assert found[name] == rows, f"{name} differ"
    assert shared.sql(HALVES) == [(0,), (0,)]
    assert shared.sql(CONSULTED_TWICE) == []
    assert seals(shared) == "whole"


def test_the_share_of_a_process_that_dies_is_taken_over(bases, registre):
    base, register = bases(), registre(people=PEOPLE, seed=22)
    connect(base, register)
    register.control("pannes", latence_ms=40)
    lead, helper = (base.popen(SMALL_BATCHES + code % service(base)) for code in (LEAD, HELP))
    limit = time.monotonic() + 120
    while helper.poll() is None and time.monotonic() < limit:
        # Both have people under way.
        if count(base, "registre_personne") > 100 and holders(base) > 1:
            break
        time.sleep(0.02)
    os.killpg(lead.pid, signal.SIGKILL)
    lead.wait()
    helper.communicate(timeout=240)
    assert helper.returncode == 0
    # What the dead one held waits in the queue; nobody has to free it.
    collect(base)
    assert count(base, "registre_notification", "state <> 'traitee'") == 0
    assert count(base, "registre_personne") >= PEOPLE * 0.95
    assert base.sql(HALVES) == [(0,), (0,)]
    assert seals(base) == "whole"


def holders(base):
    """How many sessions hold numbers that they read."""
    return base.sql(
        "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 8081988 AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )[0][0]


def test_the_calls_at_the_same_time_are_those_of_the_service_over_all_processes(bases, registre):
    base, register = bases(), registre(people=200, seed=23)
    connect(base, register)
    base.sql("UPDATE registre_service SET pool_size = 4 WHERE url_consultation IS NOT NULL")
    register.control("pannes", latence_ms=60)
    together(base, LEAD, HELP, HELP)
    assert count(base, "registre_personne") >= 190
    with OPENER.open(f"{register.url}/_controle/etat", timeout=10) as response:
        most = json.load(response)["maximum_simultane"]
    assert 2 <= most <= 4
