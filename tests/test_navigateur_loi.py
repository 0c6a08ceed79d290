# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A head at Vivalis changes the law on screen: a rule with the domain editor, its replay, the people behind it."""

import re

from playwright.sync_api import expect

from tests.test_navigateur import browser, login, shoot  # noqa: F401  (fixtures)

#: A page of the web client may take long on a machine that does other things.
PATIENCE_MS = 30_000


def test_a_head_edits_a_rule_and_sees_whom_it_concerns(login, plateforme):  # noqa: F811
    sql = plateforme.base.sql
    before = sql("SELECT id, xmin::text, resultat FROM parcours_dossier ORDER BY id")
    version = sql("SELECT id FROM parcours_reglement WHERE date_from = '2024-01-01'")[0][0]
    page = login("vivalis.direction")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{plateforme.odoo.url}/odoo/action-parcours_accueil.parcours_reglement_action/{version}")
    page.locator("button[name=action_nouvelle_version]").click()
    expect(page.locator("button[name=action_rejouer]")).to_be_visible()
    page.locator(".o_data_row", has_text="C4").locator("td[name=name]").click()
    rule = page.locator(".modal-dialog")
    condition = rule.locator(".o_field_widget[name=domaine]")
    shown = int(rule.locator(".o_field_widget[name=nombre_vrai]").inner_text())
    assert shown == sql("SELECT count(*) FROM parcours_dossier WHERE ref_age_min >= 18 AND ref_age_max < 65")[0][0]

    # the editor offers facts, all of them, in plain words, and nothing else
    condition.locator(".o_model_field_selector").first.click()
    offered = page.locator(".o_model_field_selector_popover_item_name").all_inner_texts()
    names = sql("SELECT field_description->>'fr_BE' FROM ir_model_fields WHERE model = 'parcours.dossier'")
    assert len(offered) > 20 and set(offered) < {name for (name,) in names}
    assert not page.locator(".o_model_field_selector_popover_item_relation").count(), "a fact leads nowhere else"
    page.locator(".o_model_field_selector_popover_close").click()

    # what is typed is counted at once
    condition.locator("input.o_input").first.fill("40")
    condition.locator("input.o_input").first.press("Tab")
    fewer = sql("SELECT count(*) FROM parcours_dossier WHERE ref_age_min >= 40 AND ref_age_max < 65")[0][0]
    expect(rule.locator(".o_field_widget[name=nombre_vrai]")).to_have_text(str(fewer))
    rule.locator(".modal-footer .o_form_button_save").click()
    expect(rule).to_have_count(0)

    # a figure is changed in the list, whole numbers without decimals
    page.locator(".nav-link[name=termes]").click()
    figures = page.locator(".o_field_widget[name=valeur_ids]")
    expect(figures.locator(".o_data_row")).to_have_count(25)
    months = figures.locator(".o_data_row").first.locator("td[name=valeur]")
    expect(months).to_have_text("6")
    months.click()
    months.locator("input").fill("7")
    shoot(page, "valeurs")
    page.locator(".o_form_button_save").click()
    expect(months).to_have_text("7")
    page.locator("button[name=action_rejouer]").click()
    changed = page.locator(".o_parcours_matrice td.table-warning button").first
    expect(changed).to_be_visible()
    shoot(page, "rejeu")
    number = re.search(r"\d+", changed.inner_text())[0]
    changed.click()
    expect(page.locator(".o_pager_limit")).to_have_text(number)
    shoot(page, "rejeu-personnes")
    assert sql("SELECT id, xmin::text, resultat FROM parcours_dossier ORDER BY id") == before, "no file was touched"
