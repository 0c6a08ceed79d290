# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page, in a real browser: lines, one click to a file, one button, the keyboard alone, what is typed."""

import re

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401  (fixtures)

AGENT = f"agent.{SCHAERBEEK}"
#: A card, the name of its button, the switch, in each language.
WORDS = {
    "fr_BE": ("Sans agent", "Prendre en charge", "Les miens", "À informer"),
    "nl_BE": ("Zonder dossierbeheerder", "In behandeling nemen", "De mijne", "Te informeren"),
}
#: What has no name for a screen reader.
UNNAMED = """() => [...document.querySelectorAll('.o_aujourd_hui button, .o_aujourd_hui a, .o_aujourd_hui input')]
    .filter(e => !e.getAttribute('aria-label') && !e.textContent.trim()).map(e => e.outerHTML)"""


@pytest.fixture(params=list(WORDS))
def today(request, login, plateforme):  # noqa: F811
    """The landing page of an agent of Schaerbeek who reads that language, and its words."""
    call = plateforme.odoo.session(AGENT)
    call("res.users", "write", call("res.users", "search", [("login", "=", AGENT)]), {"lang": request.param})
    page = login(AGENT)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".o_aujourd_hui_carte").first).to_be_visible()
    return page, WORDS[request.param], request.param


def card(page, name):
    return page.get_by_role("region", name=name)


def back(page):
    """Go back once the address is that of the page shown: the client writes it a moment after."""
    expect(page).not_to_have_url(re.compile("/aujourd-hui$"))
    page.go_back()


def test_an_agent_works_from_the_landing_page(today):
    page, (unassigned, take, mine, inform), lang = today
    assert page.evaluate(UNNAMED) == []
    shoot(page, f"aujourd-hui-{lang[:2]}")
    # one click opens the file of a line, and back is the page
    line = card(page, inform).locator("li").first
    name = line.locator("a").inner_text()
    line.locator("a").click()
    expect(page.locator(".o_form_view")).to_contain_text(name)
    back(page)
    # one button acts, and the page says so
    lines = card(page, unassigned).locator("li")
    taken = lines.first.locator("a").inner_text()
    page.get_by_role("button", name=f"{take}: {taken}").click()
    expect(card(page, unassigned).get_by_role("link", name=taken, exact=True)).to_have_count(0)
    # with the keyboard alone: the switch, then the first line of what is mine
    switch = page.get_by_role("button", name=mine)
    switch.focus()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name=taken, exact=True).first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".o_list_view")).to_be_visible()
    back(page)
    # what is typed searches people
    expect(page.locator(".o_aujourd_hui_carte").first).to_be_visible()
    page.keyboard.type(name[:3])
    expect(page.locator(".o_recherche input")).to_have_value(name[:3])
    # … and a window opens from a line, and closes back on it
    page.keyboard.press("Escape")
    page.get_by_role("button", name=mine).locator("xpath=following-sibling::button").click()
    card(page, inform).locator("li .btn").first.click()
    expect(page.locator(".modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    expect(card(page, inform)).to_be_visible()


FIGURES = {
    f"chef.{SCHAERBEEK}": {"fr_BE": "Mon équipe", "nl_BE": "Mijn team"},
    "vivalis.gestionnaire": {"fr_BE": "Les dix-neuf communes", "nl_BE": "De negentien gemeenten"},
}


@pytest.mark.parametrize("lang", list(WORDS))
@pytest.mark.parametrize("user", list(FIGURES))
def test_the_figures_of_the_work_of_others_are_one_click_away(login, plateforme, user, lang):  # noqa: F811
    call = plateforme.odoo.session(user)
    call("res.users", "write", call("res.users", "search", [("login", "=", user)]), {"lang": lang})
    page = login(user)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{plateforme.odoo.url}/odoo/aujourd-hui")
    link = page.locator(".o_aujourd_hui_lien").get_by_role("button", name=FIGURES[user][lang])
    expect(link).to_be_visible()
    shoot(page, f"aujourd-hui-{user.split('.')[0]}-{lang[:2]}")
    link.click()
    expect(page.locator(".o_parcours_equipe tbody tr").first).to_be_visible()
