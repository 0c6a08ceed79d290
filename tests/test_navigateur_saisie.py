# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is typed, in a real browser: a day that is none is told and not saved, a half-filled window asks before it
closes."""

import re

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, obliged_file_of, shoot  # noqa: F401

AGENT = f"agent.{SCHAERBEEK}"
INVALID = ".modal .o_field_widget[name=date_effective].o_field_invalid"
#: A typed text, and the day that it is on 27 November 2026 (None: no day). By the strict reading of the widget.
READINGS = {
    "31/01/2026": "2026-01-31",
    "1/2/2026": "2026-02-01",
    "1-2-26": "2026-02-01",
    "01.02.2026": "2026-02-01",
    "01022026": "2026-02-01",
    "010226": "2026-02-01",
    "2026-02-01": "2026-02-01",
    "29/02/2024": "2024-02-29",
    "31/02/2026": None,
    "29/02/2026": None,
    "32/1/2026": None,
    "1/13/2026": None,
    "0/1/2026": None,
    "31/04": None,
    "1/2/3/2026": None,
    "10/12/20266": None,
    "10/12/1026": None,
    "10/12/026": None,
    "310226": None,
    "32012026": None,
    "20260231": None,
    "2026-13-01": None,
    "5/2/2026abc": None,
    "demain": None,
    "12": None,
}


@pytest.fixture
def window(login, plateforme):  # noqa: F811
    """The page of an agent, with the window of the first step of a file open: a day, and a text."""
    page = login(AGENT)
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers-tous/{file}")
    open_window(page)
    return page


@pytest.fixture
def walked(login, plateforme):  # noqa: F811
    """The same, come to as an agent comes: found by the number from the landing page, without loading a page again."""
    page = login(AGENT)
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    niss, name = plateforme.base.sql(
        "SELECT p.niss, d.name FROM parcours_dossier d JOIN registre_personne p ON p.id = d.personne_id "
        f"WHERE d.id = {file}"
    )[0]
    page.keyboard.press("Alt+q")
    page.keyboard.type(niss)
    page.keyboard.press("Enter")
    expect(page.locator(".o_form_view")).to_contain_text(name)
    open_window(page)
    return page


def open_window(page):
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    page.get_by_role("menuitem", name=re.compile("^(Attestation d'obligation|Inscription)")).first.click()
    expect(page.locator(".modal .o_field_widget[name=date_effective]")).to_be_visible()


def type_day(page, text):
    day = page.locator(".modal .o_field_widget[name=date_effective]")
    day.locator("input, button.o_input").first.click()
    day.locator("input").fill(text)
    return day


def asked(page):
    return page.locator(".modal", has_text="Fermer sans enregistrer")


def test_a_typed_text_is_read_as_the_day_it_says_or_as_none(window):
    read = window.evaluate(
        """texts => {
            const { readDay, isRead } = odoo.loader.modules.get("@parcours_socle/jour/jour");
            return texts.map(text => [readDay(text)?.toISODate() ?? null, isRead(text, "date")]);
        }""",
        list(READINGS),
    )
    expected = [[day, day is not None] for day in READINGS.values()]
    assert dict(zip(READINGS, read, strict=True)) == dict(zip(READINGS, expected, strict=True))
    words = window.evaluate(
        """texts => texts.map(text => odoo.loader.modules.get("@parcours_socle/jour/jour").isRead(text, "date"))""",
        ["today", "+7d", "-2w", "=1d", ""],
    )
    assert all(words), "Odoo's own words stay"


@pytest.mark.parametrize("leave", ("Tab", "Enter", "elsewhere"))
def test_a_day_that_is_none_is_told_and_nothing_is_saved_with_it(window, leave):
    day = type_day(window, "31/02/2026")
    if leave == "elsewhere":
        window.locator(".modal .modal-title").click()
    else:
        window.keyboard.press(leave)
    told = window.locator(".o_notification", has_text="31/02/2026")
    expect(told).to_contain_text("n'est pas un jour du calendrier")
    expect(window.locator(INVALID)).to_be_visible()
    if leave == "Tab":
        shoot(window, "jour-impossible")
    window.locator(".modal footer .btn-primary").first.click()
    expect(window.locator(".modal footer .btn-primary").first).to_be_visible()
    type_day(window, "01/06/2026")
    window.keyboard.press("Tab")
    expect(window.locator(INVALID)).to_have_count(0)
    expect(day).to_contain_text("01/06/2026")


def test_a_day_that_is_none_is_not_saved_by_the_button_pressed_right_after(window):
    type_day(window, "31/02/2026")
    window.locator(".modal footer .btn-primary").first.click()
    expect(window.locator(".o_notification", has_text="31/02/2026")).to_be_visible()
    expect(window.locator(INVALID)).to_be_visible()


@pytest.mark.parametrize("way", ("cross", "Escape", "cancel"))
def test_a_half_filled_window_asks_before_it_closes_and_keeps_the_text_of_who_stays(window, way):
    note = window.locator(".modal .o_field_widget[name=note] textarea")
    note.fill("La personne est passée au guichet.")

    def close():
        if way == "cross":
            window.locator(".modal .btn-close").first.click()
        elif way == "Escape":
            window.keyboard.press("Escape")
        else:
            window.locator(".modal footer .btn-secondary").last.click()

    close()
    expect(asked(window)).to_be_visible()
    if way == "cross":
        shoot(window, "fermer-sans-enregistrer")
    asked(window).get_by_role("button", name="Continuer").click()
    expect(asked(window)).to_have_count(0)
    assert note.input_value() == "La personne est passée au guichet."
    close()
    asked(window).get_by_role("button", name="Fermer, et le perdre").click()
    expect(window.locator(".modal")).to_have_count(0)


def go_back(page):
    page.evaluate("history.back()")


def choose_menu(page):
    """Another menu, by the palette: what lies behind a window is not clicked."""
    page.keyboard.press("Control+k")
    page.locator(".o_command_palette input").fill("/Dossiers")
    expect(page.locator(".o_command_palette .o_command").first).to_contain_text("Dossiers")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("leave", (go_back, choose_menu))
def test_a_half_filled_window_asks_before_another_page_takes_its_place(walked, leave):
    where = walked.url
    note = walked.locator(".modal .o_field_widget[name=note] textarea")
    note.fill("La personne est passée au guichet.")
    for _time in range(2):
        leave(walked)
        expect(asked(walked)).to_be_visible()
        asked(walked).get_by_role("button", name="Continuer").click()
        expect(asked(walked)).to_have_count(0)
        assert note.input_value() == "La personne est passée au guichet."
        assert walked.url == where
    leave(walked)
    asked(walked).get_by_role("button", name="Fermer, et le perdre").click()
    expect(walked.locator(".modal")).to_have_count(0)
    expect(walked.locator(".o_form_view")).to_have_count(0)


@pytest.mark.parametrize("leave", (go_back, choose_menu))
def test_a_window_in_which_nothing_was_typed_lets_another_page_take_its_place(walked, leave):
    leave(walked)
    expect(walked.locator(".modal")).to_have_count(0)
    expect(walked.locator(".o_form_view")).to_have_count(0)


def test_a_window_in_which_nothing_was_typed_closes_at_once(window):
    window.keyboard.press("Escape")
    expect(window.locator(".modal")).to_have_count(0)
