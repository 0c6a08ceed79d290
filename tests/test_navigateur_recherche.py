# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one search, in a real browser, in French and in Dutch: found, opened, left, elsewhere, asked of the register."""

import pytest
from playwright.sync_api import expect

from tests.serveur import unannounced
from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401  (fixtures)

AGENT = f"agent.{SCHAERBEEK}"
BRUXELLES = "21004"
#: Words of the panel: nobody found by name, logged, not of the nineteen communes.
WORDS = {
    "fr_BE": ("Le Registre national ne se consulte pas par nom", "journalisée", "aucune des dix-neuf communes"),
    "nl_BE": ("Het Rijksregister kan niet op naam", "gelogd", "geen van de negentien gemeenten"),
}
SESSION_ENDED = {"fr_BE": "Votre session a pris fin", "nl_BE": "Uw sessie is beëindigd"}
#: What an automatic judge of accessibility would ask of every control of the field and its panel.
UNNAMED = """() => [...document.querySelectorAll('.o_recherche input, .o_recherche button, .o_recherche select')]
    .filter(e => !e.labels?.length && !e.getAttribute('aria-label') && !e.textContent.trim()).map(e => e.outerHTML)"""


@pytest.fixture(params=list(WORDS))
def search(request, login, plateforme):  # noqa: F811
    """The page of an agent of Schaerbeek who reads that language, the field, its panel, and the language."""
    call = plateforme.odoo.session(AGENT)
    call("res.users", "write", call("res.users", "search", [("login", "=", AGENT)]), {"lang": request.param})
    page = login(AGENT)
    page.set_viewport_size({"width": 1440, "height": 900})
    box = page.locator(".o_recherche")
    return page, box.locator("input"), box.locator(".o_recherche_panneau"), request.param


def person_of(base, commune, order="p.id"):
    """Number and last name of somebody of a commune."""
    return base.sql(
        "SELECT p.niss, p.nom FROM registre_personne p JOIN res_company c ON c.id = p.company_id "
        f"WHERE c.nis_code = '{commune}' AND p.nom IS NOT NULL ORDER BY {order} LIMIT 1"
    )[0]


def ask(panel, option, purpose=1):
    """Choose the option of that rank, and give a purpose."""
    panel.locator("[role=option]").nth(option).click()
    expect(panel.locator("select")).to_be_focused()
    panel.locator("select").select_option(index=purpose)
    panel.locator("button[type=submit]").click()


def come(page, field):
    """Put the focus on the landing page, then come to the field by its key; return who had the focus."""
    before = page.locator(".o_aujourd_hui_tete button").first
    before.focus()
    page.keyboard.press("Alt+q")
    expect(field).to_be_focused()
    return before


def paste_and_open(page, field, niss, name):
    """A number pasted with dots, and Enter at once: the only hit opens, and nothing of it is in the address."""
    come(page, field)
    field.fill(f"{niss[:2]}.{niss[2:4]}.{niss[4:6]}-{niss[6:9]}.{niss[9:]}")
    page.keyboard.press("Enter")
    expect(page.locator(".o_form_view")).to_contain_text(name, ignore_case=True)
    expect(field).to_have_value("")
    assert niss not in page.url and name.lower() not in page.url.lower()
    page.go_back()
    expect(page.locator(".o_aujourd_hui")).to_be_visible()


def choose_and_leave(page, field, panel, name, lang):
    """Letters, several people, the arrows; Esc gives the focus back where it was."""
    before = come(page, field)
    field.type(name[:2])
    first = panel.locator("[role=option]").first
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(page.locator(".o_recherche [role=status]")).not_to_be_empty()
    assert page.evaluate(UNNAMED) == []
    shoot(page, f"recherche-{lang}")
    page.keyboard.press("Escape")
    expect(before).to_be_focused()
    expect(panel).not_to_be_visible()


def look_elsewhere(page, field, panel, niss, logged):
    """A person of another commune: a purpose, then the trace, which opens nothing."""
    field.fill(niss)
    expect(panel.locator("[role=option]")).to_have_count(2)
    ask(panel, 0)
    expect(panel).to_contain_text(logged)
    trace = panel.locator("[role=option][aria-disabled=true]")
    expect(trace).to_have_count(1)
    url = page.url
    trace.dispatch_event("click")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(panel).to_contain_text(logged)
    assert page.url == url


def ask_the_register(page, field, panel, niss, lang):
    """Somebody of my commune whom it has not announced: asked for, found, opened."""
    field.fill(niss)
    expect(panel.locator("[role=option]")).to_have_count(2)
    shoot(page, f"recherche-registre-{lang}")
    ask(panel, 1)
    expect(panel.locator("[role=option]")).to_have_count(1, timeout=15_000)
    expect(field).to_be_focused()
    shoot(page, f"recherche-registre-dit-{lang}")
    page.keyboard.press("Enter")
    expect(page.locator(".o_form_view")).to_be_visible()


def test_an_agent_finds_opens_leaves_searches_elsewhere_and_asks_the_register(search, plateforme):
    page, field, panel, lang = search
    (by_name, logged, nowhere), lang = WORDS[lang], lang[:2]
    niss, name = person_of(plateforme.base, SCHAERBEEK)
    paste_and_open(page, field, niss, name)
    choose_and_leave(page, field, panel, name, lang)
    page.keyboard.press("Alt+q")
    field.fill("zzzqx")
    expect(panel).to_contain_text(by_name)
    look_elsewhere(page, field, panel, person_of(plateforme.base, BRUXELLES)[0], logged)
    shoot(page, f"recherche-ailleurs-{lang}")
    # of none of the nineteen communes: only said
    field.fill(unannounced(plateforme.registre, SCHAERBEEK, "hors_region")[0])
    expect(panel.locator("[role=option]")).to_have_count(2)
    ask(panel, 1)
    expect(panel).to_contain_text(nowhere, timeout=15_000)
    unknown = unannounced(plateforme.registre, SCHAERBEEK)
    ask_the_register(page, field, panel, unknown[["fr", "nl"].index(lang)], lang)
    # at 200 %, the field and its panel still stand beside Odoo's own
    page.set_viewport_size({"width": 720, "height": 450})
    page.keyboard.press("Alt+q")
    field.type(name[:2])
    expect(panel.locator("[role=option]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"recherche-200-{lang}")


def test_who_may_not_search_has_no_field(login):  # noqa: F811
    for name in ("statisticien", "auditeur"):
        expect(login(name).locator(".o_recherche")).to_have_count(0)


def test_a_double_click_asks_once_and_a_session_that_ended_is_said(search, plateforme):
    page, field, panel, lang = search
    asked = "SELECT count(*) FROM registre_recherche_passage"
    page.keyboard.press("Alt+q")
    field.fill(person_of(plateforme.base, BRUXELLES)[0])
    panel.locator("[role=option]").first.click()
    panel.locator("select").select_option(index=1)
    before = plateforme.base.sql(asked)[0][0]
    panel.locator("button[type=submit]").dblclick()
    expect(panel.locator("[role=option][aria-disabled=true]")).to_have_count(1, timeout=15_000)
    page.wait_for_timeout(1_000)  # time for a second question, which must not come
    assert plateforme.base.sql(asked)[0][0] == before + 1
    page.context.clear_cookies()
    field.fill("aydogdu")
    expect(panel.locator("[role=alert]")).to_contain_text(SESSION_ENDED[lang])
    # whom the text before had found is no answer to this one
    expect(panel.locator("[role=option]")).to_have_count(0)
    shoot(page, f"recherche-session-{lang[:2]}")
