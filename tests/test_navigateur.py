# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an agent sees, in a real browser: Debian's Chromium driven by Playwright, on the whole platform.

Screenshots go to the log folder (PARCOURS_JOURNAUX); the README's pictures are of the same people.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.serveur import setting

SCHAERBEEK = "21015"
#: Without these, Chromium keeps knocking at its maker's hosts.
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
#: The same panel in each language: first words of the verdict on an obliged file, and the title of the conditions.
PANEL = {"fr_BE": ("Obligation", "Conditions"), "nl_BE": ("Verplicht", "Voorwaarden")}
#: The commune in the company menu.
COMMUNE = {"fr_BE": "Schaerbeek", "nl_BE": "Schaarbeek"}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=setting("CHROMIUM"), args=QUIET.split())
        yield chromium
        chromium.close()


@pytest.fixture
def login(browser, plateforme):
    """A function that logs somebody in and returns their page; a script error on any page fails the test."""
    opened, errors = [], []

    def enter(name, **context):
        page = browser.new_context(viewport={"width": 1400, "height": 900}, locale="fr-BE", **context).new_page()
        page.on("pageerror", lambda error: errors.append(f"{name}: {error}"))
        opened.append(page)
        page.goto(f"{plateforme.odoo.url}/web/login")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", name)
        page.click("button[type=submit]")
        expect(page.locator(".o_action_manager .o_control_panel").first).to_be_visible(timeout=60_000)
        return page

    yield enter
    for page in opened:
        page.context.close()
    assert not errors, errors


def shoot(page, name):
    page.wait_for_timeout(500)  # for the picture only: what fades in is there
    page.screenshot(path=Path(setting("JOURNAUX")) / f"{name}.png")


def obliged_file_of(base, commune):
    """Id of an obliged, open file of a commune."""
    return base.sql(
        "SELECT d.id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        f"WHERE c.nis_code = '{commune}' AND d.resultat = 'oblige' AND d.phase = 'dossier' ORDER BY d.name LIMIT 1"
    )[0][0]


def test_an_agent_lands_on_what_there_is_to_do_and_sees_the_files_of_their_commune_only(login, plateforme):
    page = login(f"agent.{SCHAERBEEK}")
    cards = page.locator(".o_aujourd_hui_carte")
    expect(cards.first).to_be_visible()
    assert cards.count() >= 1
    # The card of the files to inform: it opens the list it counted.
    card = cards.filter(has=page.locator("li")).first
    count = int(card.locator(".o_aujourd_hui_nombre").inner_text())
    assert card.locator("li").count() == min(count, 5)
    shoot(page, "aujourd-hui")
    card.locator("h2 button").click()
    expect(page.locator(".o_list_view")).to_be_visible()
    expect(page.locator(".o_data_row")).to_have_count(count)
    rows = page.locator(".o_data_row")
    expect(rows.first).to_be_visible()
    shown = set(page.locator(".o_data_row td[name=name]").all_inner_texts())
    theirs = {
        row[0]
        for row in plateforme.base.sql(
            "SELECT d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id WHERE c.nis_code = '21015'"
        )
    }
    assert shown and shown <= theirs, shown - theirs
    # Nor through what the browser itself may ask: every file, without the screen's filter.
    seen = page.evaluate(
        """async () => {
            const response = await fetch("/web/dataset/call_kw/parcours.dossier/search_read", {
                method: "POST", headers: {"Content-Type": "application/json"},
                body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {
                    model: "parcours.dossier", method: "search_read", args: [[], ["name"]], kwargs: {}}})});
            return (await response.json()).result.map(file => file.name);
        }"""
    )
    assert set(seen) == theirs
    total = plateforme.base.sql("SELECT count(*) FROM parcours_dossier")[0][0]
    assert 0 < len(seen) < total


def test_the_day_is_that_of_brussels_wherever_the_browser_is(login):
    """What is left of a term on a card and what a filter finds are of the same day."""
    page = login(f"agent.{SCHAERBEEK}", timezone_id="Pacific/Kiritimati")
    assert page.evaluate("[luxon.DateTime.local().zoneName, Intl.DateTimeFormat().resolvedOptions().timeZone]") == [
        "Europe/Brussels",
        "Pacific/Kiritimati",
    ]


@pytest.mark.parametrize("lang", list(PANEL))
def test_an_agent_reads_why_in_french_and_in_dutch(login, plateforme, lang):
    """The outcome, each rule with its article, and the facts used with their source."""
    agent = f"agent.{SCHAERBEEK}"
    call = plateforme.odoo.session(agent)
    call("res.users", "write", call("res.users", "search", [("login", "=", agent)]), {"lang": lang})
    page = login(agent)
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{obliged_file_of(plateforme.base, SCHAERBEEK)}")
    panel = page.locator(".o_field_widget[name=explication]")
    verdict, conditions = PANEL[lang]
    expect(panel).to_contain_text(verdict)
    expect(panel).to_contain_text(conditions)
    folded = panel.locator("details:not([open])")
    assert folded.count(), "the conditions that are met are folded"
    folded.evaluate_all("all => all.forEach(details => { details.open = true; })")
    text = panel.inner_text()
    assert text.count("art. ") >= 6, "each rule names its article"
    assert re.search(r"\b(210|001|195)\b.*\d{2}/\d{2}/\d{4}", text), "each fact names its source and its date"
    assert "parcours." not in text and "ref_" not in text, "no technical name reaches the agent"
    expect(page.locator(".o_switch_company_menu")).to_contain_text(COMMUNE[lang])
    shoot(page, f"agent-{lang[:2]}")


def test_a_file_without_a_legal_date_shows_none(login, plateforme):
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers-tous")
    expect(page.locator(".o_data_row").first).to_be_visible()
    days = {text.strip() for text in page.locator(".o_data_row td[name=date_echeance]").all_inner_texts()}
    assert "" in days, "each of these files has a legal date: the test looks at nothing"


def test_the_kanban_opens_by_stage(login, plateforme):
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers")
    page.locator(".o_switch_view.o_kanban").click()
    expect(page.locator(".o_kanban_group").first).to_be_visible()
    assert page.locator(".o_kanban_record:not(.o_kanban_ghost)").count() > 0
    shoot(page, "kanban")


@pytest.mark.parametrize(
    "name",
    [
        "chef.21015",
        "vivalis.gestionnaire",
        "vivalis.fonctionnaire",
        "vivalis.direction",
        "bapa.bxl",
        "bon",
        "statisticien",
        "auditeur",
    ],
)
def test_each_role_lands_on_something_to_do(login, name):
    page = login(name)
    expect(page.locator(".o_action_manager .o_view_controller, .o_action_manager .o_content").first).to_be_visible()
    assert page.locator(".o_error_dialog, .o_notification_bar.bg-danger").count() == 0
    shoot(page, f"role-{name}")


def test_an_agent_suspends_a_term_and_the_lists_of_terms_open(login, plateforme):
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    dossier = obliged_file_of(plateforme.base, SCHAERBEEK)
    window = call("parcours.evenement.wizard", "create", {"dossier_id": dossier, "type": "attestation_remise"})
    call("parcours.evenement.wizard", "action_enregistrer", [window])
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{dossier}")
    # a legal date: its day first, with its year, then what is left of it
    legal = re.compile(r"^\s*\d{2}/\d{2}/20\d{2} · (dans|over) \d+ (jours|dagen)\s*$")
    expect(page.locator("[name=date_echeance].o_field_echeance")).to_have_text(legal)
    page.locator(".nav-link[name=termes]").click()
    expect(page.locator("[name=delai_ids] .o_data_row")).to_have_count(1)
    due = page.locator("[name=delai_ids] .o_data_row td[name=date_echeance]")
    before = due.inner_text()
    action = plateforme.base.sql("SELECT res_id FROM ir_model_data WHERE name = 'parcours_suspension_wizard_action'")
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    page.locator(f"button[name='{action[0][0]}']").click()
    ground = page.locator(".modal [name=motif_id] input")
    ground.click()
    page.locator(".o-autocomplete--dropdown-item").nth(3).click()  # the birth of a child needs no document
    expect(page.locator(".modal .alert-info [name=apercu]")).to_be_visible()
    shoot(page, "suspension")
    page.locator(".modal button[name=action_enregistrer]").click()
    expect(page.locator("[name=suspension_ids] .o_data_row")).to_have_count(1)
    expect(due).not_to_have_text(before)
    shoot(page, "termes")
    for name in ("parcours_delai_action_revues", "parcours_delai_action", "parcours_delai_action_erreurs"):
        page.goto(f"{plateforme.odoo.url}/odoo/action-parcours_accueil.{name}")
        expect(page.locator(".o_list_view, .o_view_nocontent").first).to_be_visible()
