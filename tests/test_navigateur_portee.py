# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whom the screens reach: who uses a screen reader, a keyboard alone, letters twice as large, a narrow screen.

axe-core judges the ten main screens (WCAG 2.0 and 2.1, levels A and AA, and what it calls best practice). What it says
of Odoo's own pages is in CORE, once each, with why it is not ours; anything else fails.
"""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401  (fixtures)
from tests.test_navigateur_fiche import hand_over, one

AGENT, HEAD = f"agent.{SCHAERBEEK}", f"chef.{SCHAERBEEK}"
#: What axe-core calls its sets of rules.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
#: Rule, selector of the element or of what is around it, why it is Odoo's.
CORE = [
    ("aria-required-children", ".o_menu_sections, .o_menu_systray", "the menus of the top bar hold plain buttons"),
    ("aria-required-parent", ".o_menu_brand", "the name of the application is an item of no menu"),
    ("region", ".o_breadcrumb", "the path of a page is in no landmark"),
    ("region", ".o-main-components-container", "what floats over a page is in no landmark"),
    ("page-has-heading-one", "html", "a list and a board have no title of level one: their path says it"),
    ("aria-allowed-attr", ".o_searchview", "the search of a list says that it completes, and that it is chosen"),
    ("aria-command-name", ".o_searchview_facet", "a filter in use is a button without a name"),
    ("aria-required-parent", ".o_searchview_facet", "a filter in use is a line of no list"),
    ("aria-roles", ".o_searchview", "a role that does not exist: image"),
    (
        "landmark-unique",
        ".o_main_navbar, .o_cp_searchview",
        "the search of a list has two landmarks, its pages have one",
    ),
    ("role-img-alt", ".o_searchview, .o-mail-Chatter, .o_activity_cell, .o_kanban_record, .o_field_widget", "an icon"),
    ("button-name", ".o_list_renderer .o-dropdown", "the button that chooses the columns of a list"),
    ("empty-table-header", "th", "columns of boxes to tick, of buttons, or whose name is not shown"),
    ("label", ".o_list_renderer", "the boxes of a list"),
    ("aria-allowed-role", ".o_kanban_record", "a card is a link"),
    ("aria-required-parent", ".o_notebook_headers", "tabs are in no list of tabs"),
    ("aria-allowed-attr", ".o_select_menu, .o-dropdown, .o-autocomplete", "a choice says that it is open, on a box"),
    ("autocomplete-valid", ".o_select_menu_input", "a word of its own, so that no browser completes it"),
    ("aria-allowed-attr", ".o-dropdown--menu .o-navigable, .o_tag", "the arrows mark as chosen what they go through"),
    ("aria-required-children", ".o-dropdown--menu", "… so that what was to be passed over counts as a line of it"),
    ("image-alt", ".o_tag", "the picture of a person beside their name"),
    ("aria-dialog-name", ".modal", "a window does not say that its title is its name"),
    ("heading-order", ".modal-title", "the title of a window is of level four"),
    ("landmark-main-is-top-level", ".modal", "a window holds a page, with its landmarks"),
    ("landmark-no-duplicate-banner", ".o_navbar", "… twice then"),
    ("landmark-no-duplicate-main", ".o_content", "… twice then"),
    ("landmark-unique", ".o_navbar, .o_content", "… twice then"),
]
#: Each element that breaks a rule: the rule, where, its HTML, what is wrong, and the rank of its row in CORE, or -1.
JUDGE = """async ([tags, core]) => {
    const { violations } = await axe.run(document, {
        runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
    });
    return violations.flatMap((rule) => rule.nodes.map((node) => {
        const element = document.querySelector(node.target[0]);
        const known = core.findIndex(([id, selector]) => id === rule.id && element?.closest(selector));
        const said = [...node.any, ...node.all, ...node.none].map((check) => check.message);
        return [rule.id, node.target.join(" "), node.html.slice(0, 200), said.join(" ").slice(0, 200), known];
    }));
}"""
#: A refusal that was found on a file of the commune, for the official.
REFUSAL = """
from datetime import timedelta
from odoo.addons.parcours_socle.jour import aujourdhui

domaine = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("company_id.nis_code", "=", "%s")]
dossier = env["parcours.dossier"].search(domaine, order="id DESC", limit=1)
dossier.ensure_one()
constat = dossier._noter("constat_refus", aujourdhui() - timedelta(days=60))
print(env["sanction.dossier"].search([("evenement_id", "=", constat.id)]).id)
env.cr.commit()
"""


class Judge:
    """axe-core on each page it is given: `ours` says what it found, `known` the ranks in CORE that occurred."""

    def __init__(self):
        self.ours, self.known = [], set()

    def look(self, page, screen):
        page.mouse.move(0, page.viewport_size["height"] - 1)  # over nothing that says more when it is pointed at
        expect(page.locator(".o-tooltip")).to_have_count(0)
        page.wait_for_timeout(400)  # what fades in is there: half-shown words have no contrast
        page.evaluate(AXE_SCRIPT)
        for rule, where, html, said, rank in page.evaluate(JUDGE, [TAGS, [row[:2] for row in CORE]]):
            if rank >= 0:
                self.known.add(rank)
            else:
                self.ours.append(f"{screen}: {rule}: {where}\n    {html}\n    {said}")


def look_as_agent(judge, page, url, dossier):
    expect(page.locator(".o_aujourd_hui_carte").first).to_be_visible()
    judge.look(page, "Today")
    page.goto(f"{url}/odoo/dossiers")
    expect(page.locator(".o_data_row").first).to_be_visible()
    judge.look(page, "list of files")
    page.locator(".o_switch_view.o_kanban").click()
    expect(page.locator(".o_kanban_record").first).to_be_visible()
    judge.look(page, "board")
    page.goto(f"{url}/odoo/dossiers/{dossier}")
    expect(page.locator(".o_frise_dessin")).to_be_visible()
    tabs = page.locator(".o_notebook .nav-link")
    for rank in range(tabs.count()):
        tabs.nth(rank).click()
        judge.look(page, f"file, {tabs.nth(rank).inner_text()}")
    page.locator(".o_frise_legende button").click()
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    expect(page.locator(".o_fiche_autres")).to_be_visible()
    judge.look(page, "file, other steps")
    page.keyboard.press("Escape")
    page.locator(".o_fiche_boutons > .btn-primary").click()
    expect(page.locator(".modal footer .btn-primary").first).to_be_visible()
    judge.look(page, "window of a step")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    page.locator("button[name=action_personne]").click()
    expect(page.locator(".o_form_view [name=information_actuelle_ids]")).to_be_visible()
    judge.look(page, "person of the register")
    page.keyboard.press("Alt+q")
    page.keyboard.type("ma")
    expect(page.locator(".o_recherche_option").first).to_be_visible()
    judge.look(page, "search")


def look_as_head(judge, page, url):
    page.goto(f"{url}/odoo/equipe")
    expect(page.locator(".o_parcours_equipe tbody tr").first).to_be_visible()
    judge.look(page, "team")
    page.get_by_role("button", name="Répartir").first.click()
    expect(page.locator(".modal table tbody tr").first).to_be_visible()
    judge.look(page, "window that hands out")


def look_as_official(judge, page, url, sanction):
    judge.look(page, "Today of the official")
    page.goto(f"{url}/odoo/sanctions/{sanction}")
    expect(page.locator(".o_form_view .oe_title")).to_be_visible()
    judge.look(page, "file of the official")


@pytest.fixture(scope="module")
def sanction(plateforme):
    """Id of a file of the official."""
    return int(plateforme.base.run(REFUSAL % SCHAERBEEK).splitlines()[-1])


def test_axe_finds_nothing_of_ours_on_the_main_screens(login, plateforme, sanction):  # noqa: F811
    dossier = one(plateforme, "d.resultat = $$oblige$$ AND d.phase = $$dossier$$ AND d.a_informer")
    reference = plateforme.base.sql(f"SELECT date_reference FROM parcours_dossier WHERE id = {dossier}")[0][0]
    hand_over(plateforme, dossier, reference)
    judge, url = Judge(), plateforme.odoo.url
    look_as_agent(judge, login(AGENT), url, dossier)
    look_as_head(judge, login(HEAD), url)
    look_as_official(judge, login("vivalis.fonctionnaire"), url, sanction)
    judge.look(login("auditeur"), "box of the auditor")
    assert not judge.ours, "\n".join(judge.ours)
    assert judge.known == set(range(len(CORE))), [row for rank, row in enumerate(CORE) if rank not in judge.known]


# A larger page, a narrower screen

#: Width, height, how many points a pixel is: 200 % on a screen of 1440 x 900, and the narrowest screen of a counter.
SIZES = {"200 %": (720, 450, 2), "1024": (1024, 768, 1)}
#: What of the page is wider than what shows it.
WIDER = """() => [document.documentElement, ...document.querySelectorAll(
        '.o_content, .o_form_sheet, .o_list_renderer, .o_aujourd_hui_carte, .modal-body, .modal-footer')]
    .filter(e => e.scrollWidth > e.clientWidth).map(e => [e.className, e.scrollWidth, e.clientWidth])"""


#: Names and badges of which only the beginning is read.
CUT = """() => [...document.querySelectorAll(
        '.o_data_row td:is([name=name], [name=dossier_id], [name=display_name]), .o_kanban_record .badge')]
    .filter(e => e.scrollWidth > e.clientWidth + 1
        && getComputedStyle(e).overflowX !== 'visible').map(e => e.innerText)"""


def fits(page, button):
    """Nothing is wider than the screen, and the button is on it."""
    expect(button).to_be_in_viewport(ratio=1)
    assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("size", list(SIZES))
def test_nothing_is_cut_on_a_larger_page_or_a_narrower_screen(login, plateforme, size):  # noqa: F811
    width, height, scale = SIZES[size]
    page = login(AGENT, device_scale_factor=scale)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{plateforme.odoo.url}/odoo/aujourd-hui")
    fits(page, page.locator(".o_aujourd_hui_carte li .btn").first)
    shoot(page, f"portee-aujourd-hui-{width}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers")
    fits(page, page.locator(".o_data_row td[name=name], .o_kanban_record").first)
    assert page.evaluate(CUT) == []
    shoot(page, f"portee-liste-{width}")
    if page.locator(".o_switch_view.o_kanban").is_visible():
        page.locator(".o_switch_view.o_kanban").click()
        expect(page.locator(".o_kanban_record").first).to_be_visible()
        assert page.evaluate(CUT) == []
        shoot(page, f"portee-tableau-{width}")
    page.goto(
        f"{plateforme.odoo.url}/odoo/dossiers/{one(plateforme, 'd.resultat = $$oblige$$ AND d.phase = $$dossier$$')}"
    )
    primary = page.locator(".o_fiche_boutons > .btn-primary")
    fits(page, primary)
    shoot(page, f"portee-dossier-{width}")
    primary.click()
    fits(page, page.locator(".modal footer .btn-primary:visible").first)
    shoot(page, f"portee-fenetre-{width}")


# Another commune, whose people nobody informed yet: who works there with the keyboard alone

OTHER, OTHER_AGENT = "21018", "agent.21018"
#: Clicks of a mouse or a finger; those that a key makes have no detail.
COUNT = "() => { window.clicks = 0; addEventListener('click', (ev) => { window.clicks += ev.detail > 0; }, true); }"
TO_INFORM = (
    "SELECT d.id, p.niss, d.name FROM parcours_dossier d JOIN registre_personne p ON p.id = d.personne_id "
    "JOIN res_company c ON c.id = d.company_id "
    f"WHERE c.nis_code = '{OTHER}' AND d.a_informer AND d.phase = 'dossier' ORDER BY d.id LIMIT 1"
)


def speak(plateforme, name, lang):
    """Make somebody read a language."""
    call = plateforme.odoo.session(name)
    call("res.users", "write", call("res.users", "search", [("login", "=", name)]), {"lang": lang})


def on_the_card(niss):
    """A national number as it stands on a card."""
    return f"{niss[:2]}.{niss[2:4]}.{niss[4:6]}-{niss[6:9]}.{niss[9:]}"


def type_number(page, niss):
    page.keyboard.type(on_the_card(niss))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("lang", ["fr_BE", "nl_BE"])
def test_with_the_keyboard_alone_a_person_is_found_and_a_step_recorded(login, plateforme, lang):  # noqa: F811
    speak(plateforme, OTHER_AGENT, lang)
    [[dossier, niss, name]] = plateforme.base.sql(TO_INFORM)
    page = login(OTHER_AGENT)
    page.keyboard.press("Alt+q")
    type_number(page, niss)
    expect(page.locator(".o_form_view")).to_contain_text(name)
    expect(page.locator(".o_entete_faits")).to_contain_text(on_the_card(niss))
    assert page.evaluate("document.documentElement.lang") == lang.replace("_", "-")
    primary = page.locator(".o_fiche_boutons > .btn-primary")
    expect(primary).to_have_attribute("data-attendu", "attestation_remise")
    # the window opens on what is to be filled, and gives the focus back to its step
    page.keyboard.press("Alt+g")
    channel = page.locator(".modal [name=canal] input")
    expect(channel).to_be_focused()
    page.keyboard.press("Escape")
    expect(primary).to_be_focused()
    page.keyboard.press("Enter")
    expect(channel).to_be_focused()
    # the language that the person wishes stands just before
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".modal [name=langue] input:checked")).to_have_count(1)
    page.keyboard.press("Alt+q")
    expect(page.locator(".modal")).to_have_count(0)
    # recorded: the step that is expected now has the focus
    expect(primary).not_to_have_attribute("data-attendu", "attestation_remise")
    expect(primary).to_be_focused()
    assert not plateforme.base.sql(f"SELECT a_informer FROM parcours_dossier WHERE id = {dossier}")[0][0]
    # the others, with the arrows; Esc comes back to their button
    page.keyboard.press("Alt+o")
    expect(page.locator(".o_fiche_autres")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".o_fiche_autres :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".o_fiche_autres")).to_have_count(0)
    expect(page.locator(".o_fiche_boutons .dropdown-toggle")).to_be_focused()


def test_the_search_of_a_list_is_left_with_the_keyboard(login, plateforme):  # noqa: F811
    page = login(AGENT)
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers")
    expect(page.locator(".o_data_row").first).to_be_visible()
    field = page.locator(".o_searchview_input")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".o_searchview :focus")).to_have_count(0)
    field.focus()
    page.keyboard.type("x")
    expect(page.locator(".o_searchview_autocomplete")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(".o_list_renderer :focus")).to_have_count(1)
    # and two fingers enlarge the page
    said = page.locator("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in said and "maximum-scale" not in said


def choose(page, field, word):
    """With the keyboard, what a field offers that begins so; typing opens it."""
    expect(field).to_be_focused()
    page.keyboard.type(word)
    expect(page.locator(".o_select_menu_item").first).to_contain_text(word)
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile(word))


def test_few_clicks_lead_from_the_landing_page_to_a_person_a_letter_and_its_receipt(login, plateforme):  # noqa: F811
    speak(plateforme, OTHER_AGENT, "fr_BE")
    [[posted, _, posted_to]] = plateforme.base.sql(TO_INFORM)
    hand_over(plateforme, posted, aujourdhui(), OTHER_AGENT, canal="accuse", preuve_envoi="RC1")
    [[_, niss, name]] = plateforme.base.sql(TO_INFORM)
    page = login(OTHER_AGENT)
    window = page.locator(".modal")
    page.evaluate(COUNT)
    page.locator(".o_recherche input").click()
    type_number(page, niss)
    expect(page.locator(".o_form_view")).to_contain_text(name)
    assert page.evaluate("clicks") == 1, "to find: one, and Enter"
    page.go_back()
    page.evaluate("() => { window.clicks = 0; }")
    page.get_by_role("region", name="À informer").locator("li", has_text=name).locator(".btn").click()
    window.get_by_label("Français").click()
    with page.expect_popup() as letter:
        window.locator("footer .btn-primary:visible").first.click()
    letter.value.close()
    expect(window).to_have_count(0)
    assert page.evaluate("clicks") == 3, "to hand over: the line, the language that was asked, print"
    page.evaluate("() => { window.clicks = 0; }")
    page.get_by_role("region", name="Accusés de réception").locator("li", has_text=posted_to).locator(".btn").click()
    expect(window.locator(".modal-title")).to_have_text("Attestation d'obligation reçue")
    choose(page, window.locator("[name=reception] input"), "Présentée")
    window.locator("footer .btn-primary:visible").first.click()
    expect(window).to_have_count(0)
    assert page.evaluate("clicks") == 2, "a receipt: two"
    last = plateforme.base.sql(
        f"SELECT type FROM parcours_evenement WHERE dossier_id = {posted} ORDER BY id DESC LIMIT 1"
    )
    assert last[0][0] == "attestation_recue"
