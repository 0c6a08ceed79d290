# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a page is before anybody clicks: the language it says it is in, and the words of its reader."""

import json
import re

from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

from ..models.ir_http import FERMES


@tagged("post_install", "-at_install")
class TestPages(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_BE", "nl_BE"):
            cls.env["res.lang"]._activate_lang(code)
        cls.ixelles = cls.env.ref("parcours_socle.commune_21009")
        cls.agent = new_test_user(
            cls.env,
            "essai.pages",
            groups="base.group_user",
            lang="fr_BE",
            company_id=cls.ixelles.id,
            company_ids=[(6, 0, cls.ixelles.ids)],
        )

    def test_every_page_says_the_language_it_is_in(self):
        """Before anybody logged in: that of the browser. What is not there, or is closed, too."""
        for path in ("/web/login", "/nowhere", "/web/nowhere", "/mail/nowhere", sorted(FERMES)[0]):
            for language in ("fr-BE", "nl-BE"):
                with self.subTest(path=path, language=language):
                    self.opener.cookies.clear()
                    page = self.url_open(path, headers={"Accept-Language": language})
                    self.assertEqual(html.fromstring(page.content).get("lang"), language, page.text[:300])

    def test_the_login_page_says_what_it_opens_and_shows_no_stand_in_of_a_logo(self):
        for language, name in (("fr-BE", "Parcours d'accueil"), ("nl-BE", "Inburgeringstraject")):
            with self.subTest(language=language):
                page = html.fromstring(self.url_open("/web/login", headers={"Accept-Language": language}).content)
                self.assertEqual([title.text_content().strip() for title in page.iter("h1")], [name])
                self.assertFalse(page.xpath("//img[contains(@src, 'company_logo')]"))

    def test_what_is_not_there_any_more_is_said_in_the_language_of_the_reader_without_a_model(self):
        self.agent.group_ids += self.env.ref("base.group_partner_manager")
        for lang, words in (("fr_BE", "Ceci n'existe plus"), ("nl_BE", "Dit bestaat niet meer")):
            self.agent.lang = lang
            self.authenticate("essai.pages", "essai.pages")
            call = {"model": "res.partner", "method": "web_save", "args": [[2**31 - 2], {"comment": "x"}, {}]}
            call["kwargs"] = {}
            answer = self.url_open("/web/dataset/call_kw", json={"params": call}).json()
            with self.subTest(lang=lang):
                self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.MissingError")
                self.assertIn(words, answer["error"]["data"]["message"])
                self.assertNotIn("res.partner", json.dumps(answer))

    def test_who_changes_language_reads_the_next_page_in_it(self):
        """The company menu too, which is part of the page."""
        self.authenticate("essai.pages", "essai.pages")
        for lang, name in (("fr_BE", "Ixelles"), ("nl_BE", "Elsene")):
            self.agent.lang = lang
            page = self.url_open("/odoo")
            info = json.loads(re.search(r"odoo\.__session_info__ = (\{.*?\});", page.text, re.DOTALL)[1])
            companies = info["user_companies"]["allowed_companies"]
            self.assertEqual(companies[str(self.ixelles.id)]["name"], name)
            self.assertEqual(html.fromstring(page.content).get("lang"), lang.replace("_", "-"))

    def test_hours_are_shown_without_seconds(self):
        for code in ("fr_BE", "nl_BE"):
            self.assertEqual(self.env["res.lang"]._get_data(code=code).time_format, "%H:%M")
