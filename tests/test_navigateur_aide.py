# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Help, from where somebody is: a problem reported from a file, the answer that comes back, a maintenance."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, obliged_file_of, shoot  # noqa: F401

#: Words of the help menu, by language: report, its window's send button, my reports.
WORDS = {
    "fr_BE": ("Signaler un problème", "Envoyer à Vivalis", "Mes signalements"),
    "nl_BE": ("Een probleem melden", "Naar Vivalis verzenden", "Mijn meldingen"),
}


def speaks(plateforme, name, lang):
    call = plateforme.odoo.session(name)
    call("res.users", "write", call("res.users", "search", [("login", "=", name)]), {"lang": lang})


def help_entry(page, words):
    page.locator(".o_aide").click()
    page.locator(".o-dropdown--menu .dropdown-item", has_text=words).click()


@pytest.mark.parametrize("lang", list(WORDS))
def test_a_problem_is_reported_from_a_file_and_its_answer_comes_back(login, plateforme, lang):  # noqa: F811
    agent = f"agent.{SCHAERBEEK}"
    speaks(plateforme, agent, lang)
    report, send, mine = WORDS[lang]
    page = login(agent)
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    [(reference, name)] = plateforme.base.sql(f"SELECT reference, name FROM parcours_dossier WHERE id = {file}")
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    expect(page.locator(".o_form_view")).to_be_visible()
    help_entry(page, report)
    window = page.locator(".o_signalement")
    expect(window.locator("textarea")).to_be_focused()
    expect(window.locator("dl")).to_contain_text(reference)
    expect(window.locator("dl")).to_contain_text({"fr_BE": "Navigateur", "nl_BE": "Venster"}[lang])
    assert name not in window.inner_text(), "the name of the person does not go with it"
    shoot(page, f"aide-signaler-{lang[:2]}")
    window.get_by_role("button", name=send).click()
    expect(window.locator("[role=alert]")).to_be_visible()
    window.locator("textarea").fill("Le bouton ne fait rien")
    window.get_by_role("button", name=send).click()
    expect(window).to_have_count(0)
    [(number, there)] = plateforme.base.sql("SELECT id, reference FROM parcours_probleme ORDER BY id DESC LIMIT 1")
    assert there == reference
    vivalis = plateforme.odoo.session("vivalis.gestionnaire")
    vivalis("parcours.probleme", "write", [number], {"reponse": "Corrigé ce matin"})
    vivalis("parcours.probleme", "action_repondre", [number])
    # it is said at once, on the page that stayed open
    expect(page.locator(".o_aide_reponses")).to_have_text("1")
    help_entry(page, mine)
    expect(page.locator(".o_data_row", has_text="Corrigé ce matin").first).to_be_visible()
    expect(page.locator(".o_aide_reponses, .o_notification", has_text="Vivalis")).to_have_count(0)
    expect(page.locator(".o_aide_reponses")).to_have_count(0)
    shoot(page, f"aide-miens-{lang[:2]}")


def test_an_error_leads_to_a_report_with_its_mark_and_shows_no_inside(login, plateforme):  # noqa: F811
    speaks(plateforme, f"agent.{SCHAERBEEK}", "fr_BE")
    page = login(f"agent.{SCHAERBEEK}")
    page.evaluate(
        """() => {
            odoo.__WOWL_DEBUG__.root.env.services.orm.call("parcours.dossier", "web_read", [[1]], {nothing: 1});
        }"""
    )
    dialog = page.locator(".o_error_dialog")
    expect(dialog).to_be_visible()
    mark = dialog.locator(".font-monospace").inner_text()
    assert len(mark) == 12
    expect(dialog.locator("footer .btn-primary")).to_be_visible()
    text = dialog.inner_text()
    assert "Traceback" not in text and dialog.locator(".btn-link").count() == 0, text
    shoot(page, "aide-erreur")
    dialog.locator(".o_signaler").click()
    expect(page.locator(".o_signalement dl")).to_contain_text(mark)


def test_a_maintenance_is_announced_on_the_pages_that_are_open(login, plateforme):  # noqa: F811
    """By Brussels' hours, without loading the page again; red when it is near; gone when it is taken back."""
    speaks(plateforme, f"agent.{SCHAERBEEK}", "nl_BE")
    page = login(f"agent.{SCHAERBEEK}")
    page.wait_for_timeout(2000)
    direction = plateforme.odoo.session("vivalis.direction")
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    days = {"debut": str(now + timedelta(hours=3)), "fin": str(now + timedelta(hours=4)), "texte_nl": "Nieuwe versie."}
    number = direction("parcours.maintenance", "create", [days])
    banner = page.locator(".o_bandeau_maintenance .alert")
    expect(banner).to_contain_text("Nieuwe versie.", timeout=30_000)
    expect(banner).to_have_attribute("role", "status")
    shoot(page, "aide-maintenance-nl")
    soon = {"debut": str(now + timedelta(minutes=10))}
    direction("parcours.maintenance", "write", number, soon)
    expect(page.locator(".o_bandeau_proche")).to_be_visible(timeout=30_000)
    shoot(page, "aide-maintenance-proche-nl")
    page.context.clear_cookies()
    page.goto(f"{plateforme.odoo.url}/web/login")
    expect(page.locator(".alert-danger")).to_contain_text("Maintenance le")
    shoot(page, "aide-maintenance-connexion")
    direction("parcours.maintenance", "unlink", number)
