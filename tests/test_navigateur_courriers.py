# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The attestation of obligation is printed and handed over from the file, the register having been asked again."""

from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, obliged_file_of, shoot  # noqa: F401
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


def test_what_the_person_agrees_to_is_ticked_and_a_letter_waits_for_the_ebox_until_it_is_taken_back(
    page,  # noqa: F811
    plateforme,
    tmp_path,
):
    (tmp_path / "secret").write_text("not-a-secret")
    settings = {"url": "http://127.0.0.1:9", "token_url": "http://127.0.0.1:9/token", "client_id": "parcours"}
    settings |= {"secret": str(tmp_path / "secret"), "sender": "0000000097", "application": "a", "message_type": "t"}
    plateforme.base.run(
        f"for name, value in {settings!r}.items():\n"
        "    env['ir.config_parameter'].set_param('parcours_accueil.ebox_' + name, value)\n"
        "env.cr.commit()"
    )
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    page.locator(".o_field_widget[name=accord_ebox] input").check()
    page.locator(".o_form_button_save").click()
    said = page.locator(".o_field_widget[name=accord_ebox_dit]")
    expect(said).to_contain_text("d’accord le")
    shoot(page, "accord-ebox")
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    window = {
        "dossier_id": file,
        "geste": "faire",
        "genre": "invitation_piece",
        "langue": "fr_BE",
        "precision": "Une copie.",
    }
    call("parcours.courrier.fenetre", "action_confirmer", call("parcours.courrier.fenetre", "create", [window]))
    named = [("dossier_id", "=", file), ("genre", "=", "invitation_piece")]
    [letter] = call("parcours.courrier", "search", named)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.courrier/{letter}")
    page.locator("button[name=action_envoyer_ebox]:visible").click()
    expect(page.locator(".alert-info")).to_contain_text("eBox")
    expect(page.locator("button[name=action_poster]:visible")).to_have_count(0)
    shoot(page, "courrier-ebox")
    page.locator("button[name=action_reprendre_ebox]").click()
    expect(page.locator("button[name=action_poster]:visible")).to_have_count(1)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    page.locator(".o_field_widget[name=accord_ebox] input").uncheck()
    page.locator(".o_form_button_save").click()
    expect(said).to_contain_text("retiré le")
    page.get_by_role("tab", name="Courriers").click()
    expect(page.locator(".o_field_widget[name=accord_ids] .o_data_row")).to_have_count(1)
    shoot(page, "accords")
