# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A collection that dies loses nothing and doubles nothing: killed at several moments with kill -9, then run again.

The reference is the same register collected in one go into another base: same people, entries, files and outcomes.
"""

import functools
import os
import signal
import time

from tests.serveur import collect, connect

PEOPLE = 600
COLLECT = 'env["registre.service"].browse(%d)._collecter()\nenv.cr.commit()'

#: What must be the same after an accident, and only once each: one query a line, each giving comparable rows.
STATE = {
    "people": "SELECT niss, name, company_id, situation FROM registre_personne ORDER BY niss",
    "numbers": "SELECT niss FROM registre_niss ORDER BY niss",
    "entries": """
        SELECT p.niss, i.it, i.date_texte, i.date_fin_texte, i.code, count(*)
        FROM registre_information i JOIN registre_personne p ON p.id = i.personne_id
        WHERE i.known_until IS NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5""",
    "files": "SELECT niss, resultat, exemption_code, phase, company_id FROM parcours_dossier ORDER BY niss",
    "examinations": """
        SELECT d.niss, e.resultat, count(*) FROM parcours_examen e JOIN parcours_dossier d ON d.id = e.dossier_id
        GROUP BY 1, 2 ORDER BY 1, 2""",
    "notifications": "SELECT sequence, state FROM registre_notification ORDER BY sequence",
}


def state(base):
    """Everything that may not be lost or doubled: {name: rows}."""
    return {name: base.sql(query) for name, query in STATE.items()}


def count(base, table, where="TRUE"):
    return base.sql(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]


def kill_when(base, condition, timeout=120, code=None):
    """Start a collection, or `code`, and kill -9 its whole process group as soon as `condition(base)` is true.

    AssertionError when the collection ended before that: the test would prove nothing.
    """
    service = base.sql("SELECT id FROM registre_service LIMIT 1")[0][0]
    process = base.popen(code or COLLECT % service)
    limit = time.monotonic() + timeout
    while time.monotonic() < limit and process.poll() is None:
        if condition(base):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    raise AssertionError(f"the moment to kill never came (status {process.poll()})")


def test_killed_in_the_middle_and_run_again(bases, registre):
    # Slow answers, so that there is a middle to be killed in.
    whole, killed = bases(), bases()
    for base in (whole, killed):
        register = registre(people=PEOPLE, seed=11)
        connect(base, register)
        if base is whole:
            collect(base)
        else:
            register.control("pannes", latence_ms=15)
    expected = state(whole)
    assert len(expected["people"]) >= PEOPLE * 0.95

    # As soon as notifications are stored; in the middle of the people; near the end.
    kill_when(killed, lambda base: count(base, "registre_notification") > 0)
    seen = []
    for share in (0.3, 0.6):
        kill_when(killed, lambda base, share=share: count(base, "registre_personne") >= PEOPLE * share)
        seen.append(count(killed, "registre_personne"))
    assert 0 < seen[0] <= seen[1] < len(expected["people"]), f"never killed in the middle: {seen}"

    collect(killed)
    found = state(killed)
    for name, rows in expected.items():
        assert found[name] == rows, f"{name} differ after kill -9"

    # And once more, with nothing new: nothing moves, nobody is even consulted.
    consultations = count(killed, "journal.consultation")
    collect(killed)
    assert state(killed) == found
    assert count(killed, "journal.consultation") == consultations


def test_a_consultation_is_logged_even_when_its_result_was_lost(bases, registre):
    """What was asked of the register was asked: the log keeps it although the answers died with the process."""
    base, register = bases(), registre(people=300, seed=12)
    connect(base, register)
    kill_when(base, lambda b: count(b, "journal.consultation") > 0)
    people, consulted = count(base, "registre_personne"), count(base, "journal.consultation")
    assert consulted >= people
    collect(base)
    assert count(base, "registre_personne") >= 300 * 0.95


#: The moments of a collection, each with how the database shows it: (name, condition, what must hold then). `log` and
#: `people` are the numbers of consultations logged and of people before the collection that is killed.
MOMENTS = (
    (
        "between two pages of notifications",
        lambda b, log, people: count(b, "registre_notification") == 500,
        "SELECT receipt IS NOT NULL FROM registre_service WHERE url_consultation IS NOT NULL",
    ),
    (
        "before the commit of the first batch",
        lambda b, log, people: count(b, "journal.consultation") > log,
        "SELECT count(*) = 0 FROM registre_personne",
    ),
    (
        "just after the commit of a batch",
        lambda b, log, people: count(b, "registre_personne") > people,
        "SELECT count(*) > 0 FROM registre_notification WHERE state = 'traitee'",
    ),
    (
        "in the middle of another batch",
        lambda b, log, people: count(b, "journal.consultation") > log,
        "SELECT count(*) = {people} FROM registre_personne",
    ),
)

#: A person without a settled notification, a settled notification without its person, a person without a file or
#: without a number: a batch is there whole or not at all.
HALVES = """
    SELECT count(*) FROM registre_personne p
     WHERE NOT EXISTS (SELECT FROM registre_notification n WHERE n.personne_id = p.id AND n.state = 'traitee')
        OR NOT EXISTS (SELECT FROM parcours_dossier d WHERE d.personne_id = p.id)
        OR NOT EXISTS (SELECT FROM registre_niss i WHERE i.personne_id = p.id AND i.niss = p.niss)
     UNION ALL
    SELECT count(*) FROM registre_notification WHERE state = 'traitee' AND personne_id IS NULL"""


def test_a_batch_is_there_whole_or_not_at_all(bases, registre):
    """Killed before a commit, after it and inside a batch: nothing lost, nothing doubled, nobody followed unknown."""
    whole, killed = bases(), bases()
    for base in (whole, killed):
        register = registre(people=PEOPLE, seed=13)
        connect(base, register)
        if base is whole:
            collect(base)
    # Slow enough for each moment to be seen; a page, a batch of answers.
    register.control("pannes", latence_ms=400, service="notifications")
    register.control("pannes", latence_ms=15)
    for name, moment, holds in MOMENTS:
        log, people = count(killed, "journal.consultation"), count(killed, "registre_personne")
        kill_when(killed, lambda b, seen=moment, log=log, people=people: seen(b, log, people))
        assert killed.sql(holds.format(people=people)) == [(True,)], f"not killed {name}"
        assert killed.sql(HALVES) == [(0,), (0,)], f"half a batch was kept when killed {name}"
    collect(killed)
    expected, found = state(whole), state(killed)
    for name, rows in expected.items():
        assert found[name] == rows, f"{name} differ after kill -9"
    assert count(killed, "registre_lacune") == 0
    # Subscriptions were asked for by processes that died before they wrote it down: both sides agree all the same.
    killed.run('env.ref("registre_national.service_principal")._comparer_abonnements()\nenv.cr.commit()')
    assert count(killed, "registre_abonnement_ecart") == 0
    assert count(killed, "registre_personne", "abonnement_debut IS NULL AND NOT coalesce(suivi_ferme, false)") == 0


#: A job on subscriptions, a hundred people a call, that stops a moment between the register's answer and our writing
#: it down, and says in a file that it is there.
JOB = """
import time
from odoo.addons.registre_national.models.service import collecte

collecte.MAX_ABONNEMENTS = 100
People = env.registry["registre.personne"]

def waits(usual):
    def slow(self, *args):
        if self:
            with open({marker!r}, "a") as marker:
                marker.write(".")
            time.sleep({pause})
        return usual(self, *args)
    return slow

People._noter_abonnements = waits(People._noter_abonnements)
People._oublier_abonnements = waits(People._oublier_abonnements)
service = env.ref("registre_national.service_principal")
{job}
env.cr.commit()
"""
#: name: (code, what makes it necessary, which people are done, the moments at which it is killed)
JOBS = {
    "extend": (
        "service._prolonger_abonnements()",
        "UPDATE registre_personne SET abonnement_fin = current_date + 10",
        "abonnement_fin > current_date + 60",
        ("before the commit", "after the commit", "in the middle of a batch"),
    ),
    "close": (
        "service._rattraper_abonnements(service._client())",
        "UPDATE registre_personne SET suivi_ferme = TRUE",
        "abonnement_debut IS NULL",
        ("before the commit", "in the middle of a batch"),
    ),
    "open": (
        "service._rattraper_abonnements(service._client())",
        "UPDATE registre_personne SET suivi_ferme = FALSE",
        "abonnement_debut IS NOT NULL",
        ("before the commit", "in the middle of a batch"),
    ),
}


def test_subscriptions_survive_a_kill(bases, registre, tmp_path):
    """Extending, closing and opening, killed before a commit, after it and inside a batch: both sides agree when the
    job has been run once more, and what was done is not done again.
    """
    base, register = bases(), registre(people=300, seed=14)
    connect(base, register)
    collect(base)
    # A file or two ended at once: here everybody is followed.
    base.sql("UPDATE registre_personne SET suivi_ferme = FALSE")
    collect(base)
    people = count(base, "registre_personne")
    assert count(base, "registre_personne", "abonnement_debut IS NOT NULL") == people >= 280
    for name, (job, need, done, moments) in JOBS.items():
        base.sql(need)
        marker = tmp_path / name
        marker.touch()
        code = JOB.format(marker=str(marker), pause=0.6, job=job)
        steps = functools.partial(lambda file: len(file.read_text()), marker)
        for moment in moments:
            before, told = count(base, "registre_personne", done), steps()
            conditions = {
                # The register has just answered; nothing is written here.
                "before the commit": lambda b, steps=steps, told=told: steps() > told,
                "after the commit": lambda b, before=before, done=done: count(b, "registre_personne", done) > before,
                # One batch is committed, the register has answered for the next.
                "in the middle of a batch": lambda b, steps=steps, told=told: steps() > told + 1,
            }
            kill_when(base, conditions[moment], code=code)
            kept = count(base, "registre_personne", done) - before
            assert kept == (0 if moment == "before the commit" else 100), f"{name}: not killed {moment} ({kept})"
        told = steps()
        base.run(JOB.format(marker=str(marker), pause=0, job=job))
        assert count(base, "registre_personne", done) == people, f"{name}: not everybody after kill -9"
        left = people - 100 * (len(moments) - 1)
        assert steps() - told == -(-left // 100), f"{name}: done again for who was done"
        base.run('env.ref("registre_national.service_principal")._comparer_abonnements()\nenv.cr.commit()')
        assert count(base, "registre_abonnement_ecart") == 0, f"{name}: the two sides differ"
