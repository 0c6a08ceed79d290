# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The figures of the organisers, for Vivalis: counted by hand, and none of so few people that one could be told."""

from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.registre_national.tests.habilitation import habiliter

from ..cours.commun import MONDAY, CoursCase


@tagged("post_install", "-at_install")
class TestFigures(CoursCase):
    def figures(self, organiser=None, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        row = (organiser or self.via).with_user(user or self.officer)
        return row.heures_dites, row.premier_cours_dit, row.acheves_dits, row.sans_nouvelles_dites

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # an organiser that nobody else of the base is with
        cls.via = cls.env["parcours.organisateur"].create({"name": "VIA", "code": "essai_via", "genre": "bapa"})
        cls.via.francais = True
        via = {"login": "essai.via", "name": "VIA", "organisateur_id": cls.via.id}
        cls.via_user = habiliter(cls.organiser.copy(via))

    def with_via(self, number, day=date(2024, 5, 6)):
        return [self.enrolled(self.via, day) for _rank in range(number)]

    def test_nothing_yet_is_said_as_nothing(self):
        self.assertEqual(self.figures(), ("00:00", "nobody", "nobody", "0"))

    def test_hours_are_those_of_the_sessions_that_were_held(self):
        people = self.with_via(2)
        held = self.session(*people, user=self.via_user, enseignant_id=False, day=date(2024, 5, 13), end=11.5)
        self.note(held, user=self.via_user)
        self.session(*people, user=self.via_user, enseignant_id=False, day=date(2024, 5, 14))
        self.assertEqual(self.figures()[0], "02:30")

    def test_days_to_the_first_course_are_a_median_and_not_shown_of_fewer_than_five(self):
        people = self.with_via(5)
        for rank, file in enumerate(people):
            day = date(2024, 5, 7) + timedelta(days=3 * rank)
            session = self.session(file, user=self.via_user, enseignant_id=False, day=day)
            self.note(session, user=self.via_user)
            if rank == 3:
                self.assertEqual(self.figures()[1], "too few to be shown")
        self.assertEqual(self.figures()[1], "7")

    def test_completion_is_a_share_and_what_is_left_is_not_told_of_few(self):
        people = self.with_via(11)
        for file in people[:5]:
            file._noter("cloture", MONDAY, motif_cloture="acheve")
        self.assertEqual(self.figures()[2], "5 of 5 (100 %)")
        for file in people[5:9]:
            file._noter("cloture", MONDAY, motif_cloture="parti")
        self.assertEqual(self.figures()[2], "too few to be shown")
        people[9]._noter("cloture", MONDAY, motif_cloture="parti")
        self.assertEqual(self.figures()[2], "5 of 10 (50 %)")

    def test_without_news_for_as_long_as_the_version_says_whatever_is_recorded_is_news(self):
        people = self.with_via(7, date(2024, 3, 4))
        self.assertEqual(self.figures()[3], "7")
        level = {"oral": "a1", "ecrit": "a1", "dossier_id": people[0].id}
        self.env["parcours.niveau"].with_user(self.via_user).create(level)
        session = self.session(people[1], user=self.via_user, enseignant_id=False)
        self.note(session, "absent", user=self.via_user)
        self.assertEqual(self.figures()[3], "5")
        follow_up = self.env["parcours.suivi"].with_user(self.via_user).create({"dossier_id": people[2].id})
        self.assertTrue(follow_up.bilan_le)
        self.assertEqual(self.figures()[3], "fewer than 5")
        self.env.cr.execute("UPDATE parcours_reglement_valeur SET valeur = 120 WHERE code = 'sans_nouvelles'")
        self.env.registry.clear_cache()
        self.assertEqual(self.figures()[3], "0")

    def test_vivalis_opens_who_is_enrolled_without_news_and_nobody_else_does(self):
        quiet, heard = self.with_via(2, date(2024, 3, 4))
        self.enrolled(self.bapa, date(2024, 3, 4))
        self.env["parcours.suivi"].with_user(self.via_user).create({"dossier_id": heard.id})
        self.env.flush_all()
        action = self.via.with_user(self.officer).action_sans_nouvelles()
        opened = self.env[action["res_model"]].with_user(self.officer).search(action["domain"])
        self.assertEqual(opened, quiet.inscription_ids)
        for user in (self.organiser, self.via_user, self.agent, self.teacher):
            with self.assertRaises(AccessError):
                self.via.with_user(user).action_sans_nouvelles()

    def test_the_figures_are_for_vivalis(self):
        for user in (self.organiser, self.agent, self.teacher):
            for field in ("heures_dites", "premier_cours_dit", "acheves_dits", "sans_nouvelles_dites"):
                with self.subTest(user=user.name, field=field), self.assertRaises(AccessError):
                    self.bapa.with_user(user).read([field])
        page = self.env["parcours.organisateur"].with_user(self.officer).search([])
        self.assertEqual(len(page.read(["premier_cours_dit", "acheves_dits", "sans_nouvelles_dites"])), len(page))

    def test_the_page_takes_as_many_queries_for_all_organisers_as_for_one(self):
        fields = ["heures_dites", "premier_cours_dit", "acheves_dits", "sans_nouvelles_dites"]
        every = self.env["parcours.organisateur"].with_user(self.officer).search([])
        every.read(fields)
        one = self.queries(lambda: every[:1].read(fields))
        self.assertEqual(self.queries(lambda: every.read(fields)), one)
