# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A text that our own code writes in each language, or a person once: `Parole`, on a model of the tests."""

from markupsafe import Markup

from odoo.tests import TransactionCase

from odoo.addons.mail.tools.discuss import Store

from ..paroles import Dit, Parole, ParoleHtml, dire, dire_chacun


class TestParoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_BE", "nl_BE"):
            cls.env["res.lang"]._activate_lang(code)
        cls.contacts = cls.env["res.partner"].create([{"name": "Un"}, {"name": "Deux"}]).with_context(lang="fr_BE")
        cls.langue = dire(cls.contacts, lambda lus: lus.env.lang)

    def test_it_is_said_in_each_language(self):
        self.assertEqual(self.langue, "fr_BE")
        self.assertEqual(self.langue.langues, {code: code for code in ("en_US", "fr_BE", "nl_BE")})

    def test_nothing_to_say_is_nothing(self):
        self.assertEqual(dire(self.contacts, lambda _lus: ""), "")
        self.assertEqual(dire_chacun(self.contacts, lambda _lus: {self.contacts[0].id: ""}), {})

    def test_each_record_has_its_own(self):
        dits = dire_chacun(self.contacts, lambda lus: {lu.id: f"{lu.name} {lu.env.lang}" for lu in lus})
        self.assertEqual(dits[self.contacts[1].id].langues["nl_BE"], "Deux nl_BE")

    def test_the_column_takes_it_whole_and_a_person_says_it_once(self):
        champ = Parole()
        colonne = champ.convert_to_column_insert(self.langue, self.contacts)
        self.assertEqual(colonne.adapted, self.langue.langues)
        self.assertEqual(champ.convert_to_cache(self.langue, self.contacts.with_context(lang="nl_BE")), "nl_BE")
        self.assertFalse(champ._description_translate(self.env))
        self.assertIsInstance(self.langue, Dit)

    def test_html_of_ours_is_cleaned_in_each_language(self):
        champ = ParoleHtml()
        colonne = champ.convert_to_column_insert(
            dire(self.contacts, lambda lus: Markup(f"<p>{lus.env.lang}</p><script>1</script>")), self.contacts
        )
        self.assertEqual(colonne.adapted["nl_BE"], "<p>nl_BE</p>")

    # ---- the thread of a record --------------------------------------------------------------------------------------

    def lus(self, messages):
        """What readers of both languages read in these messages."""
        lus = {}
        for lang in ("fr_BE", "nl_BE"):
            message = messages.with_context(lang=lang)
            store = Store().add(message)
            lus[lang] = str(store.get_result()["mail.message"][0]["body"][1])
        return lus

    def test_a_message_of_ours_is_read_in_the_language_of_its_reader(self):
        contact = self.contacts[0]
        dit = dire(contact, lambda lu: f"{lu.env.lang} <1>")
        attendu = {code: f"<p>{code} &lt;1&gt;</p>" for code in ("fr_BE", "nl_BE")}
        self.assertEqual(self.lus(contact.message_post(body=dit)), attendu)
        self.assertEqual(self.lus(contact._message_log(body=dit)), attendu)

    def test_that_a_record_was_made_is_said_to_each_reader(self):
        contact = self.env["res.partner"].with_context(lang="fr_BE").create({"name": "Trois"})
        lus = self.lus(contact.message_ids)
        self.assertNotEqual(lus["fr_BE"], lus["nl_BE"])
        self.assertIn(contact.message_ids.body, lus["fr_BE"])

    def test_a_task_that_is_done_is_said_to_each_reader_with_the_words_of_who_did_it(self):
        contact = self.contacts[0]
        tache = self.env["mail.activity"]._donner(
            "mail.mail_activity_data_todo", contact, lambda env, _contact: f"mot {env.lang}", a=lambda _c: self.env.user
        )
        message = self.env["mail.message"].browse(tache.action_feedback("Vu"))
        lus = self.lus(message)
        self.assertIn("mot fr_BE", lus["fr_BE"])
        self.assertIn("mot nl_BE", lus["nl_BE"])
        self.assertTrue(all("Vu" in lu for lu in lus.values()))

    def test_no_caller_says_something_else_to_each_reader(self):
        """A body, and other words in the reader's language: our own code only."""
        message = self.contacts[0].message_post(body="Un", parole="Deux")
        self.assertFalse(message.parole)
        self.assertEqual(set(self.lus(message).values()), {"<p>Un</p>"})
