# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A text that our own code writes in each language, or a person once: `Parole`, on a model of the tests."""

from odoo.tests import TransactionCase

from ..paroles import Dit, Parole, dire, dire_chacun


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
