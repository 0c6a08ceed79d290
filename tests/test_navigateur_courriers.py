# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# ruff: noqa: F811 (fixtures)
"""Letters from the screens of an agent: the attestation handed over, a summons from the landing page to the post, one
and many, what the post answers of many, and an exemption in Dutch from the request to the letter. What is printed is
read.

Screenshots go to the log folder (PARCOURS_JOURNAUX).
"""

import base64
import contextlib
import csv
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_concurrence_courriers import NEAR, PRINT
from tests.test_navigateur import SCHAERBEEK, browser, login, obliged_file_of, shoot  # noqa: F401
from tests.test_navigateur_aide import speaks
from tests.test_navigateur_fiche import hand_over
from tests.test_navigateur_portee import COUNT
from tests.test_navigateur_web import PDF, page  # noqa: F401

#: What opens for the first time, and a register that is asked.
SLOW = 60_000


def overdue(plateforme, commune, many=1):
    """That many obliged files of people who came early, as those of a commune: the attestation was handed over so long
    ago that its term is over, and somebody looked at it."""
    base, agent = plateforme.base, f"agent.{commune}"
    files = base.sql(
        "SELECT d.id, d.date_reference, d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
        " WHERE d.resultat = 'oblige' AND d.phase = 'dossier' AND d.date_reference < CURRENT_DATE - 189 AND NOT EXISTS"
        " (SELECT FROM parcours_evenement e WHERE e.dossier_id = d.id AND e.type = 'attestation_remise')"
        f" ORDER BY c.nis_code <> '{commune}', d.date_reference, d.id LIMIT {many}"
    )
    assert len(files) == many, "the population has too few of them"
    ids = ",".join(str(file) for file, _day, _name in files)
    base.sql(
        f"UPDATE parcours_dossier d SET company_id = c.id FROM res_company c WHERE c.nis_code = '{commune}'"
        f" AND d.id IN ({ids})"
    )
    call = plateforme.odoo.session(agent)
    for file, day, _name in files:
        hand_over(plateforme, file, day, agent, canal="remise")
    seen = [("dossier_id", "in", [file for file, _day, _name in files]), ("revue", "=", True)]
    for term in call("parcours.delai", "search", seen):
        window = call("parcours.delai.revue", "create", {"delai_id": term, "raison": "Vu avec la personne"})
        call("parcours.delai.revue", "action_enregistrer", [window])
    return [(file, name) for file, _day, name in files]


def commune_of(plateforme):
    """Where somebody lives who can be summoned: whom the register, asked again, leaves there."""
    return plateforme.base.sql(
        "SELECT c.nis_code FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
        " WHERE d.resultat = 'oblige' AND d.phase = 'dossier' AND d.date_reference < CURRENT_DATE - 189 AND NOT EXISTS"
        " (SELECT FROM parcours_evenement e WHERE e.dossier_id = d.id AND e.type = 'attestation_remise')"
        f" AND c.nis_code <> '{SCHAERBEEK}' GROUP BY c.nis_code ORDER BY count(*) DESC, c.nis_code LIMIT 1"
    )[0][0]


def words(plateforme, agent, file, kind):
    """What the letter of that kind of a file says, as it was printed; and the record."""
    call = plateforme.odoo.session(agent)
    read = ["state", "langue", "canal", "preuve_envoi", "date_envoi", "mention_texte", "pdf"]
    asked = [("dossier_id", "=", file), ("genre", "=", kind)]
    (letter,) = call("parcours.courrier", "search_read", asked, read)
    pages = PdfReader(io.BytesIO(base64.b64decode(letter["pdf"]))).pages
    return letter, " ".join(" ".join(one.extract_text() for one in pages).split())


def test_the_attestation_is_printed_and_handed_over_and_kept_on_the_file(login, plateforme):
    speaks(plateforme, f"agent.{SCHAERBEEK}", "fr_BE")
    page = login(f"agent.{SCHAERBEEK}")
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    page.locator(".o_statusbar_buttons button[name=action_remettre]").first.click()
    window = page.locator(".modal")
    expect(window.locator(".alert-warning", has_text="demandez d’abord")).to_be_visible()
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
    page,
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


def send_again(page, plateforme, printed):
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


def test_a_summons_goes_from_the_landing_page_to_the_post_in_four_clicks(login, plateforme):
    commune = commune_of(plateforme)
    agent = f"agent.{commune}"
    [(file, name)] = overdue(plateforme, commune)
    speaks(plateforme, agent, "fr_BE")
    page = login(agent)
    card = page.get_by_role("region", name="Sommations à envoyer")
    expect(card.locator("li", has_text=name)).to_be_visible(timeout=SLOW)
    shoot(page, "sommation-1-aujourdhui")
    page.evaluate(COUNT)
    card.locator("li", has_text=name).locator(".btn").click()
    window = page.locator(".modal").first
    # what it rests on, as in the window of its step
    expect(window.locator(".o_parcours_chaine tbody tr")).to_have_count(3, timeout=SLOW)
    expect(window.locator(".o_parcours_chaine tbody tr").last).to_contain_text("art. 5 §1")
    expect(window).to_contain_text("une amende peut suivre")
    window.get_by_label("Français").click()
    window.locator("[name=preuve_envoi] input").fill("RR 123 456 789 BE")
    page.keyboard.press("Tab")
    expect(window.locator("[name=suite]")).to_contain_text("posté")
    shoot(page, "sommation-2-fenetre")
    window.locator("footer button[name=action_confirmer]:visible").click()
    question = page.locator(".modal").last
    expect(question).to_contain_text("Vous avez vérifié")
    shoot(page, "sommation-3-question")
    with page.expect_popup(timeout=SLOW) as letter:
        question.locator(".btn-primary").click()
    letter.value.close()
    expect(page.locator(".modal")).to_have_count(0)
    assert page.evaluate("clicks") <= 4, "to summon: the line, the language that was asked, print, yes"
    # the page says what is left
    expect(card.locator("li", has_text=name)).to_have_count(0)
    shoot(page, "sommation-4-aujourdhui")
    letter, text = words(plateforme, agent, file, "sommation")
    assert (letter["state"], letter["canal"], letter["langue"]) == ("poste", "accuse", "fr_BE")
    assert letter["date_envoi"] == str(aujourdhui())
    assert "Sommation (mise en demeure)" in text and "2 mois" in text
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    expect(page.locator(".o_fiche_boutons > .btn-primary")).to_have_attribute("data-attendu", "sommation_recue")
    shoot(page, "sommation-5-fiche")


def test_the_file_prints_the_summons_first_and_keeps_one_made_elsewhere_under_other_steps(login, plateforme):
    commune = commune_of(plateforme)
    [(file, _name)] = overdue(plateforme, commune)
    page = login(f"agent.{commune}")
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    primary = page.locator(".o_fiche_boutons > .btn-primary")
    expect(primary).to_have_count(1)
    expect(primary).to_have_attribute("name", "action_sommer")
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    other = page.locator(".o_fiche_autres button[data-attendu=sommation_envoyee]")
    expect(other).to_have_count(1)
    expect(other).to_have_attribute("name", "action_etape")
    # one among others: with the keyboard the menu reads it so, and the key of the step presses the other one
    expect(other).to_have_attribute("role", "menuitem")
    expect(other).not_to_have_class(re.compile("btn-primary"))
    expect(page.locator("[data-hotkey=g]")).to_have_count(1)
    shoot(page, "sommation-etapes")


def request(page, paper):
    """Record the request of an exemption on the file that is shown, with a paper."""
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    page.locator("button[name=action_demander_exemption]").first.click()
    page.locator(".o_field_widget[name=regle_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text=re.compile("diploma", re.IGNORECASE)).first.click()
    page.locator(".o_form_view input[type=file]").first.set_input_files(paper)
    expect(page.locator(".o_field_widget[name=document_ids]")).to_contain_text(paper.name)
    page.locator(".o_form_button_save").click()
    expect(page.locator("button[name=action_decider]").first).to_be_visible(timeout=SLOW)


def confirm(page):
    """Confirm the window that is open, and close the letter that it prints."""
    with page.expect_popup(timeout=SLOW) as letter:
        page.locator(".modal footer button[name=action_confirmer]:visible").click()
    letter.value.close()
    expect(page.locator(".modal")).to_have_count(0)


def post(page):
    """Say on the page of a letter that it left, registered, today."""
    page.locator("button[name=action_poster]").click()
    window = page.locator(".modal")
    window.locator("[name=canal] input").click()
    page.locator(".o_select_menu_item", has_text=re.compile("ontvangst", re.IGNORECASE)).first.click()
    window.locator("[name=preuve_envoi] input").fill("RR 123 456 789 BE")
    shoot(page, "vrijstelling-5-verzending")
    window.locator("footer button[name=action_confirmer]:visible").click()
    expect(window).to_have_count(0)
    expect(page.locator(".o_statusbar_status")).to_contain_text("Gepost")
    shoot(page, "vrijstelling-6-brief")


def check_document(page, plateforme, agent, file):
    """The document of a file is looked at, in the page, and accepted."""
    (document,) = plateforme.odoo.session(agent)("parcours.document", "search", [("dossier_id", "=", file)])
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.document/{document}")
    expect(page.frame_locator(".o_field_pdf_viewer iframe").locator("#viewer .page").first).to_be_visible(timeout=SLOW)
    page.locator("[name=date_document] input").fill(aujourdhui().strftime("%d/%m/%Y"))
    page.keyboard.press("Tab")
    shoot(page, "vrijstelling-3-document")
    page.locator("button[name=action_accepter]").click()
    expect(page.locator("button[name=action_accepter]")).to_have_count(0)


def test_an_exemption_goes_from_the_request_to_its_posted_letter_in_dutch(login, plateforme, tmp_path):
    agent = f"agent.{SCHAERBEEK}"
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    speaks(plateforme, agent, "nl_BE")
    page = login(agent)
    window = page.locator(".modal")
    paper = tmp_path / "diploma.pdf"
    paper.write_bytes(base64.b64decode(PDF))
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    request(page, paper)
    shoot(page, "vrijstelling-1-aanvraag")
    # acknowledged, in the language that the person wishes
    page.locator("button[name=action_decider]", has_text="Ontvangst").click()
    window.get_by_label("Nederlands").click()
    shoot(page, "vrijstelling-2-ontvangst")
    confirm(page)
    check_document(page, plateforme, agent, file)
    # decided, and printed
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    primary = page.locator(".o_fiche_boutons > .btn-primary")
    expect(primary).to_have_attribute("data-attendu", "exemption")
    primary.click()
    page.locator("button[name=action_decider]", has_text="Weigeren").click()
    window.locator("[name=motif] textarea").fill("Het document is geen diploma van een Belgische school.")
    expect(window.locator(".o_field_widget[name=langue] input:checked")).to_have_count(1)
    shoot(page, "vrijstelling-4-beslissing")
    confirm(page)
    row = page.locator(".o_field_widget[name=courrier_ids] .o_data_row", has_text="Beslissing")
    row.locator("button[name=get_formview_action]").click()
    post(page)
    # what the person reads
    letter, text = words(plateforme, agent, file, "decision_exemption")
    assert (letter["state"], letter["langue"]) == ("poste", "nl_BE")
    for said in ("Beslissing over een vrijstelling", "Geachte mevrouw", "wordt geweigerd", "Raad van State", "Ombuds"):
        assert said in text, said
    assert "Schaarbeek" in text and "Madame" not in text and "Schaerbeek" not in text
    assert "Raad van State" in letter["mention_texte"]
    _letter, text = words(plateforme, agent, file, "accuse")
    assert "Wij hebben uw aanvraag ontvangen" in text


def test_what_the_person_agrees_to_is_ticked_and_a_letter_waits_for_the_ebox_until_it_is_taken_back(
    page,
    plateforme,
    tmp_path,
):
    speaks(plateforme, f"agent.{SCHAERBEEK}", "fr_BE")
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


def test_what_was_entered_by_mistake_of_a_letter_is_taken_back_and_stays_to_be_read(page, plateforme):
    agent = f"agent.{SCHAERBEEK}"
    call = plateforme.odoo.session(agent)
    # people to whom no such letter waits to be posted; the register is asked, and says of some that they live elsewhere
    files = plateforme.base.sql(
        "SELECT d.id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
        f" WHERE c.nis_code = '{SCHAERBEEK}' AND d.resultat = 'oblige' AND d.phase = 'dossier' AND NOT EXISTS"
        " (SELECT FROM parcours_courrier l WHERE l.dossier_id = d.id) ORDER BY d.id DESC LIMIT 6"
    )
    window = {"geste": "faire", "genre": "invitation_piece", "langue": "fr_BE"}
    window |= {"precision": "Une copie.", "canal": "accuse", "preuve_envoi": "RR000000009BE"}
    for (file,) in files:
        with contextlib.suppress(RuntimeError):
            made = call("parcours.courrier.fenetre", "create", [{**window, "dossier_id": file}])
            call("parcours.courrier.fenetre", "action_confirmer", made)
            break
    named = [("dossier_id", "=", file), ("preuve_envoi", "=", "RR000000009BE")]
    [letter] = call("parcours.courrier", "search", named)

    def record():
        page.locator(".modal footer button[name=action_confirmer]:visible").click()
        expect(page.locator(".modal")).to_have_count(0)

    for lang, mistake, kept in (
        ("fr_BE", "Corriger", "Présentée au domicile"),
        ("nl_BE", "Verbeteren", "RR000000009BE"),
    ):
        speaks(plateforme, agent, lang)
        page.goto(f"{plateforme.odoo.url}/odoo/parcours.courrier/{letter}")
        if lang == "fr_BE":
            page.locator("button[name=action_recu]:visible").click()
            page.locator(".modal [name=reception] input").click()
            offered = page.locator(".o_select_menu_item")
            expect(offered).to_have_count(3)
            shoot(page, "courrier-recu")
            offered.filter(has_text=kept).click()
            record()
        page.locator("button[name=action_corriger]:visible", has_text=mistake).click()
        window = page.locator(".modal")
        expect(window.locator("[name=dit]")).to_contain_text(kept)
        window.locator("[name=motif] textarea").fill("C’était un autre courrier.")
        shoot(page, f"courrier-corriger-{lang[:2]}")
        record()
        expect(page.locator("[name=corrections_dites]")).to_contain_text(kept)
        shoot(page, f"courrier-corrige-{lang[:2]}")
    [read] = call("parcours.courrier", "read", [letter], ["state", "corrections"])
    assert (read["state"], len(read["corrections"])) == ("imprime", 2)
