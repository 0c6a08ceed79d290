# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the browser itself is told: our policy lets every screen work, and offers to change no message of a file."""

import base64

import pytest
from playwright.sync_api import expect

from tests.test_navigateur import SCHAERBEEK, browser, obliged_file_of  # noqa: F401

#: One empty page.
PDF = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
).decode()
#: What a browser says of what it did not load.
REFUSED = ("Content Security Policy", "Refused to", "X-Frame-Options")


@pytest.fixture
def page(browser, plateforme):  # noqa: F811
    """The page of an agent who logged in, with what the browser refused in `page.refused`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-BE")
    page = context.new_page()
    page.refused = []
    page.on("console", lambda said: page.refused.append(said.text) if any(w in said.text for w in REFUSED) else None)
    page.on("pageerror", lambda error: page.refused.append(str(error)))
    page.goto(f"{plateforme.odoo.url}/web/login")
    page.fill("input[name=login]", f"agent.{SCHAERBEEK}")
    page.fill("input[name=password]", f"agent.{SCHAERBEEK}")
    page.click("button[type=submit]")
    expect(page.locator(".o_action_manager .o_control_panel").first).to_be_visible(timeout=60_000)
    yield page
    context.close()


def test_screens_documents_and_messages_work_under_our_policy(page, plateforme):
    file = obliged_file_of(plateforme.base, SCHAERBEEK)
    call = plateforme.odoo.session(f"agent.{SCHAERBEEK}")
    kept = {"name": "lettre.pdf", "datas": PDF, "res_model": "parcours.dossier", "res_id": file}
    document = call("ir.attachment", "create", kept)
    said = {"body": "Elle a appelé lundi", "message_type": "comment", "attachment_ids": [document]}
    call("parcours.dossier", "message_post", [file], **said)
    page.goto(f"{plateforme.odoo.url}/odoo/parcours.dossier/{file}")
    expect(page.locator(".o-mail-Chatter").first).to_be_visible(timeout=60_000)
    message = page.locator(".o-mail-Message", has_text="Elle a appelé lundi").first
    expect(message).to_be_visible()
    # Neither among the buttons of the message nor behind the three dots.
    message.hover()
    more = message.locator(".o-mail-Message-actions button").last
    if more.is_visible():
        more.click()
    for icon in ("fa-pencil", "fa-trash"):
        expect(page.locator(f".o-mail-Message-actions .{icon}, .o-mail-Message-moreMenu .{icon}")).to_have_count(0)
    page.keyboard.press("Escape")
    # The document opens in the page, in a frame of ours.
    page.locator(".o-mail-AttachmentContainer", has_text="lettre.pdf").first.click()
    expect(page.locator(".o-FileViewer iframe")).to_be_visible()
    expect(page.frame_locator(".o-FileViewer iframe").locator("#viewer .page").first).to_be_visible(timeout=30_000)
    assert page.refused == []


def test_the_cookie_of_the_session_is_read_by_no_script(page):
    cookie = next(c for c in page.context.cookies() if c["name"] == "session_id")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    assert page.refused == []
