# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A certificate is brought on a file, seen in the page, accepted; the suspension that rests on it counts."""

import base64
from datetime import timedelta

from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_navigateur import SCHAERBEEK, browser, obliged_file_of  # noqa: F401
from tests.test_navigateur_web import PDF, page  # noqa: F401


def test_a_certificate_is_brought_seen_accepted_and_the_suspension_counts(page, plateforme, tmp_path):  # noqa: F811
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    yesterday = (aujourdhui() - timedelta(days=1)).isoformat()
    handed = {"dossier_id": file, "type": "attestation_remise", "date_effective": yesterday, "canal": "remise"}
    call("parcours.evenement.wizard", "action_enregistrer", call("parcours.evenement.wizard", "create", [handed]))
    paper = tmp_path / "horaire.pdf"
    paper.write_bytes(base64.b64decode(PDF))
    # brought: the window says what is missing, and ticks it
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    page.get_by_role("tab", name="Documents").click()
    page.locator("button[name=action_deposer_document]").click()
    window = page.locator(".modal")
    expect(window.locator(".o_parcours_exige .fa-square-o")).to_have_count(2)
    window.locator(".o_field_widget[name=type_id] input").fill("Horaire")
    page.locator(".o-autocomplete--dropdown-item", has_text="Horaire").first.click()
    # the kind was chosen, and the window has answered
    expect(window).to_contain_text("Que les heures")
    window.locator("input[type=file]").set_input_files(paper)
    expect(window.locator(".o_field_widget[name=piece_ids]")).to_contain_text("horaire.pdf")
    window.locator(".o_field_widget[name=date_document] input").fill(aujourdhui().strftime("%d/%m/%Y"))
    window.locator(".o_field_widget[name=date_document] input").press("Tab")
    expect(window.locator(".o_parcours_exige .fa-square-o")).to_have_count(0)
    window.locator("footer button[name=action_deposer]:visible").click()
    expect(window).to_have_count(0)
    # seen in the page, by our own policy, then accepted
    row = page.locator(".o_field_widget[name=preuve_ids] .o_data_row", has_text="Horaire")
    expect(row).to_contain_text("À vérifier")
    row.locator("button[name=get_formview_action]").click()
    expect(page.frame_locator(".o_field_pdf_viewer iframe").locator("#viewer .page").first).to_be_visible(
        timeout=60_000
    )
    page.locator("button[name=action_accepter]").click()
    expect(page.locator(".o_statusbar_status")).to_contain_text("Accepté")
    expect(page.locator("button[name=action_accepter]")).to_have_count(0)
    # what rests on it counts
    (document,) = call("parcours.document", "search", [("dossier_id", "=", file)])
    version = call("parcours.dossier", "read", [file], ["reglement_id", "date_echeance"])[0]
    ground = call(
        "parcours.suspension.motif",
        "search",
        [("reglement_id", "=", version["reglement_id"][0]), ("code", "=", "horaires")],
    )
    days = {"date_debut": aujourdhui().isoformat(), "date_fin": (aujourdhui() + timedelta(days=13)).isoformat()}
    suspended = {"dossier_id": file, "motif_id": ground[0], "preuve_ids": [[6, 0, [document]]], **days}
    call("parcours.suspension.wizard", "action_enregistrer", call("parcours.suspension.wizard", "create", [suspended]))
    after = call("parcours.dossier", "read", [file], ["date_echeance"])[0]["date_echeance"]
    assert after > version["date_echeance"]
    assert page.refused == []
