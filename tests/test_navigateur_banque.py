# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The official takes a file of the bank: what bears the communication of a fine pays it, a wrong digit is accepted in
one click, and what belongs to nobody here is set aside with a reason. In French and in Dutch."""

import pytest
from playwright.sync_api import expect

from tests.test_concurrence_banque import owed, prepare
from tests.test_navigateur import browser, login, shoot  # noqa: F401
from tests.test_navigateur_guide import SLOW, Work, catalogue

OFFICIAL = "vivalis.fonctionnaire"


@pytest.mark.parametrize("language", ["fr_BE", "nl_BE"])
def test_a_file_of_the_bank_is_taken_and_each_line_dealt_with(plateforme, login, tmp_path, language):  # noqa: F811
    words, work = catalogue(language), Work(plateforme, login, language)
    # each language has its own fines and its own statement
    fines, file = prepare(plateforme, ("fr_BE", "nl_BE").index(language) + 1)
    path = tmp_path / "releve.cod"
    path.write_text(file, encoding="utf-8")

    page = work.page(OFFICIAL)
    page.goto(f"{plateforme.odoo.url}/odoo/releves-bancaires")
    page.locator(".o_list_view .o_control_panel, .o_control_panel").first.wait_for(timeout=SLOW)
    page.get_by_role("button", name=words["Take a file of the bank"]).first.click()
    page.locator(".modal input[type=file]").set_input_files(path)
    page.locator(".modal footer button[name=action_prendre]").click()
    lines = page.locator(".o_field_widget[name=a_traiter_ids] .o_data_row")
    expect(lines).to_have_count(2, timeout=SLOW)
    shoot(page, f"banque-extrait-{language[:2]}")
    assert [owed(plateforme, fine) for fine in fines] == [0, 100]

    lines.locator("button[name=action_accepter]:visible").click()
    expect(lines).to_have_count(1, timeout=SLOW)
    assert [owed(plateforme, fine) for fine in fines] == [0, 0]

    lines.locator("button[name=action_ecarter]").click()
    window = page.locator(".modal")
    window.locator("[name=raison] textarea").fill("Loyer : rendu au payeur")
    shoot(page, f"banque-ecarter-{language[:2]}")
    window.locator("footer button[name=action_confirmer]").click()
    done = words["Each line of this statement pays a fine, or was set aside with a reason."]
    expect(page.locator(".alert-success", has_text=done)).to_be_visible(timeout=SLOW)
    shoot(page, f"banque-fini-{language[:2]}")
    page.goto(f"{plateforme.odoo.url}/odoo/lignes-bancaires")
    expect(page.get_by_text(words["No line waits"])).to_be_visible(timeout=SLOW)
