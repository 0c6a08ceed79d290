# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters, as an agent sees them: one printed and handed over from the file, the register having been asked again; many
made together, and what the post answers of them."""

import csv

import pytest
from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_concurrence_courriers import NEAR, PRINT
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


@pytest.fixture
def printed(plateforme):
    """Attestations printed together for five people of Schaerbeek, by the agent; their letters, as the agent reads."""
    plateforme.base.run(NEAR)
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    to_inform = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("stage_id.code", "=", "a_informer")]
    free = [*to_inform, ("issue_a_appliquer", "=", False), ("courrier_ids", "=", False)]
    files = call("parcours.dossier", "search", free, limit=5, order="name")
    window = {"dossier_ids": [[6, 0, files]], "genre": "attestation_obligation", "canal": "accuse"}
    [made] = call("parcours.courrier.envoi", "create", [window])
    batch = call("parcours.courrier.envoi", "action_confirmer", [made])["res_id"]
    plateforme.base.run(PRINT)
    printed = [("lot_id", "=", batch), ("state", "=", "imprime")]
    letters = call("parcours.courrier", "search_read", printed, ["name", "dossier_id"], order="id")
    assert len(letters) == 5
    # first those of whom the register says the same
    here = {
        row[0]
        for row in plateforme.base.sql(
            "SELECT d.id FROM parcours_dossier d JOIN registre_personne p ON p.id = d.personne_id "
            f"JOIN res_company c ON c.id = p.company_id WHERE c.nis_code = '{SCHAERBEEK}'"
        )
    }
    return sorted(letters, key=lambda letter: letter["dossier_id"][0] not in here)


@pytest.fixture
def table(printed, tmp_path):
    """The table that the post filled in: two letters came back, one line is about no letter of ours."""
    day, path = aujourdhui().strftime("%d/%m/%Y"), tmp_path / "retour-poste.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("Lettre", "Canal", "Numéro d'envoi", "Posté le", "Résultat", "Reçu ou revenu le", "Motif"))
        for rank, letter in enumerate(printed):
            came = ("Retour", day, "Inconnu à l'adresse") if rank < 2 else ("Distribué", day, "")
            lines.writerow((letter["name"], "Recommandé avec AR", f"RR{rank:09d}BE", day, *came))
        lines.writerow(("LET/2019/000001", "Recommandé", "RR000000099BE", day, "", "", ""))
    return path


def test_receipts_are_taken_back_from_the_landing_page_and_two_that_came_back_are_sent_again(
    page,  # noqa: F811
    plateforme,
    printed,
    table,
):
    # from the landing page: the letters to post, and the table of the post
    page.goto(f"{plateforme.odoo.url}/odoo/aujourd-hui")
    page.get_by_role("region", name="Courriers à poster").locator("h2 button").click()
    expect(page.locator(".o_data_row")).to_have_count(5)
    shoot(page, "courriers-a-poster")
    page.get_by_role("button", name="Reprendre un tableau").click()
    window = page.locator(".modal")
    window.locator("input[type=file]").set_input_files(table)
    expect(window.locator(".o_field_widget[name=fichier] input").first).to_have_value("retour-poste.csv")
    window.locator("footer button[name=action_lire]:visible").click()
    # nothing is recorded before what each line would do was seen
    expect(page.locator(".o_field_widget[name=nombre_a_prendre]").first).to_have_text("5")
    expect(page.locator(".o_field_widget[name=refusee_ids] .o_data_row")).to_have_count(1)
    expect(page.locator(".o_field_widget[name=refusee_ids] .o_data_row")).to_contain_text("LET/2019/000001")
    shoot(page, "bordereau-a-verifier")
    page.locator(".o_statusbar_buttons button[name=action_prendre]").click()
    expect(page.locator(".o_statusbar_buttons button[name=action_actualiser]")).to_be_visible()
    plateforme.base.run("env['parcours.courrier.bordereau']._cron_prendre()")
    page.locator(".o_statusbar_buttons button[name=action_actualiser]").click()
    expect(page.locator(".alert-success .o_field_widget[name=nombre_prises]")).to_have_text("5")
    shoot(page, "bordereau-enregistre")
    send_again(page, plateforme, printed)
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    states = call("parcours.courrier", "read", [letter["id"] for letter in printed], ["state"])
    assert [letter["state"] for letter in states] == ["retourne", "retourne", "recu", "recu", "recu"]


def send_again(page, plateforme, printed):  # noqa: F811
    """See on the landing page the two letters that came back, and send one of them again."""
    page.goto(f"{plateforme.odoo.url}/odoo/aujourd-hui")
    back = page.get_by_role("region", name="Lettres revenues")
    for letter in printed[:2]:
        name = letter["dossier_id"][1].split(" (")[0]
        expect(back.locator("li")).to_have_count(2)
        expect(back).to_contain_text(name)
    shoot(page, "courriers-revenus")
    # the letter says that it came back and why, and is sent again
    call, first = plateforme.odoo.session(f"agent.{SCHAERBEEK}"), printed[0]["id"]
    page.goto(f"{plateforme.odoo.url}/odoo/courriers/{first}")
    expect(page.locator(".o_statusbar_status")).to_contain_text("Revenu")
    expect(page.locator(".o_field_widget[name=retour]")).to_contain_text("Inconnu")
    shoot(page, "courrier-revenu")
    page.locator(".o_statusbar_buttons button[name=action_renvoyer]").click()
    again = page.locator(".modal")
    again.locator(".o_field_widget[name=langue] label", has_text="Français").click()
    shoot(page, "courrier-renvoyer")
    with page.expect_popup() as popup:
        again.locator("footer button[name=action_confirmer]:visible").click()
    popup.value.close()
    expect(again).to_have_count(0)
    fields = ["state", "remplace_id", "genre"]
    [new] = call("parcours.courrier", "search_read", [("remplace_id", "=", first)], fields)
    assert new["genre"] == "attestation_obligation"
