# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who finds no place waits; the organiser reads its queue, and registers from the search who stands there."""

import base64
from pathlib import Path

from playwright.sync_api import expect

from tests.serveur import setting
from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401

#: People of Schaerbeek who are obliged and registered nowhere.
FREE = """
    SELECT d.id, d.niss, d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id
     WHERE c.nis_code = '%s' AND d.resultat = 'oblige' AND d.phase = 'dossier'
           AND NOT EXISTS (SELECT FROM parcours_inscription i WHERE i.dossier_id = d.id)
  ORDER BY d.name LIMIT 2
"""

#: So many who are obliged and registered nowhere, of the other communes.
ELSEWHERE = FREE.replace("= '%s'", "<> '%s'").replace("LIMIT 2", "LIMIT %s")


def choose_french(page, window):
    """The language in which the pathway is followed."""
    field = window.locator(".o_field_widget[name=langue]")
    field.locator("select, input").first.wait_for()
    if field.locator("select").count():
        field.locator("select").select_option(label="Français")
    else:
        field.locator("input").first.click()
        page.locator(".o_select_menu_item, .o-dropdown-item", has_text="Français").first.click()


def draw(page):
    """A person signs on the screen."""
    pad = page.locator("canvas.o_web_sign_signature")
    pad.wait_for()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    for across, down in ((0.35, 0.3), (0.5, 0.75), (0.65, 0.35), (0.8, 0.6)):
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=6)
    page.mouse.up()


def sign(page, title, labels, name):
    """From the card of the landing page: the agreement of this person, drawn on the screen."""
    card = page.locator(".o_aujourd_hui_carte", has_text=title)
    expect(card).to_contain_text(name, timeout=60_000)
    line = card.locator("li", has_text=name)
    shoot(page, f"convention-carte-{labels['code']}")
    line.get_by_role("button", name=labels["button"]).first.click()
    window = page.locator(".modal").first
    expect(window.locator(".o_field_widget[name=organisateur_id]")).to_be_visible(timeout=60_000)
    window.locator(".o_field_widget[name=convenu] textarea").fill(labels["agreed"])
    window.locator(".o_field_widget[name=presents] input").fill(labels["present"])
    window.locator(".o_field_widget[name=signature] .o_signature").click()
    draw(page)
    shoot(page, f"convention-signer-{labels['code']}")
    page.locator(".modal-footer .btn-primary:visible").last.click()
    expect(page.locator(".modal")).to_have_count(1)
    shoot(page, f"convention-fenetre-{labels['code']}")
    window.get_by_role("button", name=labels["keep"]).click()
    expect(page.locator(".modal")).to_have_count(0, timeout=60_000)


FRENCH = {
    "code": "fr",
    "button": "Faire signer",
    "keep": "Garder la convention signée",
    "agreed": "Cours du soir.",
    "present": "La personne et le coach",
}
DUTCH = {
    "code": "nl",
    "button": "Laten ondertekenen",
    "keep": "De ondertekende overeenkomst bewaren",
    "agreed": "Avondlessen.",
    "present": "De persoon en de trajectbegeleider",
}


def put_on_the_list(page, url, file):
    """The agent sees what there is to choose from, and finds no place."""
    page.goto(f"{url}/odoo/dossiers/{file}")
    expect(page.locator(".o_fiche")).to_be_visible(timeout=60_000)
    register = "Inscription auprès d'un organisateur"
    button = page.locator(".o_fiche_boutons > .btn-primary", has_text=register)
    if not button.count():
        page.locator(".o_fiche_boutons .dropdown-toggle").click()
        button = page.locator(".o-dropdown--menu button", has_text=register)
    button.first.click()
    window = page.locator(".modal")
    table = window.locator(".o_field_widget[name=choix] table")
    for words in ("BAPA BXL", "30 sur 30", "inconnu", "pas encore mesuré"):
        expect(table).to_contain_text(words)
    shoot(page, "organisateur-choix")
    window.locator(".o_field_widget[name=organisateur_id] input").fill("BAPA BXL")
    page.locator(".o-autocomplete--dropdown-item", has_text="BAPA BXL").first.click()
    choose_french(page, window)
    window.get_by_role("button", name="Liste d'attente seulement").click()
    expect(window).to_have_count(0)


def register_from_the_search(page, number, name):
    """Somebody stands at the organiser."""
    page.locator(".o_recherche input").fill(number)
    page.locator(".o_recherche_option", has_text="toute la Région").click()
    page.locator("#o_recherche_motif").select_option("guichet")
    page.locator(".o_recherche form button[type=submit]").click()
    line = page.locator(".o_recherche_option", has_text="Inscrire ici")
    expect(line).to_contain_text(name)
    shoot(page, "organisateur-recherche")
    line.click()
    window = page.locator(".modal")
    expect(window.locator(".o_field_widget[name=nom]")).to_contain_text(name)
    choose_french(page, window)
    shoot(page, "organisateur-inscrire")
    window.get_by_role("button", name="Inscrire ici").click()
    expect(page.locator(".o_fiche")).to_contain_text(name, timeout=60_000)


def test_who_finds_no_place_waits_and_the_organiser_registers_who_stands_there(login, plateforme):  # noqa: F811
    (first, _niss, name), (_second, number, other) = plateforme.base.sql(FREE % SCHAERBEEK)
    url, call = plateforme.odoo.url, plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    [bxl] = call("parcours.organisateur", "search", [("code", "=", "bapa_bxl")])
    chez = plateforme.odoo.session("bapa.bxl")
    chez("parcours.capacite", "create", {"langue": "fr", "places": 30})
    put_on_the_list(login(f"agent.{SCHAERBEEK}"), url, first)
    assert call("parcours.attente", "search_count", [("dossier_id", "=", first), ("organisateur_id", "=", bxl)]) == 1
    me = chez("res.users", "search", [("login", "=", "bapa.bxl")])
    for lang, title in (("nl_BE", "Wachtlijst"), ("fr_BE", "Liste d'attente")):
        chez("res.users", "write", me, {"lang": lang})
        page = login("bapa.bxl")
        expect(page.locator(".o_aujourd_hui_carte", has_text=title)).to_contain_text(name)
        shoot(page, f"organisateur-accueil-{lang}")
        page.goto(f"{url}/odoo/action-parcours_accueil.parcours_attente_action")
        expect(page.locator(".o_data_row", has_text=name)).to_be_visible(timeout=60_000)
        shoot(page, f"organisateur-attente-{lang}")
        page.goto(f"{url}/odoo/action-parcours_accueil.parcours_organisateur_action_places/{bxl}")
        expect(page.locator(".o_field_widget[name=places_dites]")).to_contain_text("30")
        shoot(page, f"organisateur-places-{lang}")
    register_from_the_search(page, number, other)
    assert call("parcours.inscription", "search_count", [("organisateur_id", "=", bxl), ("langue", "=", "fr")]) >= 1


def test_the_agreement_is_signed_on_the_screen_in_french_at_a_bapa_and_in_dutch_at_bon(login, plateforme):  # noqa: F811
    people = plateforme.base.sql(ELSEWHERE % (SCHAERBEEK, 2))
    places = (
        ("bapa.bxl", "fr_BE", "Conventions à signer", FRENCH, 1440),
        ("bon", "nl_BE", "Te ondertekenen overeenkomsten", DUTCH, 768),
    )
    for (file, number, name), (user, lang, title, labels, width) in zip(people, places, strict=True):
        chez = plateforme.odoo.session(user)
        window = chez("registre.recherche", "ouvrir_trace", number, "guichet")["res_id"]
        chez("parcours.inscription.fenetre", "write", [window], {"langue": labels["code"]})
        chez("parcours.inscription.fenetre", "action_inscrire", [window])
        chez("res.users", "write", chez("res.users", "search", [("login", "=", user)]), {"lang": lang})
        page = login(user)
        page.set_viewport_size({"width": width, "height": 1000})
        page.reload()
        sign(page, title, labels, name)
        [kept] = chez("parcours.convention", "search_read", [("dossier_id", "=", int(file))], ["state", "langue"])
        assert (kept["state"], kept["langue"]) == ("signee", labels["code"])
        page.goto(f"{plateforme.odoo.url}/odoo/dossiers/{file}")
        page.locator(".nav-link[name=inscriptions]").click(timeout=60_000)
        expect(page.locator(".o_field_widget[name=convention_ids] .o_data_row")).to_be_visible()
        shoot(page, f"convention-dossier-{labels['code']}")
        [read] = chez("parcours.convention", "read", [kept["id"]], ["pdf"])
        path = Path(setting("JOURNAUX")) / f"convention-{labels['code']}.pdf"
        path.write_bytes(base64.b64decode(read["pdf"]))
