# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody is absent: files and tasks go to the replacement, and come back after."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.registre_national.tests.habilitation import habiliter

from ..common import ParcoursCase

MONDAY = date(2024, 6, 3)


@tagged("post_install", "-at_install")
class TestAbsences(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f"{MONDAY} 08:00:00", tick=True))
        cls.chef = cls.utilisateur("chef", cls.schaerbeek, name="Chef")
        cls.a = cls.utilisateur("agent", cls.schaerbeek, name="Absente")
        cls.b, cls.c = (habiliter(cls.a.copy({"login": f"essai.{n}", "name": n})) for n in ("Relève", "Troisième"))
        cls.file = cls.ouvert()
        cls.file.user_id = cls.a
        cls.task = cls.file.activity_schedule("mail.mail_activity_data_todo", summary="x", user_id=cls.a.id)

    def absence(self, user=None, by=None, start=0, days=5, **values):
        """Return an absence that the head writes: of that many days, from so many days on."""
        first = MONDAY + timedelta(days=start)
        return (
            self.env["parcours.absence"]
            .with_user(self.chef)
            .create(
                {
                    "company_id": self.schaerbeek.id,
                    "user_id": (user or self.a).id,
                    "remplacant_id": (by or self.b).id,
                    "date_debut": first,
                    "date_fin": first + timedelta(days=days - 1),
                    **values,
                }
            )
        )

    def night(self, day):
        """The night before the morning of that day, counted from Monday."""
        self.env.flush_all()
        with freeze_time(f"{MONDAY + timedelta(days=day)} 03:58:00"):
            self.env["parcours.absence"]._cron_relever()

    def has(self, user, what=None):
        self.assertEqual((what or self.file).user_id.name, user.name)

    def test_from_the_first_day_to_the_last_the_replacement_has_files_and_tasks(self):
        absence = self.absence(start=2)
        self.has(self.a)
        self.night(1)
        self.assertEqual((absence.state, self.file.user_id), ("prevue", self.a))
        self.night(2)
        self.assertEqual((absence.state, absence.nombre_dossiers, absence.nombre_taches), ("en_cours", 1, 1))
        self.has(self.b)
        self.has(self.b, self.task)
        self.night(6)
        self.has(self.b)
        self.night(7)
        self.assertEqual(absence.state, "finie")
        self.has(self.a)
        self.has(self.a, self.task)
        moves = self.file.evenement_ids.filtered(lambda e: e.type == "affectation").sorted("id").agent_id
        self.assertEqual(moves[-2:] | moves, moves)
        self.assertFalse(absence.releve_ids)

    def test_an_absence_of_today_does_not_wait_for_the_night(self):
        self.absence()
        self.has(self.b)

    def test_twice_the_same_night_does_nothing_more(self):
        self.absence(start=1)
        self.night(1)
        events = self.file.evenement_ids
        self.night(1)
        self.assertEqual(self.file.evenement_ids, events)

    def test_what_is_given_to_who_is_absent_goes_to_the_replacement_and_comes_back(self):
        self.absence()
        new = self.ouvert()
        new.with_user(self.chef).user_id = self.a
        self.has(self.b, new)
        task = new.with_user(self.chef).activity_schedule("mail.mail_activity_data_todo", user_id=self.a.id)
        self.has(self.b, task)
        self.night(5)
        self.has(self.a, new)
        self.has(self.a, task)

    def test_what_somebody_took_meanwhile_stays_with_them(self):
        self.absence()
        self.file.with_user(self.c).action_me_charger()
        self.night(5)
        self.has(self.c)

    def test_what_the_replacement_took_in_charge_stays_with_them(self):
        self.absence()
        self.file.with_user(self.b).action_me_charger()
        self.night(5)
        self.has(self.b)

    def test_what_was_closed_or_done_meanwhile_does_not_come_back(self):
        self.absence()
        self.task._action_done()
        self.file._noter("cloture", MONDAY, motif_cloture="exempte")
        self.night(5)
        self.has(self.b)

    def test_tasks_that_came_with_the_file_meanwhile_go_back_with_it(self):
        self.absence()
        self.env["mail.activity"]._donner("parcours_accueil.activite_issue", self.file, lambda _env, _file: "y")
        self.assertEqual(self.file.activity_ids.user_id, self.b)
        self.night(5)
        self.assertEqual(self.file.activity_ids.user_id, self.a)

    def test_the_replacement_of_the_replacement_has_them(self):
        self.absence(self.b, self.c)
        self.absence()
        self.has(self.c)

    def test_who_comes_back_first_takes_back_what_they_had(self):
        """B replaces A and becomes absent too: C has them; B comes back first, then A."""
        self.absence(days=10)
        self.absence(self.b, self.c, start=2, days=3)
        self.night(2)
        self.has(self.c)
        self.has(self.c, self.task)
        self.night(5)
        self.has(self.b)
        self.night(10)
        self.has(self.a)
        self.has(self.a, self.task)

    def test_who_was_absent_first_takes_them_back_from_whoever_has_them(self):
        self.absence(days=5)
        self.absence(self.b, self.c, start=2, days=8)
        self.night(2)
        self.night(5)
        self.has(self.a)
        self.night(10)
        self.has(self.a)
        self.assertFalse(self.env["parcours.absence.releve"].search([("dossier_id", "=", self.file.id)]))

    def test_two_who_replace_each_other_move_nothing(self):
        self.absence(start=1)
        self.absence(self.b, self.a, start=1)
        self.night(1)
        self.has(self.a)

    def test_without_a_replacement_nothing_moves(self):
        absence = self.absence(remplacant_id=False)
        self.assertEqual(absence.state, "en_cours")
        self.has(self.a)

    def test_back_earlier_they_have_them_at_once(self):
        absence = self.absence()
        absence.action_retour()
        self.assertEqual(absence.state, "finie")
        self.has(self.a)
        self.has(self.a, self.task)
        with self.assertRaises(UserError):
            absence.action_retour()
        self.absence()  # and may be absent again, the same day
        self.has(self.b)

    def test_a_last_day_brought_forward_gives_them_back(self):
        absence = self.absence(days=20)
        with freeze_time(f"{MONDAY + timedelta(days=9)} 09:00:00"):
            absence.date_fin = MONDAY + timedelta(days=8)
        self.has(self.a)

    def test_an_agent_archived_meanwhile_gets_nothing_back(self):
        self.absence()
        self.a.active = False
        self.night(5)
        self.has(self.b)

    def test_a_replacement_archived_meanwhile_gives_back_and_gets_nothing_new(self):
        self.absence()
        self.b.active = False
        new = self.ouvert()
        new.user_id = self.a
        self.has(self.a, new)
        self.night(5)
        self.has(self.a)

    def test_what_was_given_at_the_moment_the_absence_began_is_handed_over_the_next_night(self):
        self.absence()
        file = self.ouvert()
        self.env.flush_all()
        # in a transaction that did not see the absence
        self.env.cr.execute("UPDATE parcours_dossier SET user_id = %s WHERE id = %s", [self.a.id, file.id])
        self.env.invalidate_all()
        self.env["parcours.absence"]._cron_relever()
        self.assertEqual(file.user_id, self.b)

    def test_one_absence_at_a_time(self):
        self.absence()
        with self.assertRaises(ValidationError):
            self.absence(start=4)
        self.absence(start=5)

    def test_both_are_of_the_commune(self):
        elsewhere = self.utilisateur("agent", self.ixelles)
        for values in ({"by": elsewhere}, {"user": elsewhere}):
            with self.assertRaises(ValidationError):
                self.absence(**values)

    def test_what_began_changes_by_its_last_day_only(self):
        absence = self.absence()
        with self.assertRaises(AccessError):
            absence.remplacant_id = self.c
        with self.assertRaises(AccessError):
            absence.state = "finie"
        with self.assertRaises(UserError):
            absence.unlink()
        defaults = self.env["parcours.absence"].with_user(self.chef).with_context(default_state="finie")
        later = defaults.create({"user_id": self.b.id, "date_debut": "2024-07-01", "date_fin": "2024-07-01"})
        self.assertEqual((later.state, later.company_id), ("prevue", self.schaerbeek))
        absence.date_fin += timedelta(days=1)
        planned = self.absence(self.c, start=3)
        planned.remplacant_id = self.chef
        planned.unlink()

    def test_heads_of_the_commune_write_it_and_who_is_in_it_reads_it(self):
        absence = self.absence()
        for reader in (self.a, self.b):
            self.assertEqual(absence.with_user(reader).search([]), absence)
            with self.assertRaises(AccessError):
                absence.with_user(reader).date_fin = MONDAY
        self.assertFalse(absence.with_user(self.c).search([]))
        other = self.utilisateur("chef", self.ixelles)
        with self.assertRaises(AccessError):
            absence.with_user(other).read(["date_fin"])
        with self.assertRaises(AccessError):
            self.env["parcours.absence"].with_user(other).create(
                {"company_id": self.schaerbeek.id, "user_id": self.c.id, "date_fin": MONDAY}
            )

    def test_two_hundred_files_take_few_more_queries_than_two(self):
        def count(number):
            agent = habiliter(self.a.copy({"login": f"essai.{number}.{self.rang}", "name": "Autre"}))
            for _rank in range(number):
                self.ouvert().user_id = agent
            return self.queries(lambda: self.absence(agent))

        count(1)
        few, many = count(2), count(20)
        self.assertLessEqual(many, few + 6)
