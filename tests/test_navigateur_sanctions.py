# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The official invites, then notifies a fine: each letter printed from the one button of the sanction file, in French
and in Dutch, and kept there."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.test_navigateur import browser, login, shoot  # noqa: F401
from tests.test_navigateur_guide import SLOW, Work, catalogue

OFFICIAL = "vivalis.fonctionnaire"
#: … and the one who proposes what that one decides.
PROPOSES = "vivalis.fonctionnaire2"
#: What Vivalis enters once, before its first fine; and the person's wish.
READY = """
env.ref("base.main_company").write({"compte_amendes": "BE71096123456769", "street": "rue de l'Essai 8", "zip": "1000"})
env.cr.commit()
"""


def choose(page, field, word):
    """Choose a value of a selection of the window, by its words."""
    page.locator(f".modal [name={field}] input").click()
    page.locator(".o_select_menu_item").get_by_text(word, exact=True).first.click()


def printed(page, window, confirmed=False):
    """Press the button of the window that prints, and let the PDF open."""
    with page.expect_popup() as letter:
        window.locator("footer button[name=action_confirmer]:visible").click()
        if confirmed:
            page.locator(".modal footer .btn-primary", has_text=confirmed).last.click()
    letter.value.close()
    expect(page.locator(".modal")).to_have_count(0)


def opened(work, sanction, button):
    """Press the one button of the sanction file, which is that one, and return its window."""
    page = work.open("sanction.dossier", sanction, OFFICIAL)
    main = page.locator(".o_fiche_boutons > .btn-primary")
    expect(main).to_have_text(catalogue(work.lang)[button], timeout=SLOW)
    main.click()
    return page, page.locator(".modal")


def invite(work, sanction):
    """Hand over an invitation, whose day and place are typed; it is then among the letters of the file."""
    words = catalogue(work.lang)
    page, window = opened(work, sanction, "Invite and print")
    day = (aujourdhui() + timedelta(days=40)).strftime("%d/%m/%Y" if work.lang == "fr_BE" else "%d-%m-%Y")
    window.locator("[name=audience_le] input").fill(f"{day} 10:30")
    window.locator("[name=audience_le] input").press("Tab")
    window.locator("[name=audience_lieu] input").fill("rue de l'Essai 8, 1000 Bruxelles, local 4")
    wish = "Français" if work.lang == "fr_BE" else "Nederlands"
    window.locator(".o_field_widget[name=langue] label", has_text=wish).click()
    choose(page, "canal", words["Handed over against receipt"])
    expect(window.locator(".o_parcours_exige .fa-square-o")).to_have_count(0)
    shoot(page, f"sanction-inviter-{work.lang}")
    printed(page, window)
    page.get_by_role("tab", name=words["Letters"]).click()
    row = page.locator(".o_field_widget[name=courrier_ids] .o_data_row")
    expect(row).to_contain_text(words["Received"])
    shoot(page, f"sanction-courriers-{work.lang}")


def fine(work, sanction):
    """Notify a fine by a registered letter, in the window that shows what it rests on."""
    words = catalogue(work.lang)
    page, window = opened(work, sanction, "Notify and print")
    expect(window.locator(".o_parcours_chaine tbody tr").first).to_be_visible(timeout=SLOW)
    choose(page, "canal", words["Registered letter"])
    window.locator("[name=preuve_envoi] input").fill("RR 123 456 789 BE")
    window.locator("[name=preuve_envoi] input").press("Tab")
    shoot(page, f"sanction-notifier-{work.lang}")
    printed(page, window, confirmed=words["Print the fine"])
    page.get_by_role("tab", name=words["Letters"]).click()
    row = page.locator(".o_field_widget[name=courrier_ids] .o_data_row")
    expect(row).to_have_count(2)
    shoot(page, f"sanction-amende-{work.lang}")
    row.first.locator("button[name=get_formview_action]").click()
    expect(page.locator(".o_statusbar_status")).to_contain_text(words["Posted"])
    shoot(page, f"sanction-lettre-{work.lang}")


def decide(work, sanction, decision):
    """Decide what the other official proposed, in the window of the one button."""
    page, window = opened(work, sanction, "Decide")
    expect(window.locator(".alert-warning")).to_be_visible(timeout=SLOW)
    shoot(page, f"sanction-decider-{work.lang}")
    window.locator("footer button[name=action_decider]").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=SLOW)
    [told] = work.call("sanction.decision", "read", [decision], ["user_id", "propose_par_id"], who=OFFICIAL)
    assert told["user_id"] and told["user_id"][0] != told["propose_par_id"][0]


@pytest.mark.parametrize("lang", ["fr_BE", "nl_BE"])
def test_the_official_invites_and_fines_with_the_letters_of_the_file(login, plateforme, lang):  # noqa: F811
    work = Work(plateforme, login, lang)
    plateforme.base.run(READY)
    work.take().review()
    work.summon()
    work.step("constat_refus", date_effective=str(aujourdhui()))
    [sanction] = work.call("sanction.dossier", "search", [("dossier_id", "=", work.file)], who=OFFICIAL)

    def call(*args):
        return work.call(*args, who=OFFICIAL)

    call("sanction.dossier", "action_me_charger", [sanction])
    page = work.open("sanction.dossier", sanction, OFFICIAL)
    work.press(page, "File complete")
    invited = page.locator(".o_fiche_boutons > .btn-primary")
    expect(invited).to_have_text(catalogue(lang)["Invite and print"], timeout=SLOW)
    invite(work, sanction)
    [hearing] = call("sanction.audition", "search", [("sanction_id", "=", sanction)])
    declined = {"resultat": "declinee", "date": str(aujourdhui()), "proces_verbal": "<p>Non.</p>"}
    call("sanction.audition", "write", [hearing], declined)
    [infringement] = call("sanction.infraction", "search", [("sanction_id", "=", sanction)])
    reasons = "Vous ne vous êtes pas inscrit(e)." if lang == "fr_BE" else "U hebt zich niet aangemeld."
    # whoever comes next in this base may be a refugee
    values = {"motivation": reasons, "motivation_protection": reasons}
    values |= {"sanction_id": sanction, "infraction_id": infringement}
    [decision] = work.call("sanction.decision", "create", [values], who=PROPOSES)
    decide(work, sanction, decision)
    fine(work, sanction)
    letters = call("parcours.courrier", "search_read", [("sanction_id", "=", sanction)], ["genre", "state", "langue"])
    assert [(un["genre"], un["state"]) for un in letters] == [
        ("sanction_amende", "poste"),
        ("sanction_invitation", "recu"),
    ]
    assert {un["langue"] for un in letters} == {lang}
    [sent] = call("sanction.decision", "search_read", [("sanction_id", "=", sanction)], ["date_envoi", "canal"])
    assert (sent["date_envoi"], sent["canal"]) == (str(aujourdhui()), "recommande")
