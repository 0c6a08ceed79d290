# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The guide, opened from the screens; and its pictures, of generated people only.

`PARCOURS_GUIDE=1 ./parcours test tests/test_navigateur_guide.py` writes the pictures where the guide shows them;
without it they go to the log folder, as every picture of a test.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.serveur import ROOT, setting
from tests.test_navigateur import SCHAERBEEK, browser, login  # noqa: F401
from tests.test_navigateur_aide import WORDS, help_entry, speaks

#: This screen, in the help menu; the titles of the pages of the file and of the day; the step that hands over; suspend.
HERE = {
    "fr_BE": ("Guide : cet écran", "Le dossier", "Ma journée", "Suspendre le délai", "Documents"),
    "nl_BE": ("Gids: dit scherm", "Het dossier", "Mijn dag", "De termijn opschorten", "Documenten"),
}

#: An obliged person of the commune whom nobody told so yet: the other language told another one.
TO_INFORM = (
    "SELECT d.id, d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
    f" WHERE c.nis_code = '{SCHAERBEEK}' AND d.resultat = 'oblige' AND d.phase = 'dossier'"
    " AND NOT EXISTS (SELECT FROM parcours_delai t WHERE t.dossier_id = d.id) ORDER BY d.name LIMIT 1"
)


def picture(page, lang, name):
    """Keep the screen as a small picture: 1,100 points wide, 96 colours."""
    page.wait_for_timeout(600)  # for the picture only: what fades in is there
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image = image.resize((1100, round(image.height * 1100 / image.width)), Image.LANCZOS)
    image = image.quantize(96, dither=Image.Dither.NONE)
    path = Path(setting("JOURNAUX")) / f"guide-{lang[:2]}-{name}.png"
    if os.environ.get("PARCOURS_GUIDE"):
        path = ROOT / "addons" / "parcours_accueil" / "static" / "guide" / lang[:2] / f"{name}.png"
    image.save(path, optimize=True)
    assert path.stat().st_size < 120_000, path


@pytest.mark.parametrize("lang", list(HERE))
def test_the_guide_opens_at_the_page_of_the_screen(login, plateforme, lang):  # noqa: F811
    agent = f"agent.{SCHAERBEEK}"
    speaks(plateforme, agent, lang)
    here, of_file, of_day, suspend, documents = HERE[lang]
    page = login(agent)
    expect(page.locator(".o_aujourd_hui_carte").first).to_be_visible()
    picture(page, lang, "aujourdhui")
    with page.expect_popup() as popup:
        help_entry(page, here)
    expect(popup.value.locator("h1")).to_have_text(of_day)
    expect(popup.value.locator("html")).to_have_attribute("lang", lang[:2])
    expect(popup.value.locator("main img").first).to_have_js_property("complete", True)
    popup.value.close()
    [(file, name)] = plateforme.base.sql(TO_INFORM)
    page.locator(".o_recherche input").fill(name.split(",")[0][:6])
    expect(page.locator("[role=option]").first).to_be_visible()
    picture(page, lang, "chercher")
    page.keyboard.press("Escape")
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    expect(page.locator(".o_form_view .o_fiche_boutons, .o_form_view").first).to_be_visible()
    picture(page, lang, "dossier")
    with page.expect_popup() as popup:
        help_entry(page, here)
    expect(popup.value.locator("h1")).to_have_text(of_file)
    popup.value.screenshot(path=Path(setting("JOURNAUX")) / f"guide-page-{lang[:2]}.png")
    popup.value.close()
    help_entry(page, WORDS[lang][0])
    expect(page.locator(".o_signalement dl dt").first).to_be_visible()
    picture(page, lang, "probleme")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name=documents).click()
    page.locator("button[name=action_deposer_document]").click()
    expect(page.locator(".modal .o_parcours_exige").first).to_be_visible()
    picture(page, lang, "documents")
    page.locator(".modal .btn-close").click()
    page.locator(".o_fiche_boutons > .btn-primary, .o_statusbar_buttons .btn-primary").first.click()
    expect(page.locator(".modal .o_form_view")).to_be_visible()
    picture(page, lang, "informer")
    page.locator(".modal .btn-close").click()
    window = plateforme.odoo.session(agent)(
        "parcours.evenement.wizard", "create", {"dossier_id": file, "type": "attestation_remise"}
    )
    plateforme.odoo.session(agent)("parcours.evenement.wizard", "action_enregistrer", [window])
    page.reload()
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    page.locator(".o-dropdown--menu button", has_text=suspend).first.click()
    expect(page.locator(".modal [name=motif_id]")).to_be_visible()
    picture(page, lang, "suspension")


@pytest.mark.parametrize("lang", list(HERE))
def test_a_head_has_a_page_of_the_guide_too(login, plateforme, lang):  # noqa: F811
    head = f"chef.{SCHAERBEEK}"
    speaks(plateforme, head, lang)
    page = login(head)
    page.goto(f"{plateforme.odoo.url}/odoo/action-parcours_accueil.parcours_equipe_action")
    expect(page.locator(".o_action_manager .o_content, .o_action_manager .o_equipe").first).to_be_visible()
    picture(page, lang, "equipe")
    with page.expect_popup() as popup:
        help_entry(page, HERE[lang][0])
    expect(popup.value).to_have_url(f"{plateforme.odoo.url}/parcours/guide/equipe")


def test_nobody_reads_the_guide_before_they_log_in(plateforme, browser):  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{plateforme.odoo.url}/parcours/guide/dossier")
    expect(page.locator("input[name=password]")).to_be_visible()
    context.close()
