# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A teacher notes who came, on a tablet: one tap a person, one request; the organiser plans, in French and in Dutch."""

import pytest
from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_navigateur import browser, login, shoot  # noqa: F401  (fixtures)

TABLET = {"width": 768, "height": 1024}
PEOPLE = 6
#: Organiser -> its teacher, and the words of the sheet.
TEAMS = {
    "bapa.bxl": ("prof.bapa.bxl", "Présent", "Absent", "Absence justifiée", "Enregistrés"),
    "bon": ("prof.bon", "Aanwezig", "Afwezig", "Gewettigd afwezig", "Opgeslagen"),
}


def plan(plateforme, organiser):
    """Plan a session of today for people of an organiser; return its id, and who is on its list."""
    base, call = plateforme.base, plateforme.odoo.session(organiser)
    files = call("parcours.dossier", "search", [("phase", "=", "dossier")])[:PEOPLE]
    if len(files) < PEOPLE:
        base.run(
            f"""
organiser = env["res.users"].search([("login", "=", "{organiser}")]).organisateur_id
files = env["parcours.dossier"].search([("phase", "=", "dossier"), ("inscription_ids", "=", False)], limit={PEOPLE})
for file in files:
    file._enregistrer("inscription_organisateur", file.date_ouverture, organisateur_id=organiser.id)
env.cr.commit()
"""
        )
        files = call("parcours.dossier", "search", [("phase", "=", "dossier")])[:PEOPLE]
    teacher = base.sql(f"SELECT id FROM res_users WHERE login = '{TEAMS[organiser][0]}'")[0][0]
    module = call("parcours.module", "search", [("code", "=", "citoyennete")])[0]
    session = call(
        "parcours.seance",
        "create",
        [
            {
                "module_id": module,
                "jour": aujourdhui().isoformat(),
                "heure_debut": 0.0,
                "heure_fin": 3.0,
                "salle": "A1",
                "enseignant_id": teacher,
                "langue": "nl" if organiser == "bon" else "fr",
                "dossier_ids": [[6, 0, files]],
            }
        ],
    )[0]
    return session, files


def noted(base, session):
    return sorted(
        base.sql(f"SELECT etat, retard FROM parcours_presence WHERE seance_id = {session} AND remplacee_le IS NULL")
    )


@pytest.mark.parametrize("organiser", TEAMS)
def test_a_teacher_notes_who_came_on_a_tablet(login, plateforme, organiser):  # noqa: F811
    teacher, present, absent, justified, saved = TEAMS[organiser]
    session, files = plan(plateforme, organiser)
    page = login(teacher)
    page.set_viewport_size(TABLET)
    page.goto(f"{plateforme.odoo.url}/odoo/seances")
    row = page.locator(".o_data_row, .o_kanban_record").first
    shoot(page, f"seances-{organiser}")
    expect(row).to_be_visible()
    page.locator("button[name=action_feuille]").first.click()
    sheet = page.locator(".o_parcours_feuille")
    names = sheet.locator(".o_parcours_feuille_nom")
    expect(names).to_have_count(len(files))
    calls = []
    page.on("request", lambda request: calls.append(request.url) if "noter" in request.url else None)
    # one tap a person, by hand and by keyboard; the rest at once
    names.nth(0).click()
    expect(names.nth(0)).to_contain_text(present)
    sheet.locator("input[type=number]").first.fill("15")
    names.nth(1).click()
    names.nth(1).click()
    expect(names.nth(1)).to_contain_text(absent)
    names.nth(1).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(names.nth(2)).to_contain_text(justified)
    page.locator("button[data-hotkey=p]").click()
    shoot(page, f"feuille-{organiser}")
    box = sheet.bounding_box()
    assert box["width"] <= TABLET["width"], "it is wider than the tablet"
    sheet.locator(".o_parcours_feuille_pied .btn-primary").click()
    expect(sheet.locator(".o_parcours_feuille_pied")).to_contain_text(saved)
    shoot(page, f"feuille-notee-{organiser}")
    assert len(calls) == 1, calls
    states = [("absent", 0), ("justifie", 0), *[("present", 0)] * (len(files) - 3), ("present", 15)]
    assert noted(plateforme.base, session) == sorted(states)
    # for who does not see the colours, each name says what was noted
    assert names.nth(1).get_attribute("aria-label").endswith(absent)


def test_the_organiser_plans_a_session_and_cancels_it_with_a_reason(login, plateforme):  # noqa: F811
    session, _files = plan(plateforme, "bapa.bxl")
    page = login("bapa.bxl")
    page.goto(f"{plateforme.odoo.url}/odoo/seances/{session}")
    expect(page.locator(".o_field_widget[name=dossier_ids] .o_data_row").first).to_be_visible()
    shoot(page, "seance")
    page.locator("button[name=action_annuler]").click()
    expect(page.locator(".modal")).to_contain_text("pourquoi")
    page.locator(".modal .modal-footer button").first.click()
    page.locator(".o_field_widget[name=motif_annulation] input").fill("Local fermé")
    page.locator("button[name=action_annuler]").click()
    expect(page.locator(".o_statusbar_status")).to_contain_text("Annulée")
    page.locator("button[name=action_feuille]").click()
    expect(page.locator(".o_parcours_feuille .alert")).to_contain_text("Local fermé")
    shoot(page, "feuille-annulee")


#: Organiser -> the language and the words of its pages: who does not come, the tab of the file, what is said there.
WORDS = {
    "bapa.bxl": ("fr", "Ne viennent plus", "Cours", "absences sans justification"),
    "bon": ("nl", "Komen niet meer", "Cursussen", "afwezigheden zonder wettiging"),
}


#: Who reads the page of the organisers, in which language, and a title of it.
VIVALIS = [
    ("vivalis.gestionnaire", "fr_BE", "Inscrits sans nouvelles"),
    ("vivalis.direction", "nl_BE", "Aangemeld zonder nieuws"),
]


def miss(plateforme, organiser):
    """Have one person of an organiser miss three sessions, others come, and the night pass; return the first one."""
    base = plateforme.base
    _session, files = plan(plateforme, organiser)
    base.run(
        f"""
from datetime import timedelta
from odoo.addons.parcours_socle.jour import aujourdhui
user = env["res.users"].search([("login", "=", "{organiser}")])
user.lang = "{"nl_BE" if organiser == "bon" else "fr_BE"}"
module = env.ref("parcours_accueil.module_citoyennete")
env.cr.execute("UPDATE parcours_inscription SET date_debut = %s WHERE organisateur_id = %s AND date_fin IS NULL",
               [aujourdhui() - timedelta(days=60), user.organisateur_id.id])
files = env["parcours.dossier"].browse({files!r})
# what other tests noted today counts no more
today = env["parcours.seance"].search([("jour", "=", aujourdhui()), ("organisateur_id", "=", user.organisateur_id.id)])
today.with_user(user).motif_annulation = "Another test"
today.with_user(user).action_annuler()
for back in (21, 14, 7):
    lesson = env["parcours.seance"].with_user(user).create({{
        "module_id": module.id, "jour": aujourdhui() - timedelta(days=back), "dossier_ids": [(6, 0, files.ids)]}})
    missed = lesson._actuelles().filtered(lambda p: p.dossier_id.id == {files[0]})
    told = lesson.noter([{{"id": p.id, "vu": "attendu", "etat": "absent" if p in missed else "present"}}
                         for p in lesson._actuelles()])
    assert not told["refus"], told
env["parcours.assiduite"]._cron_compter()
env.cr.commit()
assert env["parcours.decrochage"].search([("dossier_id", "=", {files[0]}), ("state", "=", "ouvert")]), "none"
"""
    )
    return files[0]


@pytest.mark.parametrize("organiser", WORDS)
def test_an_organiser_reads_who_does_not_come_any_more_and_the_rates_of_the_night(login, plateforme, organiser):  # noqa: F811
    language, title, tab, said = WORDS[organiser]
    file = miss(plateforme, organiser)
    page = login(organiser)
    card = page.locator(".o_aujourd_hui_carte", has_text=title)
    expect(card.locator("li").first).to_be_visible()
    shoot(page, f"decrochages-carte-{language}")
    page.goto(f"{plateforme.odoo.url}/odoo/decrochages")
    expect(page.locator(".o_data_row").first).to_be_visible()
    shoot(page, f"decrochages-{language}")
    page.locator("button[name=action_dossier]").first.click()
    page.get_by_role("tab", name=tab, exact=True).click()
    expect(page.locator(".alert", has_text=said)).to_be_visible()
    expect(page.locator(".o_field_widget[name=assiduite_ids] .o_data_row")).to_have_count(1)
    shoot(page, f"decrochage-dossier-{language}")
    absence = page.locator(".o_field_widget[name=presence_ids] button[name=action_justifier]").first
    absence.scroll_into_view_if_needed()
    absence.click()
    shoot(page, f"justification-{language}")
    page.locator(".modal input[type=radio]").nth(2).check()
    page.locator(".modal button[name=action_justifier]").click()
    expect(page.locator(".modal")).to_have_count(0)
    states = plateforme.base.sql(
        "SELECT p.etat, count(*) FROM parcours_presence p JOIN parcours_seance s ON s.id = p.seance_id"
        f" WHERE p.dossier_id = {file} AND p.remplacee_le IS NULL AND p.etat <> 'attendu' AND s.state <> 'annulee'"
        " GROUP BY 1 ORDER BY 1"
    )
    assert states == [("absent", 2), ("justifie", 1)]


@pytest.mark.parametrize(("officer", "language", "title"), VIVALIS)
def test_vivalis_reads_the_figures_of_the_organisers_and_no_name(login, plateforme, officer, language, title):  # noqa: F811
    plateforme.base.run(f"env['res.users'].search([('login', '=', '{officer}')]).lang = '{language}'; env.cr.commit()")
    page = login(officer)
    page.goto(f"{plateforme.odoo.url}/odoo/organisateurs")
    expect(page.locator(".o_data_row")).to_have_count(4)
    expect(page.locator(".o_list_view")).to_contain_text(title)
    shoot(page, f"organisateurs-{language[:2]}")
