# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One way to give a task and to take it back, on contacts, whose `user_id` is who is in charge."""

from markupsafe import Markup

from odoo.tests import new_test_user

from ..jour import aujourdhui
from .common import CommitCase

TODO, CALL = "mail.mail_activity_data_todo", "mail.mail_activity_data_call"


class TestTaches(CommitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_BE", "nl_BE"):
            cls.env["res.lang"]._activate_lang(code)
        cls.Tache = cls.env["mail.activity"]
        cls.francophone = new_test_user(cls.env, "essai.fr", lang="fr_BE")
        cls.flamand = new_test_user(cls.env, "essai.nl", lang="nl_BE")
        cls.contacts = cls.env["res.partner"].create(
            [
                {"name": "Un", "user_id": cls.francophone.id},
                {"name": "Deux", "user_id": cls.flamand.id},
                {"name": "<b>Trois</b>"},
            ]
        )

    def _donner(self, contacts=None, genre=TODO, **options):
        contacts = self.contacts if contacts is None else contacts
        return self.Tache._donner(genre, contacts, lambda env, contact: f"{env.lang} {contact.env.lang}", **options)

    def test_who_is_in_charge_gets_it_today(self):
        taches = self._donner()
        self.assertEqual(
            {tache.res_id: tache.user_id for tache in taches},
            {
                self.contacts[0].id: self.francophone,
                self.contacts[1].id: self.flamand,
                self.contacts[2].id: self.env["res.users"],
            },
        )
        self.assertEqual(set(taches.mapped("date_deadline")), {aujourdhui()})

    def test_no_mail_and_no_message(self):
        avant = self.env["mail.message"].search_count([]), self.env["mail.mail"].search_count([])
        self._donner()
        apres = self.env["mail.message"].search_count([]), self.env["mail.mail"].search_count([])
        self.assertEqual(apres, avant)

    def test_a_note_is_text_unless_it_is_markup(self):
        notes = self._donner(note=lambda _env, contact: contact.name).sorted("res_id").mapped("note")
        self.assertEqual(notes[2], "<p>&lt;b&gt;Trois&lt;/b&gt;</p>")
        notes = self._donner(note=lambda _env, _contact: Markup("<p>a</p><p>b</p>")).mapped("note")
        self.assertEqual(set(notes), {"<p>a</p><p>b</p>"})

    def test_several_people_get_one_each(self):
        taches = self._donner(self.contacts[2], a=lambda _contact: self.francophone | self.flamand)
        self.assertEqual(taches.user_id, self.francophone | self.flamand)

    def test_whoever_reads_it_reads_it_in_their_language(self):
        """A colleague takes over, a head looks: the words are the reader's, not those of who had it first."""
        tache = self._donner(self.contacts[0], note=lambda env, _contact: env.lang)
        for reader in (self.francophone, self.flamand):
            lue = tache.with_context(lang=reader.lang)
            self.assertEqual((lue.summary, lue.note), (f"{reader.lang} {reader.lang}", f"<p>{reader.lang}</p>"))
            self.assertEqual(lue.search([("summary", "=", lue.summary)]), tache)

    def test_what_a_person_writes_of_it_is_read_by_everybody(self):
        tache = self._donner(self.contacts[0])
        tache.with_context(lang="nl_BE").summary = "Bel terug"
        for lang in ("fr_BE", "nl_BE", "en_US"):
            self.assertEqual(tache.with_context(lang=lang).summary, "Bel terug")

    def test_for_one_record_on_another(self):
        """A term gives a task on its file: who is in charge is who is in charge of the file."""
        taches = self._donner(self.contacts[2], sur=lambda _contact: self.contacts[1])
        self.assertEqual((taches.res_id, taches.user_id), (self.contacts[1].id, self.flamand))

    def test_nothing_is_given_for_nobody(self):
        self.assertFalse(self._donner(self.contacts.browse()))

    def test_the_number_of_queries_does_not_grow(self):
        """One create, whatever the number of tasks."""

        def cout(nombre):
            contacts = self.env["res.partner"].create(
                [{"name": f"{rang}", "user_id": self.francophone.id} for rang in range(nombre)]
            )
            return self.queries(lambda: self._donner(contacts))

        cout(2)
        self.assertLessEqual(cout(60), cout(3) + 3)

    def test_taken_back_by_kind_and_by_record_whoever_has_them(self):
        todo, appels = self._donner(), self._donner(genre=CALL)
        autre = todo.filtered(lambda t: t.res_id == self.contacts[2].id)
        self.Tache.with_user(self.francophone)._retirer(self.contacts[:2], TODO)
        self.assertEqual((todo | appels).exists(), autre | appels)
        self.Tache._retirer(self.contacts, TODO, CALL)
        self.assertFalse((todo | appels).exists())

    def test_what_a_person_planned_is_not_taken_back(self):
        a_la_main = self.contacts[0].activity_schedule(TODO, automated=False)
        self._donner()
        self.Tache._retirer(self.contacts, TODO)
        self.assertEqual(self.contacts.activity_ids, a_la_main)

    def test_taken_back_by_another_field_than_the_record_it_is_on(self):
        taches = self._donner()
        self.Tache._retirer(self.flamand, lien="user_id")
        self.assertEqual(taches.exists().user_id, self.francophone)
