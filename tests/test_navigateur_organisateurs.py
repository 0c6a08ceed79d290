# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who finds no place waits; the organiser reads its queue, and registers from the search who stands there."""

from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401

#: People of Schaerbeek who are obliged and registered nowhere.
FREE = """
    SELECT d.id, d.niss, d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id
     WHERE c.nis_code = '%s' AND d.resultat = 'oblige' AND d.phase = 'dossier'
           AND NOT EXISTS (SELECT FROM parcours_inscription i WHERE i.dossier_id = d.id)
  ORDER BY d.name LIMIT 2
"""


def test_who_finds_no_place_waits_and_the_organiser_registers_them_from_the_search(login, plateforme):  # noqa: F811
    (first, _niss, name), (_second, number, other) = plateforme.base.sql(FREE % SCHAERBEEK)
    agent, url = f"agent.{SCHAERBEEK}", plateforme.odoo.url
    call = plateforme.odoo.session(agent)
    [bxl] = call("parcours.organisateur", "search", [("code", "=", "bapa_bxl")])
    plateforme.odoo.session("bapa.bxl")("parcours.capacite", "create", {"langue": "fr", "places": 30})

    # the agent sees what there is to choose from, and puts the person on the list
    page = login(agent)
    page.goto(f"{url}/odoo/dossiers/{first}")
    expect(page.locator(".o_fiche")).to_be_visible(timeout=60_000)
    direct = page.locator(".o_statusbar_buttons button[data-attendu=inscription_organisateur]:visible")
    if not direct.count():
        page.get_by_role("button", name="Autres étapes").click()
    page.get_by_role("button", name="Inscription auprès d'un organisateur").or_(
        page.get_by_role("menuitem", name="Inscription auprès d'un organisateur")
    ).first.click()
    window = page.locator(".modal")
    table = window.locator(".o_field_widget[name=choix] table")
    expect(table).to_contain_text("BAPA BXL")
    expect(table).to_contain_text("30 sur 30")
    expect(table).to_contain_text("non connu")
    shoot(page, "organisateur-choix")
    window.locator(".o_field_widget[name=organisateur_id] input").fill("BAPA BXL")
    page.locator(".o-autocomplete--dropdown-item", has_text="BAPA BXL").first.click()
    window.locator(".o_field_widget[name=langue] select, .o_field_widget[name=langue] input").first.wait_for()
    choice = window.locator(".o_field_widget[name=langue] select")
    if choice.count():
        choice.select_option(label="Français")
    else:
        window.locator(".o_field_widget[name=langue] input").click()
        page.locator(".o-dropdown-item, .o_select_menu_item", has_text="Français").first.click()
    window.get_by_role("button", name="Pas de place").click()
    expect(window).to_have_count(0)
    assert call("parcours.attente", "search_count", [("dossier_id", "=", first), ("organisateur_id", "=", bxl)]) == 1

    # the organiser reads its queue, in Dutch
    chez = plateforme.odoo.session("bapa.bxl")
    moi = chez("res.users", "search", [("login", "=", "bapa.bxl")])
    for lang, title in (("nl_BE", "Wachtlijst"), ("fr_BE", "Liste d'attente")):
        plateforme.odoo.session("admin")("res.users", "write", moi, {"lang": lang})
        page = login("bapa.bxl")
        shoot(page, f"organisateur-accueil-{lang}")
        expect(page.locator(".o_aujourd_hui_carte", has_text=title)).to_contain_text(name)
        page.goto(f"{url}/odoo/action-parcours_accueil.parcours_attente_action")
        expect(page.locator(".o_data_row", has_text=name)).to_be_visible(timeout=60_000)
        shoot(page, f"organisateur-attente-{lang}")
        page.goto(f"{url}/odoo/action-parcours_accueil.parcours_organisateur_action_places/{bxl}")
        expect(page.locator(".o_field_widget[name=places_dites]")).to_contain_text("30")
        shoot(page, f"organisateur-places-{lang}")

    # somebody else stands there
    search = page.locator(".o_recherche input")
    search.fill(number)
    page.locator(".o_recherche_option", has_text="toute la Région").click()
    page.locator("#o_recherche_motif").select_option("guichet")
    page.locator(".o_recherche form button[type=submit]").click()
    line = page.locator(".o_recherche_option", has_text="Inscrire ici")
    expect(line).to_contain_text(other)
    shoot(page, "organisateur-recherche")
    line.click()
    window = page.locator(".modal")
    expect(window.locator(".o_field_widget[name=nom]")).to_contain_text(other)
    shoot(page, "organisateur-inscrire")
    choice = window.locator(".o_field_widget[name=langue] select")
    if choice.count():
        choice.select_option(label="Français")
    else:
        window.locator(".o_field_widget[name=langue] input").click()
        page.locator(".o-dropdown-item, .o_select_menu_item", has_text="Français").first.click()
    window.get_by_role("button", name="Inscrire ici").click()
    expect(page.locator(".o_fiche")).to_contain_text(other, timeout=60_000)
    assert call("parcours.inscription", "search_count", [("organisateur_id", "=", bxl), ("langue", "=", "fr")]) >= 1
