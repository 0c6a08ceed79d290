# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two people on one file: nothing that somebody typed is lost, and each sees that the other is there."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import ParcoursCase

UN, DEUX = "<p>Vue au guichet.</p>", "<p>A téléphoné.</p>"


@tagged("post_install", "-at_install")
class TestADeux(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek, name="Agent Un")
        cls.chef = cls.utilisateur("chef", cls.schaerbeek, name="Chef Deux")
        cls.dossier = cls.ouvert()

    def ecrire(self, qui, texte, **vus):
        vals = {"note": texte} | ({"textes_vus": vus} if vus else {})
        self.dossier.with_user(qui).write(vals)
        return str(self.dossier.note)

    def test_who_replaces_the_text_they_saw_replaces_it(self):
        self.ecrire(self.agent, UN)
        self.assertEqual(self.ecrire(self.chef, DEUX, note=UN), DEUX)
        self.assertEqual(self.ecrire(self.chef, "", note=DEUX), "")

    def test_two_who_write_at_once_both_keep_their_text(self):
        self.ecrire(self.agent, UN, note="")
        note = self.ecrire(self.chef, DEUX, note="")
        self.assertTrue(note.startswith(UN))
        self.assertIn(DEUX, note)
        self.assertIn("Chef Deux", note, "it says who wrote below")

    def test_two_who_add_to_one_text_both_add(self):
        self.ecrire(self.agent, "<p>Début.</p>")
        self.ecrire(self.agent, "<p>Début.</p>" + UN, note="<p>Début.</p>")
        note = self.ecrire(self.chef, "<p>Début.</p>" + DEUX, note="<p>Début.</p>")
        self.assertEqual([note.count(mot) for mot in ("Début", "guichet", "téléphoné")], [1, 1, 1])

    def test_who_does_not_say_what_they_saw_replaces_nothing(self):
        self.ecrire(self.agent, UN)
        note = self.ecrire(self.chef, DEUX)
        self.assertIn(UN, note)
        self.assertIn(DEUX, note)
        self.assertEqual(self.ecrire(self.chef, note + "<p>Suite.</p>").count("Vue au guichet"), 1)

    def test_a_text_emptied_while_somebody_wrote_stays(self):
        self.ecrire(self.agent, UN)
        self.ecrire(self.agent, UN + DEUX, note=UN)
        self.assertIn(DEUX, self.ecrire(self.chef, "", note=UN))

    def test_the_second_writer_is_told(self):
        self.ecrire(self.agent, UN, note="")
        self.env.flush_all()
        avant = self.env["bus.bus"].search_count([])
        self.ecrire(self.chef, DEUX, note="")
        self.env.cr.precommit.run()
        message = self.env["bus.bus"].search([])[avant:]
        self.assertIn("Both texts were kept", message[-1:].message)

    # ---- presence ---------------------------------------------------------------------------------------------------

    def test_the_second_to_open_a_file_is_told_who_has_it_and_since_when(self):
        with freeze_time("2026-01-12 09:32:00"):
            self.assertEqual(self.dossier.with_user(self.agent).presence_ouvrir(), [])
        with freeze_time("2026-01-12 09:40:00"):
            vus = self.dossier.with_user(self.chef).presence_ouvrir()
        self.assertEqual(vus, [{"nom": "Agent Un", "depuis": "2026-01-12 09:32:00"}])

    def test_who_has_it_open_at_vivalis_is_seen_from_the_screen_of_a_commune(self):
        officier = self.utilisateur("gestionnaire")
        for qui in (officier, self.agent):
            vu = self.dossier.with_user(qui).with_context(allowed_company_ids=qui.company_ids.ids)
            vus = vu.presence_ouvrir()
        self.assertEqual([un["nom"] for un in vus], [officier.name])

    def test_the_first_is_told_by_the_bus_and_nobody_else(self):
        self.dossier.with_user(self.agent).presence_ouvrir()
        self.env.cr.precommit.run()
        dernier = self.env["bus.bus"].search([], order="id desc", limit=1).id
        self.dossier.with_user(self.chef).presence_ouvrir()
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([("id", ">", dernier)])
        self.assertEqual(len(messages), 1)
        self.assertIn(f'"res.partner",{self.agent.partner_id.id}', messages.channel)
        self.assertIn("Chef Deux", messages.message)

    def test_a_file_that_is_left_is_open_no_more(self):
        self.dossier.with_user(self.agent).presence_ouvrir()
        self.dossier.with_user(self.agent).presence_fermer()
        self.assertEqual(self.dossier.with_user(self.chef).presence_ouvrir(), [])

    def test_a_page_left_open_since_the_morning_counts_no_more(self):
        with freeze_time("2026-01-12 07:00:00"):
            self.dossier.with_user(self.agent).presence_ouvrir()
        with freeze_time("2026-01-12 19:30:00"):
            self.assertEqual(self.dossier.with_user(self.chef).presence_ouvrir(), [])

    def test_names_are_told_to_who_may_read_the_file_only(self):
        ailleurs = self.utilisateur("agent", self.ixelles)
        self.dossier.with_user(self.agent).presence_ouvrir()
        with self.assertRaises(AccessError):
            self.dossier.with_user(ailleurs).presence_ouvrir()
        # the file moves: who may not read it any more is neither told nor told of
        self.dossier.company_id = self.ixelles
        self.assertEqual(self.dossier.with_user(ailleurs).presence_ouvrir(), [])

    def test_opening_a_file_costs_a_few_queries_however_many_have_it_open(self):
        couts = []
        for autre in (self.chef, self.utilisateur("gestionnaire"), self.utilisateur("direction"), self.agent):
            self.env.flush_all()
            avant = self.env.cr.sql_log_count
            self.dossier.with_user(autre).presence_ouvrir()
            couts.append(self.env.cr.sql_log_count - avant)
        # who may still read it is asked of the rules of each of those who have it open, and of nobody else
        self.assertLessEqual(max(couts), 40, couts)


@tagged("post_install", "-at_install")
class TestADeuxSessions(ParcoursCase, HttpCase):
    def test_two_sessions_that_save_the_same_note_lose_neither_text(self):
        dossier = self.ouvert()
        gens = [self.utilisateur(g, self.schaerbeek, password="essai-essai-1") for g in ("agent", "chef")]
        self.env.flush_all()
        sessions = []
        for personne in gens:
            self.authenticate(personne.login, "essai-essai-1")
            sessions.append(self.session.sid if hasattr(self.session, "sid") else self.opener.cookies["session_id"])
        for sid, texte in zip(sessions, (UN, DEUX), strict=True):
            self.opener.cookies["session_id"] = sid
            lu = self.make_jsonrpc_request(
                "/web/dataset/call_kw/parcours.dossier/web_save",
                {
                    "model": "parcours.dossier",
                    "method": "web_save",
                    "args": [dossier.ids, {"note": texte, "textes_vus": {"note": ""}}],
                    "kwargs": {"specification": {"note": {}}},
                },
            )
        self.assertIn("guichet", lu[0]["note"])
        self.assertIn("téléphoné", lu[0]["note"])
