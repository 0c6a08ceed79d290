# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Twenty people are summoned at once, in a real browser, from the landing page: as many clicks as for one."""

from playwright.sync_api import expect

from tests.test_navigateur import browser, login, shoot  # noqa: F401
from tests.test_navigateur_aide import speaks
from tests.test_navigateur_courriers import SLOW, commune_of, overdue
from tests.test_navigateur_portee import COUNT

TWENTY = 20


def test_twenty_people_are_summoned_from_the_landing_page_in_five_clicks(login, plateforme):  # noqa: F811
    commune = commune_of(plateforme)
    agent = f"agent.{commune}"
    files = dict(overdue(plateforme, commune, TWENTY))
    speaks(plateforme, agent, "fr_BE")
    page = login(agent)
    card = page.get_by_role("region", name="Sommations à envoyer")
    expect(card.locator("li").first).to_be_visible(timeout=SLOW)
    page.evaluate(COUNT)
    card.locator("h2 button").click()
    expect(page.locator(".o_data_row")).to_have_count(TWENTY, timeout=SLOW)
    page.locator("thead .o_list_record_selector input").click()
    page.locator(".o_control_panel button[name=action_ecrire_en_nombre]").click()
    window = page.locator(".modal")
    expect(window.locator("[name=nombre_possibles]")).to_have_text(str(TWENTY))
    expect(window.locator("[name=genre] input")).to_have_value("Sommation")
    shoot(page, "sommations-1-fenetre")
    window.locator("footer button[name=action_confirmer]").click()
    expect(page.locator(".o_form_view button[name=action_actualiser]")).to_be_visible(timeout=SLOW)
    plateforme.base.run('env["parcours.courrier.lot"]._cron_imprimer()')
    page.locator("button[name=action_actualiser]").click()
    expect(page.locator("button[name=action_fusion]")).to_be_visible(timeout=SLOW)
    assert page.evaluate("clicks") <= 5, (
        "to summon twenty: the card, all of them, letters, print, see that they are there"
    )
    shoot(page, "sommations-2-lot")
    # each is printed, or says why not: the register, asked again, moved those who live elsewhere
    numbers = ",".join(map(str, files))
    rows = plateforme.base.sql(
        f"SELECT state, count(*) FROM parcours_courrier WHERE dossier_id IN ({numbers}) AND genre = 'sommation'"
        " GROUP BY state"
    )
    made = dict(rows)
    assert sum(made.values()) == TWENTY and set(made) <= {"imprime", "ecarte"} and made.get("imprime"), made
