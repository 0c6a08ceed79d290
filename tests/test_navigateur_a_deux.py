# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two people on one file, in two real browsers on the whole platform: each sees the other, and no text is lost."""

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, obliged_file_of, shoot  # noqa: F401  (fixtures)

AGENT, HEAD = f"agent.{SCHAERBEEK}", f"chef.{SCHAERBEEK}"


@pytest.fixture
def both(login, plateforme):  # noqa: F811
    """The pages of an agent and of a head, both on the same file, and that file's id."""
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    pages = [login(AGENT), login(HEAD)]
    for page in pages:
        page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{file}")
        expect(page.locator(".o_form_view .o_field_widget[name=resultat]")).to_be_visible()
    return *pages, file


def name_of(base, login):  # noqa: F811
    """What a user is called."""
    return base.sql(
        f"SELECT p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.login = '{login}'"
    )[0][0]


def write_note(page, text):
    page.locator(".nav-link[name=notes]").click()
    editor = page.locator(".o_field_widget[name=note] .odoo-editor-editable")
    editor.click()
    editor.press("Control+End")
    editor.type(text)


def test_each_of_two_sees_that_the_other_has_the_file_open_until_they_leave(both, plateforme):
    agent, head, _file = both
    expect(head.locator(".o_presence_fiche")).to_contain_text(name_of(plateforme.base, AGENT))
    # told by the bus: the first page is not touched
    expect(agent.locator(".o_presence_fiche")).to_contain_text(name_of(plateforme.base, HEAD), timeout=15_000)
    shoot(agent, "a-deux")
    head.goto(f"{plateforme.odoo.url}/odoo/dossiers")
    expect(agent.locator(".o_presence_fiche .badge")).to_have_count(0, timeout=15_000)


def test_two_who_write_a_note_at_once_both_find_their_text(both, plateforme):
    agent, head, file = both
    write_note(agent, "Vue au guichet")
    write_note(head, "Rappel par telephone")
    agent.locator(".o_form_button_save").click()
    expect(agent.locator(".o_form_button_save")).not_to_be_visible()
    head.locator(".o_form_button_save").click()
    note = head.locator(".o_field_widget[name=note]")
    expect(note).to_contain_text("Vue au guichet")
    expect(note).to_contain_text("Rappel par telephone")
    expect(head.locator(".o_notification").first).to_be_visible(timeout=15_000)
    shoot(head, "a-deux-note")
    [[stored]] = plateforme.base.sql(f"SELECT note FROM parcours_dossier WHERE id = {file}")
    assert "Vue au guichet" in stored and "Rappel par telephone" in stored
