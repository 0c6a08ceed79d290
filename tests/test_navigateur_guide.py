# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The guide, opened from the screens; and its pictures, of generated people only.

`PARCOURS_GUIDE=1 ./parcours test tests/test_navigateur_guide.py` writes the pictures where the guide shows them;
without it they go to the log folder, as every picture of a test.
"""

import io
import os
from datetime import timedelta
from functools import cache
from pathlib import Path

import polib
import pytest
from PIL import Image
from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.serveur import ROOT, setting
from tests.test_navigateur import SCHAERBEEK, browser, login  # noqa: F401
from tests.test_navigateur_aide import WORDS, help_entry, speaks
from tests.test_navigateur_fiche import hand_over
from tests.test_navigateur_web import PDF

#: This screen, in the help menu; the titles of the pages of the file and of the day; the step that hands over; suspend.
HERE = {
    "fr_BE": ("Guide : cet écran", "Le dossier", "Ma journée", "Suspendre le délai", "Documents"),
    "nl_BE": ("Gids: dit scherm", "Het dossier", "Mijn dag", "De termijn opschorten", "Documenten"),
}

#: Milliseconds for a page that somebody opens for the first time.
SLOW = 60_000
#: An obliged person of the commune whom nobody told so yet: the other language told another one.
TO_INFORM = (
    "SELECT d.id, d.name FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
    f" WHERE c.nis_code = '{SCHAERBEEK}' AND d.resultat = 'oblige' AND d.phase = 'dossier'"
    " AND NOT EXISTS (SELECT FROM parcours_delai t WHERE t.dossier_id = d.id) ORDER BY d.name LIMIT 1"
)

#: The commune where most people are to be informed, and nobody wrote to them yet.
MANY_TO_INFORM = (
    "SELECT c.nis_code FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
    f" WHERE d.a_informer AND d.phase = 'dossier' AND c.nis_code <> '{SCHAERBEEK}'"
    " AND NOT EXISTS (SELECT FROM parcours_courrier l WHERE l.dossier_id = d.id)"
    " GROUP BY c.nis_code ORDER BY count(*) DESC, c.nis_code LIMIT 1"
)


def picture(page, lang, name):
    """Keep the screen as a small picture: 1,100 points wide, 96 colours."""
    page.wait_for_timeout(600)  # for the picture only: what fades in is there
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image = image.resize((1100, round(image.height * 1100 / image.width)), Image.LANCZOS)
    image = image.quantize(96, dither=Image.Dither.NONE)
    path = Path(setting("JOURNAUX")) / f"guide-{lang[:2]}-{name}.png"
    if os.environ.get("PARCOURS_GUIDE"):
        path = ROOT / "addons" / "parcours_accueil" / "static" / "guide" / lang[:2] / f"{name}.png"
    image.save(path, optimize=True)
    assert path.stat().st_size < 120_000, path


@pytest.mark.parametrize("lang", list(HERE))
def test_the_guide_opens_at_the_page_of_the_screen(login, plateforme, lang):  # noqa: F811
    agent = f"agent.{SCHAERBEEK}"
    speaks(plateforme, agent, lang)
    here, of_file, of_day, suspend, documents = HERE[lang]
    page = login(agent)
    expect(page.locator(".o_aujourd_hui_carte").first).to_be_visible()
    picture(page, lang, "aujourdhui")
    with page.expect_popup() as popup:
        help_entry(page, here)
    expect(popup.value.locator("h1")).to_have_text(of_day)
    expect(popup.value.locator("html")).to_have_attribute("lang", lang[:2])
    expect(popup.value.locator("main img").first).to_have_js_property("complete", True)
    popup.value.close()
    [(file, name)] = plateforme.base.sql(TO_INFORM)
    page.locator(".o_recherche input").fill(name.split(",")[0][:6])
    expect(page.locator("[role=option]").first).to_be_visible()
    picture(page, lang, "chercher")
    page.keyboard.press("Escape")
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    expect(page.locator(".o_form_view .o_fiche_boutons, .o_form_view").first).to_be_visible()
    picture(page, lang, "dossier")
    with page.expect_popup() as popup:
        help_entry(page, here)
    expect(popup.value.locator("h1")).to_have_text(of_file)
    popup.value.screenshot(path=Path(setting("JOURNAUX")) / f"guide-page-{lang[:2]}.png")
    popup.value.close()
    help_entry(page, WORDS[lang][0])
    expect(page.locator(".o_signalement dl dt").first).to_be_visible()
    picture(page, lang, "probleme")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name=documents).click()
    page.locator("button[name=action_deposer_document]").click()
    expect(page.locator(".modal .o_parcours_exige").first).to_be_visible()
    picture(page, lang, "documents")
    page.locator(".modal .btn-close").click()
    page.locator(".o_fiche_boutons > .btn-primary, .o_statusbar_buttons .btn-primary").first.click()
    expect(page.locator(".modal .o_form_view")).to_be_visible()
    picture(page, lang, "informer")
    page.locator(".modal .btn-close").click()
    window = plateforme.odoo.session(agent)(
        "parcours.evenement.wizard", "create", {"dossier_id": file, "type": "attestation_remise"}
    )
    plateforme.odoo.session(agent)("parcours.evenement.wizard", "action_enregistrer", [window])
    page.reload()
    page.locator(".o_fiche_boutons .dropdown-toggle").click()
    page.locator(".o-dropdown--menu button", has_text=suspend).first.click()
    expect(page.locator(".modal [name=motif_id]")).to_be_visible()
    picture(page, lang, "suspension")


@pytest.mark.parametrize("lang", list(HERE))
def test_a_head_has_a_page_of_the_guide_too(login, plateforme, lang):  # noqa: F811
    head = f"chef.{SCHAERBEEK}"
    speaks(plateforme, head, lang)
    page = login(head)
    page.goto(f"{plateforme.odoo.url}/odoo/action-parcours_accueil.parcours_equipe_action")
    expect(page.locator(".o_action_manager .o_content, .o_action_manager .o_equipe").first).to_be_visible()
    picture(page, lang, "equipe")
    with page.expect_popup() as popup:
        help_entry(page, HERE[lang][0])
    expect(popup.value).to_have_url(f"{plateforme.odoo.url}/parcours/guide/equipe")


@cache
def catalogue(lang):
    """What each text of ours is on the screens of a language."""
    files = sorted(ROOT.glob(f"addons/*/i18n/{lang[:2]}.po"))
    return {entry.msgid: entry.msgstr for path in files for entry in polib.pofile(str(path))}


class Work:
    """Files of people of the Region whose terms are over, one after the other, and what is done with one by RPC."""

    def __init__(self, plateforme, enter, lang):
        self.plateforme, self.enter, self.lang = plateforme, enter, lang
        self.pages = {}

    def page(self, name):
        """The page of somebody who reads that language."""
        if name not in self.pages:
            speaks(self.plateforme, name, self.lang)
            self.pages[name] = self.enter(name)
        return self.pages[name]

    def take(self):
        """An obliged file that nothing was done with yet, of somebody who came early, and its agent."""
        self.file, commune, self.reference = self.plateforme.base.sql(
            "SELECT d.id, c.nis_code, d.date_reference"
            " FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id"
            " WHERE d.resultat = 'oblige' AND d.phase = 'dossier' AND d.date_reference < '2025-01-01'"
            f" AND c.nis_code <> '{SCHAERBEEK}' AND NOT EXISTS"
            " (SELECT FROM parcours_evenement e WHERE e.dossier_id = d.id AND e.type = 'attestation_remise')"
            " AND NOT EXISTS (SELECT FROM parcours_courrier l WHERE l.dossier_id = d.id)"
            " ORDER BY d.date_reference, d.id LIMIT 1"
        )[0]
        self.agent = f"agent.{commune}"
        hand_over(self.plateforme, self.file, self.reference, self.agent, canal="remise")
        return self

    def call(self, *args, who=None):
        return self.plateforme.odoo.session(who or self.agent)(*args)

    def step(self, kind, **values):
        values = {"dossier_id": self.file, "type": kind, **values}
        window = self.call("parcours.evenement.wizard", "create", values)
        self.call("parcours.evenement.wizard", "action_enregistrer", [window])

    def review(self):
        """What the platform learnt when it was over is looked at."""
        for term in self.call("parcours.delai", "search", [("dossier_id", "=", self.file), ("revue", "=", True)]):
            window = self.call("parcours.delai.revue", "create", {"delai_id": term, "raison": "Vu avec la personne"})
            self.call("parcours.delai.revue", "action_enregistrer", [window])

    def summon(self):
        """A summons so long ago that it is over too."""
        self.review()
        day = aujourdhui() - timedelta(days=100)
        self.step("sommation_envoyee", date_effective=str(day), canal="recommande", preuve_envoi="RR 123 456 789 BE")
        self.review()

    def open(self, model="parcours.dossier", record=None, who=None):
        page = self.page(who or self.agent)
        page.goto(f"{self.plateforme.odoo.url}/odoo/{model}/{record or self.file}")
        page.locator(".o_form_view").first.wait_for(timeout=SLOW)
        return page

    def press(self, page, source):
        """A step, by its name in the sources, wherever it stands: the button of the file, or under “Other steps”."""
        words = catalogue(self.lang)[source]
        main = page.locator(".o_fiche_boutons > .btn-primary", has_text=words)
        if not main.count():
            page.locator(".o_fiche_boutons .dropdown-toggle").click()
            main = page.locator(".o-dropdown--menu button", has_text=words)
        main.first.click()

    def picture(self, page, name):
        picture(page, self.lang, name)


def of_a_refusal(work):
    """From the term of the same file, that is over, to the refusal, each on what it rests."""
    work.review()
    page = work.open()
    work.press(page, "Summon and print")
    expect(page.locator(".modal .o_parcours_chaine tbody tr")).to_have_count(3, timeout=SLOW)
    work.picture(page, "sommation")
    work.summon()
    page = work.open()
    work.press(page, "Refusal found")
    expect(page.locator(".modal .o_parcours_chaine tbody tr")).to_have_count(5, timeout=SLOW)
    work.picture(page, "refus")
    work.step("constat_refus", date_effective=str(aujourdhui()))


def of_letters(work):
    """A letter that is written, one that was posted, and those that are made together."""
    work.take()
    page = work.open()
    page.get_by_role("tab", name=catalogue(work.lang)["Letters"], exact=True).click()
    page.locator("button[name=action_ecrire]").click()
    page.locator(".modal [name=genre] input").click()
    page.locator(".o_select_menu_item", has_text=catalogue(work.lang)["Invitation to supply a document"]).click()
    page.locator(".modal [name=precision] textarea").wait_for(timeout=SLOW)
    work.picture(page, "courrier")
    written = {"dossier_id": work.file, "geste": "faire", "genre": "invitation_piece", "langue": work.lang}
    written["precision"] = "Une copie de la carte de séjour."
    posted = {"canal": "recommande", "preuve_envoi": "RR 123 456 789 BE"}
    window = work.call("parcours.courrier.fenetre", "create", {**written, **posted})
    work.call("parcours.courrier.fenetre", "action_confirmer", [window])
    [letter] = work.call("parcours.courrier", "search", [("dossier_id", "=", work.file)])
    page = work.open("parcours.courrier", letter)
    work.picture(page, "courrier-poste")
    agent = f"agent.{work.plateforme.base.sql(MANY_TO_INFORM)[0][0]}"
    wanted = [("a_informer", "=", True), ("phase", "=", "dossier")]
    # three are enough: the other pictures take those who came early
    files = work.call("parcours.dossier", "search", wanted, 0, 3, "date_reference desc", who=agent)
    many = {"dossier_ids": [[6, 0, files]], "genre": "attestation_obligation", "canal": "ordinaire"}
    window = work.call("parcours.courrier.envoi", "create", many, who=agent)
    work.call("parcours.courrier.envoi", "action_confirmer", [window], who=agent)
    work.plateforme.base.run('env["parcours.courrier.lot"]._cron_imprimer()')
    [made] = work.call("parcours.courrier.envoi", "read", [window], ["lot_ids"], who=agent)
    page = work.open("parcours.courrier.lot", made["lot_ids"][0], who=agent)
    work.picture(page, "envoi")


def of_a_sanction(work):
    """What follows that refusal, for the official."""
    official = "vivalis.fonctionnaire"
    [sanction] = work.call("sanction.dossier", "search", [("dossier_id", "=", work.file)], who=official)
    page = work.page(official)
    page.goto(f"{work.plateforme.odoo.url}/odoo/sanctions-aujourd-hui")
    page.locator(".o_aujourd_hui_carte").first.wait_for(timeout=SLOW)
    work.picture(page, "sanctions")
    page = work.open("sanction.dossier", sanction, official)
    page.locator(".o_frise_dessin").first.wait_for(timeout=SLOW)
    work.picture(page, "sanction")


def of_an_organiser(work):
    work.take().review()
    page = work.open()
    work.press(page, "Register with an organiser")
    page.locator(".modal [name=organisateur_id]").first.wait_for(timeout=SLOW)
    work.picture(page, "inscription")
    organiser = work.call("parcours.organisateur", "search", [("name", "ilike", "BAPA BXL")])[0]
    work.step("inscription_organisateur", date_effective=str(aujourdhui()), organisateur_id=organiser)
    page = work.open(who="bapa.bxl")
    page.locator(".o_entete_fiche").first.wait_for(timeout=SLOW)
    work.picture(page, "organisateur")


def of_requests(work):
    """What the person asks, brings, and is said to be by the register."""
    work.take()
    page = work.open()
    work.press(page, "Record a contestation")
    page.locator(".o_field_widget[name=texte]").first.wait_for(timeout=SLOW)
    work.picture(page, "contestation")
    page = work.open()
    work.press(page, "Request an exemption")
    page.locator(".o_field_widget[name=regle_id]").first.wait_for(timeout=SLOW)
    work.picture(page, "exemption")
    kind = work.call("parcours.document.type", "search", [("code", "=", "horaires")])[0]
    paper = [[0, 0, {"name": "horaires.pdf", "datas": PDF}]]
    brought = {"dossier_id": work.file, "type_id": kind, "date_document": str(aujourdhui()), "piece_ids": paper}
    window = work.call("parcours.document.depot", "create", brought)
    work.call("parcours.document.depot", "action_deposer", [window])
    [document] = work.call("parcours.document", "search", [("dossier_id", "=", work.file)])
    page = work.open("parcours.document", document)
    expect(page.frame_locator(".o_field_pdf_viewer iframe").locator("#viewer .page").first).to_be_visible(timeout=SLOW)
    work.picture(page, "verifier")
    page = work.open()
    page.locator("button[name=action_personne]").click()
    page.locator(".o_breadcrumb .active, .breadcrumb-item.active").first.wait_for(timeout=SLOW)
    expect(page.locator("[name=action_personne]")).to_have_count(0, timeout=SLOW)
    work.picture(page, "personne")


def of_a_move(work):
    work.plateforme.base.sql(f"UPDATE parcours_dossier SET commune_a_acquitter = TRUE WHERE id = {work.file}")
    page = work.open()
    expect(page.locator(".o_fiche_boutons > .btn-primary")).to_have_attribute(
        "data-attendu", "acquittement_commune", timeout=SLOW
    )
    work.picture(page, "demenagement")
    work.plateforme.base.sql(f"UPDATE parcours_dossier SET commune_a_acquitter = FALSE WHERE id = {work.file}")


def of_vivalis(work):
    head = "vivalis.direction"
    page = work.page(head)
    page.goto(f"{work.plateforme.odoo.url}/odoo/action-parcours_accueil.parcours_equipe_action_communes")
    page.locator(".o_parcours_equipe tbody tr").first.wait_for(timeout=SLOW)
    work.picture(page, "communes")
    page.goto(f"{work.plateforme.odoo.url}/odoo/action-parcours_socle.parcours_maintenance_action/new")
    page.locator(".o_field_widget[name=debut]").first.wait_for(timeout=SLOW)
    work.picture(page, "maintenance")


@pytest.mark.parametrize("lang", list(HERE))
def test_each_task_of_the_guide_has_its_picture(login, plateforme, lang):  # noqa: F811
    work = Work(plateforme, login, lang)
    for pictures in (of_letters, of_a_refusal, of_a_sanction, of_an_organiser, of_requests, of_a_move, of_vivalis):
        pictures(work)


def test_nobody_reads_the_guide_before_they_log_in(plateforme, browser):  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{plateforme.odoo.url}/parcours/guide/dossier")
    expect(page.locator("input[name=password]")).to_be_visible()
    context.close()
