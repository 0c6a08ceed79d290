# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The attestation of obligation is printed and handed over from the file, the register having been asked again."""

from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, obliged_file_of  # noqa: F401
from tests.test_navigateur_web import page  # noqa: F401


def test_the_attestation_is_printed_and_handed_over_and_kept_on_the_file(page, plateforme):  # noqa: F811
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    page.locator(".o_statusbar_buttons button[name=action_remettre]").first.click()
    window = page.locator(".modal")
    expect(window.locator(".alert-warning")).to_contain_text("demandez d’abord")
    window.locator(".o_field_widget[name=langue] label", has_text="Français").click()
    expect(window.locator(".o_parcours_exige .fa-square-o")).to_have_count(0)
    with page.expect_popup() as letter:
        window.locator("footer button[name=action_confirmer]:visible").click()
    letter.value.close()
    expect(window).to_have_count(0)
    page.get_by_role("tab", name="Courriers").click()
    row = page.locator(".o_field_widget[name=courrier_ids] .o_data_row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Reçu")
    row.locator("button[name=get_formview_action]").click()
    expect(page.locator(".o_statusbar_status")).to_contain_text("Reçu")
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    read = ["state", "canal", "regard_le", "imprime_le"]
    (letter,) = call("parcours.courrier", "search_read", [("dossier_id", "=", file)], read)
    assert (letter["state"], letter["canal"]) == ("recu", "remise")
    assert letter["regard_le"] <= letter["imprime_le"]
