# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A head hands twenty files out, in a real browser: from the landing page in three clicks, or by ticking them."""

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401  (fixtures)

HEAD, TWENTY = f"chef.{SCHAERBEEK}", 20
AGENTS = (
    "SELECT u.id FROM res_users u JOIN res_company c ON c.id = u.company_id "
    f"WHERE c.nis_code = '{SCHAERBEEK}' AND u.login LIKE 'agent%'"
)


@pytest.fixture
def twenty(plateforme):
    """Twenty open files of the commune, which nobody has."""
    base = plateforme.base
    base.sql(
        "UPDATE parcours_dossier d SET user_id = NULL, company_id = c.id FROM res_company c "
        f"WHERE c.nis_code = '{SCHAERBEEK}' AND d.id IN "
        f"(SELECT id FROM parcours_dossier WHERE phase = 'dossier' ORDER BY id LIMIT {TWENTY})"
    )
    ids = [
        row[0] for row in base.sql(f"SELECT id FROM parcours_dossier WHERE phase='dossier' ORDER BY id LIMIT {TWENTY}")
    ]
    assert len(ids) == TWENTY
    return ids


def loads(base, ids):
    """How many of these files each agent of the commune has."""
    numbers = ",".join(map(str, ids))
    rows = base.sql(f"SELECT user_id, count(*) FROM parcours_dossier WHERE id IN ({numbers}) GROUP BY user_id")
    return dict(rows)


def test_a_head_hands_out_what_nobody_has_in_three_clicks(login, plateforme, twenty):  # noqa: F811
    page = login(HEAD)
    page.locator(".o_menu_sections").get_by_text("Mon équipe").click()
    team = page.locator(".o_parcours_equipe")
    expect(team.locator("tbody tr").first).to_contain_text("Sans agent")
    shoot(page, "equipe")
    team.get_by_role("button", name="Répartir").click()
    window = page.locator(".modal")
    expect(window.locator("table tbody tr")).to_have_count(3)
    shoot(page, "repartir")
    window.locator("footer .btn-primary").click()
    expect(page.locator(".o_notification")).to_contain_text("Fait")
    expect(team.get_by_role("button", name="Répartir")).to_have_count(0)
    agents = {row[0] for row in plateforme.base.sql(AGENTS)}
    after = loads(plateforme.base, twenty)
    assert sum(after.values()) == TWENTY and set(after) <= agents, after


def test_a_head_ticks_twenty_files_and_gives_them_to_one_agent(login, plateforme, twenty):  # noqa: F811
    page = login(HEAD)
    page.goto(f"{plateforme.odoo.url}/odoo/equipe")
    page.locator(".o_parcours_equipe tbody tr").first.locator("td button").first.click()
    expect(page.locator(".o_data_row").first).to_be_visible()
    page.locator("thead .o_list_record_selector input").click()
    page.locator(".o_control_panel").get_by_role("button", name="Répartir").click()
    window = page.locator(".modal")
    window.locator(".o_field_widget[name=mode] label").nth(1).click()
    window.locator(".o_field_widget[name=agent_id] input").fill("Griet")
    page.locator(".o-autocomplete--dropdown-item").first.click()
    expect(window.locator("table tbody tr")).to_have_count(1)
    shoot(page, "repartir-un")
    window.locator("footer .btn-primary").click()
    expect(page.locator(".o_notification")).to_contain_text("Fait")
    assert len(loads(plateforme.base, twenty)) == 1
