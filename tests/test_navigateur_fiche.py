# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The page of a file in a real browser: from its row to the decision, what is greyed, what a summons rests on, the
timeline and its list.

Screenshots go to the log folder (PARCOURS_JOURNAUX).
"""

import re

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401  (fixtures)

pytestmark = pytest.mark.usefixtures("plateforme")


def one(plateforme, where):
    """Id of the first file of the commune that a condition finds."""
    return plateforme.base.sql(
        "SELECT d.id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        f"WHERE c.nis_code = '{SCHAERBEEK}' AND {where} ORDER BY d.id LIMIT 1"
    )[0][0]


def hand_over(plateforme, dossier, day, agent=f"agent.{SCHAERBEEK}", **values):
    """Record by RPC that the attestation of obligation was handed over, or posted."""
    call = plateforme.odoo.session(agent)
    values = {"dossier_id": dossier, "type": "attestation_remise", "date_effective": str(day), **values}
    call("parcours.evenement.wizard", "action_enregistrer", [call("parcours.evenement.wizard", "create", values)])


def test_a_file_to_examine_goes_from_its_row_to_the_decision(login, plateforme):  # noqa: F811
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{one(plateforme, 'd.resultat = $$a_examiner$$')}")
    steps = page.locator(".o_fiche_boutons > .btn-primary")
    expect(steps).to_have_count(1)
    # what decided comes first, and what was met is folded
    panel = page.locator(".o_field_widget[name=explication]")
    expect(panel.locator(".o_parcours_phrase")).to_contain_text("À examiner")
    expect(panel.locator(".o_parcours_changements")).to_be_visible()
    folded = panel.locator(".o_parcours_repliees").first
    assert folded.get_attribute("open") is None
    head = page.locator(".o_entete_fiche")
    expect(head).to_contain_text(re.compile(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"))
    shoot(page, "fiche-a-examiner")
    page.keyboard.press("Alt+o")
    menu = page.locator(".o_fiche_autres")
    expect(menu).to_be_visible()
    expect(menu.get_by_text("Demander une exemption").or_(steps.get_by_text("Demander une exemption"))).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)


def test_the_steps_say_from_when_and_a_summons_shows_what_it_rests_on(login, plateforme):  # noqa: F811
    dossier = one(plateforme, "d.resultat = $$oblige$$ AND d.phase = $$dossier$$ AND d.a_informer")
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{dossier}")
    primary = page.locator(".o_fiche_boutons > .btn-primary")
    expect(primary).to_have_attribute("data-attendu", "attestation_remise")
    # handed over so long ago that its term may be over: a review, then the summons
    reference = plateforme.base.sql(f"SELECT date_reference FROM parcours_dossier WHERE id = {dossier}")[0][0]
    hand_over(plateforme, dossier, reference)
    page.reload()
    expect(primary).to_have_attribute("data-attendu", re.compile("revue|inscription_organisateur"))
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    closed = page.locator(".o_fiche_fermee[data-etape=sommation_envoyee]")
    expect(closed).to_have_attribute("aria-disabled", "true")
    expect(closed.locator(".o_fiche_raison")).not_to_be_empty()
    shoot(page, "fiche-etapes")
    page.keyboard.press("Escape")
    if primary.get_attribute("data-attendu") == "revue":
        primary.click()
        page.locator(".modal textarea").first.fill("Dates vérifiées avec l'organisateur")
        page.locator(".modal footer button[name=action_enregistrer]").click()
        expect(page.locator(".modal")).to_have_count(0)
        expect(primary).to_have_attribute("data-attendu", "sommation_envoyee")
        primary.click()
        chain = page.locator(".modal .o_parcours_chaine tbody tr")
        expect(chain).to_have_count(3)
        expect(chain.last).to_contain_text("art. 5 §1")
        page.locator(".modal [name=canal] select, .modal [name=canal] input").first.wait_for()
        shoot(page, "fiche-sommation")
        page.locator(".modal footer button[special=cancel]").click()


def test_the_timeline_has_its_list_and_is_reached_with_the_keyboard(login, plateforme):  # noqa: F811
    dossier = one(plateforme, "d.resultat = $$oblige$$ AND d.phase = $$dossier$$ AND d.a_informer")
    reference = plateforme.base.sql(f"SELECT date_reference FROM parcours_dossier WHERE id = {dossier}")[0][0]
    hand_over(plateforme, dossier, reference)
    page = login(f"agent.{SCHAERBEEK}")
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{dossier}")
    drawing = page.locator(".o_frise_dessin")
    expect(drawing).to_be_visible()
    marks, rows = drawing.locator(".o_frise_marque"), page.locator(".o_frise_liste tbody tr")
    terms = drawing.locator(".o_frise_terme")
    assert marks.count() + terms.count() <= rows.count(), "the list says all that is drawn"
    marks.first.focus()
    expect(page.locator(".o_frise_dit")).to_contain_text(re.compile(r"\d{2}/\d{2}/\d{4} · "))
    fold = page.locator(".o_frise_legende button")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(rows.first).to_be_visible()
    shoot(page, "fiche-frise")


@pytest.mark.parametrize("width", [1440, 1920])
def test_the_thread_stays_below_and_takes_a_third_of_the_page_at_most(login, plateforme, width):  # noqa: F811
    dossier = one(plateforme, "d.resultat = $$oblige$$ AND d.phase = $$dossier$$")
    page = login(f"agent.{SCHAERBEEK}")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{dossier}")
    thread, sheet = page.locator(".o-mail-Form-chatter"), page.locator(".o_form_sheet")
    expect(thread).to_be_attached()
    box, above = thread.bounding_box(), sheet.bounding_box()
    assert box["y"] >= above["y"] + above["height"] - 1, "below"
    assert box["height"] <= 900 / 3, box
    # where the file stands is whole at 1440
    bar = page.locator(".o_statusbar_status .o_arrow_button:visible:not(.dropdown-toggle)")
    assert bar.count() >= 5, bar.all_inner_texts()
