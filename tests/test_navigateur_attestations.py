# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An organiser attests the registration from its page of the day, in French at a BAPA and in Dutch at BON, on a tablet
too; and anybody verifies the paper without logging in."""

import base64
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.test_navigateur import SCHAERBEEK, browser, login, shoot  # noqa: F401
from tests.test_navigateur_organisateurs import FREE

CASES = {
    "bapa_bxl": ("bapa.bxl", "fr_BE", 1400, "Attestations d'enregistrement", "Délivrer l'attestation", "Français"),
    "bon": ("bon", "nl_BE", 768, "attesten van aanmelding", "Het attest afgeven", "Nederlands"),
}
CONFIRM = {"fr_BE": "Imprimer et délivrer", "nl_BE": "Afdrukken en afgeven"}
#: As it is printed: six groups of four signs and one of two.
NUMBER = re.compile(r"(?:[A-Z2-7]{4} ){6}[A-Z2-7]{2}")


def enrol(plateforme, code):
    """Somebody of Schaerbeek registers with that organiser; return the file and the name."""
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    [organiser] = call("parcours.organisateur", "search", [("code", "=", code)])
    file, _number, name = plateforme.base.sql(FREE % SCHAERBEEK)[0]
    values = {"dossier_id": file, "type": "inscription_organisateur", "organisateur_id": organiser}
    values["langue"] = "nl" if code == "bon" else "fr"
    call("parcours.evenement.wizard", "action_enregistrer", [call("parcours.evenement.wizard", "create", values)])
    return file, name


def printed_number(plateforme, user, file):
    """The number on the paper, as who gave it reads it."""
    call = plateforme.odoo.session(user)
    [given] = call("parcours.attestation", "search_read", [("dossier_id", "=", file)], ["state", "genre", "pdf"])
    assert (given["state"], given["genre"]) == ("delivree", "inscription")
    pages = PdfReader(io.BytesIO(base64.b64decode(given["pdf"]))).pages
    return NUMBER.search(" ".join(" ".join(page.extract_text() for page in pages).split()))[0], given["pdf"]


@pytest.mark.parametrize("code", CASES)
def test_an_organiser_attests_a_registration_and_anybody_verifies_it(code, login, browser, plateforme, tmp_path):  # noqa: F811
    user, lang, width, title, button, language = CASES[code]
    file, name = enrol(plateforme, code)
    me = plateforme.odoo.session(user)
    me("res.users", "write", me("res.users", "search", [("login", "=", user)]), {"lang": lang})
    page = login(user)
    page.set_viewport_size({"width": width, "height": 900})
    card = page.locator(".o_aujourd_hui_carte", has_text=title)
    line = card.locator("li", has_text=name)
    expect(line).to_be_visible(timeout=60_000)
    shoot(page, f"attestation-accueil-{code}")
    line.get_by_role("button", name=button).click()
    window = page.locator(".modal")
    expect(window.locator(".o_field_widget[name=langue]")).to_be_visible()
    window.locator(".o_field_widget[name=langue] label", has_text=language).click()
    shoot(page, f"attestation-fenetre-{code}")
    with page.expect_popup(timeout=60_000):
        window.get_by_role("button", name=CONFIRM[lang]).click()
    expect(window).to_have_count(0)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    tab = page.locator(".nav-link", has_text="Attest")
    tab.click()
    expect(page.locator(".o_field_widget[name=attestation_ids] .o_data_row")).to_have_count(1)
    tab.scroll_into_view_if_needed()
    shoot(page, f"attestation-dossier-{code}")
    number, paper = printed_number(plateforme, user, file)
    (tmp_path / "attestation.pdf").write_bytes(base64.b64decode(paper))
    anybody = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    anybody.goto(f"{plateforme.odoo.url}/verifier")
    shoot(anybody, f"verifier-vide-{code}")
    anybody.fill("#numero", number.lower())
    anybody.locator("button").click()
    expect(anybody.locator(".valable")).to_have_count(2)
    expect(anybody.locator("main")).not_to_contain_text(name.split(",")[0])
    shoot(anybody, f"verifier-valable-{code}")
    anybody.goto(f"{plateforme.odoo.url}/verifier/{'A' * 25}I")
    expect(anybody.locator(".inconnue")).to_have_count(2)
    anybody.context.close()
