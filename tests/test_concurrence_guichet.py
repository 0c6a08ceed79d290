# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several who ask the register for one person at the same moment, in real transactions: one person, one file."""

from concurrent.futures import ThreadPoolExecutor

from tests.serveur import collect, unannounced

SCHAERBEEK = "21015"


def people(base, niss):
    """How many people and files a number leads to."""
    [(people, files)] = base.sql(
        "SELECT count(DISTINCT p.id), count(DISTINCT d.id) FROM registre_niss n JOIN registre_personne p "
        f"ON p.id = n.personne_id LEFT JOIN parcours_dossier d ON d.personne_id = p.id WHERE n.niss = '{niss}'"
    )
    return people, files


def asker(odoo, login, niss):
    """A function by which this user asks the register for that number."""
    call = odoo.session(login)
    return lambda: call("registre.recherche", "demander_au_registre", niss, "guichet")


def test_two_agents_who_ask_for_one_person_at_once_get_one_person(plateforme):
    niss = unannounced(plateforme.registre, SCHAERBEEK)[0]
    plateforme.registre.control("pannes", latence_ms=300, fois=20)
    askers = [asker(plateforme.odoo, f"{name}.{SCHAERBEEK}", niss) for name in ("agent", "agent2", "chef")]
    with ThreadPoolExecutor(len(askers)) as pool:
        answers = list(pool.map(lambda ask: ask(), askers))
    assert [len(answer["lignes"]) for answer in answers] == [1, 1, 1]
    assert people(plateforme.base, niss) == (1, 1)


def test_a_person_collected_at_the_moment_an_agent_asks_is_one_person_and_no_notification_is_lost(plateforme):
    niss = unannounced(plateforme.registre, SCHAERBEEK)[1]
    plateforme.registre.control("annoncer", niss=niss)
    # the agent's transaction stays open for that long between the person stored and the end
    plateforme.registre.control("pannes", effacer=True, service="abonnements", latence_ms=6000, fois=1)
    ask = asker(plateforme.odoo, f"agent.{SCHAERBEEK}", niss)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        collect(plateforme.base)
        assert len(answer.result()["lignes"]) == 1
    assert people(plateforme.base, niss) == (1, 1)
    collect(plateforme.base)
    states = plateforme.base.sql(f"SELECT DISTINCT state FROM registre_notification WHERE niss = '{niss}'")
    assert states == [("traitee",)]


def test_two_processes_share_the_looks_that_one_user_may_make_within_a_minute(plateforme):
    """Each with a memory of its own: what one counted, the other counts too."""
    script = """
from odoo.exceptions import UserError
search = env["registre.recherche"].with_user(env["res.users"].search([("login", "=", "agent.21009")]))
for _look in range(15):
    try:
        search.chercher_ailleurs("nobody of that name", "guichet")
        print("made")
    except UserError:
        print("refused")
"""
    with ThreadPoolExecutor(2) as pool:
        outputs = list(pool.map(plateforme.base.run, [script] * 2))
    looks = [line for output in outputs for line in output.split()]
    assert (looks.count("made"), looks.count("refused")) == (20, 10)
