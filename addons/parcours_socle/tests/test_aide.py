# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people report from where they are, and the maintenance that everybody is told of."""

import logging
from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.journaux import REQUETE, FiltreValeurs

from ..models.probleme import OUBLI, PAR_HEURE


@tagged("post_install", "-at_install")
class TestReports(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, "aide.agent", "base.group_user", lang="en_US")
        cls.other = new_test_user(cls.env, "aide.other", "base.group_user", lang="en_US")
        cls.vivalis = new_test_user(cls.env, "aide.vivalis", "base.group_system", lang="en_US")
        cls.theirs = cls.env["parcours.probleme"].with_user(cls.agent)

    def report(self, text="It does not open", **place):
        return self.env["parcours.probleme"].browse(self.theirs.signaler(text, place))

    def test_a_report_says_where_in_words_that_the_server_found(self):
        action = self.env.ref("parcours_socle.parcours_probleme_action")
        with self.subTest("what the browser calls it is not believed"):
            place = {"action": action.id, "modele": "res.users", "record": self.agent.id, "ecran": "Jean Dupont"}
            report = self.report(
                **place, geste="Save", requete="abc123", fenetre="1440 × 900", user_id=1, state="repondu"
            )
            self.assertEqual((report.ecran, report.modele), ("Reported problems", "User"))
            self.assertEqual((report.geste, report.requete, report.fenetre), ("Save", "abc123", "1440 × 900"))
            self.assertEqual((report.user_id, report.company_id), (self.agent, self.agent.company_id))
            self.assertEqual((report.state, report.reference), ("nouveau", str(self.agent.id)))
        told = dict(self.theirs.apercu(place))
        self.assertEqual(told["Screen"], "Reported problems")
        self.assertNotIn("Jean Dupont", str(told))

    def test_whoever_reads_a_report_reads_the_name_of_the_screen_in_their_own_language(self):
        action = self.env.ref("parcours_socle.parcours_probleme_action")
        dutch = self.env["parcours.probleme"].with_user(self.agent).with_context(lang="nl_BE")
        report = self.env["parcours.probleme"].browse(
            dutch.signaler("Het gaat niet open", {"action": action.id, "modele": "res.users"})
        )
        self.assertEqual(dict(dutch.apercu({"action": action.id}))["Scherm"], action.with_context(lang="nl_BE").name)
        for lang in ("en_US", "fr_BE", "nl_BE"):
            read = report.with_user(self.vivalis).with_context(lang=lang)
            self.assertEqual(read.ecran, action.with_context(lang=lang).name)
            self.assertEqual(read.modele, self.env["ir.model"].with_context(lang=lang)._get("res.users").name)
            self.assertIn(read.ecran, read.display_name)
            groups = read.formatted_read_group([("id", "=", report.id)], ["action_id"], ["__count"])
            self.assertEqual(groups[0]["action_id"][1], read.ecran)
        author = report.with_user(self.agent).with_context(lang="fr_BE")
        self.assertEqual(author.read(["ecran"])[0]["ecran"], action.with_context(lang="fr_BE").name)

    def test_a_record_that_its_author_may_not_read_has_no_reference(self):
        parameter = self.env["ir.config_parameter"].search([], limit=1)
        self.assertFalse(self.report(modele=parameter._name, record=parameter.id).reference)
        for place in ({"modele": "no.model", "record": 1}, {"modele": 3, "record": "x", "action": "y"}, {}):
            self.assertFalse(self.report(**place).reference)

    def test_vivalis_answers_from_its_own_screen_whatever_commune_reported(self):
        commune = self.env["res.company"].create({"name": "Another one"})
        self.agent.write({"company_ids": [(6, 0, commune.ids)], "company_id": commune.id})
        report = self.report()
        self.assertEqual(report.company_id, commune)
        screen = report.with_user(self.vivalis).with_context(allowed_company_ids=self.vivalis.company_ids.ids)
        screen.reponse = "Mended this morning"
        screen.action_repondre()
        self.assertEqual((report.state, self.theirs.reponses_a_lire()), ("repondu", 1))

    def test_it_is_called_with_the_hour_of_brussels_and_its_year(self):
        report = self.report(modele="res.users")
        self.env.cr.execute(
            "UPDATE parcours_probleme SET create_date = '2026-11-27 12:05:38' WHERE id = %s", [report.id]
        )
        report.invalidate_recordset()
        self.assertTrue(report.display_name.endswith(" · 27/11/2026 13:05"), report.display_name)

    def test_a_report_has_words(self):
        for text in ("", "  ", None, 3):
            with self.assertRaises(UserError):
                self.theirs.signaler(text, {})

    def test_one_person_reports_twenty_problems_an_hour_and_no_more(self):
        for _rank in range(PAR_HEURE):
            self.report()
        with self.assertRaisesRegex(UserError, "20 problems"):
            self.report()
        self.env["parcours.probleme"].with_user(self.other).signaler("Here too", {})
        with freeze_time(datetime.now() + timedelta(hours=1, minutes=1)):
            self.report()

    def test_the_answer_goes_back_to_who_reported(self):
        report = self.report()
        answering = report.with_user(self.vivalis)
        answering.action_prendre()
        self.assertEqual((report.state, report.charge_id), ("en_cours", self.vivalis))
        with self.assertRaises(UserError):
            answering.action_repondre()
        answering.reponse = "Done"
        answering.action_repondre()
        self.assertEqual((report.state, bool(report.repondu_le)), ("repondu", True))
        self.assertEqual(self.theirs.reponses_a_lire(), 1)
        self.assertEqual(self.theirs.action_miens()["res_model"], "parcours.probleme")
        self.assertEqual(self.theirs.reponses_a_lire(), 0)
        self.assertEqual(report.with_user(self.agent).reponse, "Done")
        with self.assertRaises(UserError):
            answering.action_repondre()
        with self.assertRaises(AccessError):
            answering.reponse = "Something else"

    def test_nobody_changes_what_was_reported(self):
        report = self.report()
        for values in ({"texte": "Nothing"}, {"user_id": self.other.id}, {"state": "repondu"}):
            with self.assertRaises(AccessError):
                report.with_user(self.vivalis).write(values)

    def test_an_old_report_is_forgotten(self):
        report = self.report()
        with freeze_time(datetime.now() + OUBLI - timedelta(days=1)):
            report._gc_anciens()
            self.assertTrue(report.exists())
        with freeze_time(datetime.now() + OUBLI + timedelta(days=1)):
            report._gc_anciens()
        self.assertFalse(report.exists())

    def test_the_log_names_the_request_beside_its_error(self):
        record = logging.LogRecord("odoo.http", logging.ERROR, "", 0, "Broken: %s", (ValueError("secret"),), None)
        token = REQUETE.set("0123456789ab")
        self.addCleanup(REQUETE.reset, token)
        FiltreValeurs().filter(record)
        self.assertIn("[request 0123456789ab]", record.getMessage())
        self.assertNotIn("secret", record.getMessage())


@tagged("post_install", "-at_install")
class TestMaintenance(HttpCase):
    def announce(self, begins, **values):
        begins = maintenant() + begins
        return self.env["parcours.maintenance"].create({"debut": begins, "fin": begins + timedelta(hours=1), **values})

    def test_what_is_over_is_announced_no_more(self):
        past, coming = self.announce(timedelta(hours=-2)), self.announce(timedelta(days=3), texte_fr="Mise à jour")
        told = self.env["parcours.maintenance"]._a_venir()
        self.assertNotIn(past.id, [one["id"] for one in told])
        (one,) = [one for one in told if one["id"] == coming.id]
        self.assertEqual((one["textes"]["fr"], one["fin"] - one["debut"]), ("Mise à jour", 3600))

    def test_each_change_is_pushed_to_every_page(self):
        def pushed():
            self.env.cr.precommit.run()
            rows = self.env["bus.bus"].search(
                [("message", "like", "parcours_socle.maintenance")], order="id desc", limit=1
            )
            return rows.message

        one = self.announce(timedelta(hours=2), texte_nl="Bijwerking")
        self.assertIn("Bijwerking", pushed())
        one.texte_nl = "Uitgesteld"
        self.assertIn("Uitgesteld", pushed())
        one.unlink()
        self.assertNotIn("Uitgesteld", pushed())

    @mute_logger("odoo.sql_db")
    def test_a_maintenance_ends_after_it_begins(self):
        with self.assertRaises(CheckViolation):
            self.announce(timedelta(0), fin=maintenant() - timedelta(days=1)).flush_recordset()

    def test_the_login_page_says_it_in_hours_of_brussels(self):
        with freeze_time("2026-07-01 08:00:00"):
            self.announce(timedelta(hours=2), texte_fr="Nouvelle version.")
            self.announce(timedelta(hours=30))
            said = self.env["parcours.maintenance"].with_context(lang="fr_BE")._pour_connexion()
        ((near, sentence),) = said
        self.assertFalse(near)
        self.assertIn("12:00", sentence, "ten o'clock UTC is noon in Brussels in July")
        self.assertIn("01/07/2026", sentence)
        self.assertTrue(sentence.endswith("Nouvelle version."))
        self.announce(timedelta(minutes=10))
        self.assertIn("alert-danger", self.url_open("/web/login").text)

    def test_each_answer_has_its_mark(self):
        marks = {self.url_open("/web/login").headers["X-Request-Id"] for _rank in range(2)}
        self.assertEqual(len(marks), 2)
