# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The night of the courses: rates of each person and module, and who does not come any more."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .commun import MONDAY, CoursCase


class NuitCase(CoursCase):
    def night(self):
        self.env["parcours.assiduite"]._cron_compter()
        self.env.invalidate_all()

    def came(self, person, *states, first=date(2024, 5, 13), **values):
        """Note a session a day of somebody, from a day on; return the sessions."""
        sessions = []
        for rank, state in enumerate(states):
            session = self.session(person, day=first + timedelta(days=rank), **values)
            self.assertFalse(self.note(session, state))
            sessions.append(session)
        return sessions

    def rates(self, person, user=None):
        lines = person.with_user(user or self.organiser).assiduite_ids
        return [(line.module_id, line.taux, line.minutes_suivies, line.seances, line.absences) for line in lines]

    def dropped(self, person):
        return person.sudo().decrochage_ids.sorted("id")


@tagged("post_install", "-at_install")
class TestRates(NuitCase):
    def test_each_module_of_each_person_has_its_rate_the_next_morning(self):
        one, other = self.enrolled(), self.enrolled()
        self.came(one, "present", "absent", "justifie")
        self.came(one, "present", start=13, end=14, module_id=self.citizenship.id)
        self.came(other, "absent", start=15, end=16)
        self.assertFalse(self.rates(one))
        self.night()
        self.assertEqual(self.rates(one), [(self.rights, 33, 180, 3, 1), (self.citizenship, 100, 60, 1, 0)])
        self.assertEqual(self.rates(other), [(self.rights, 0, 0, 1, 1)])
        self.assertEqual(one.with_user(self.organiser).assiduite_ids[0].taux_dit, "33 % of what was given")

    def test_only_who_was_noted_since_is_counted_again(self):
        one, other = self.enrolled(), self.enrolled()
        [first] = self.came(one, "present")
        self.came(other, "present")
        self.night()
        counted = []
        kept = type(self.env["parcours.assiduite"])._garder

        def keep(model, files, lines):
            counted.extend(files.ids)
            return kept(model, files, lines)

        with patch.object(type(self.env["parcours.assiduite"]), "_garder", keep):
            self.night()
            self.assertEqual(counted, [])
            self.note(first, "absent")
            self.night()
        self.assertEqual(counted, one.ids)
        self.assertEqual(self.rates(one), [(self.rights, 0, 0, 1, 1)])

    def test_a_session_that_is_cancelled_counts_no_more_and_again_once_it_takes_place_after_all(self):
        person = self.enrolled()
        [session] = self.came(person, "present")
        self.night()
        session = session.with_user(self.organiser)
        session.motif_annulation = "Noted in the wrong session"
        session.action_annuler()
        self.night()
        self.assertEqual(self.rates(person), [])
        session.action_retablir()
        self.night()
        self.assertEqual(self.rates(person), [(self.rights, 100, 180, 1, 0)])

    def test_one_person_who_cannot_be_counted_leaves_the_others_theirs(self):
        one, other = self.enrolled(), self.enrolled()
        self.came(one, "present")
        self.came(other, "present", start=13, end=14)
        kept = type(self.env["parcours.assiduite"])._garder

        def fail(model, files, lines):
            if one in files:
                raise ValueError("whatever")
            return kept(model, files, lines)

        with (
            patch.object(type(self.env["parcours.assiduite"]), "_garder", fail),
            self.assertLogs("odoo.addons.parcours_socle.lots"),
        ):
            self.night()
        self.assertEqual((self.rates(one), len(self.rates(other))), ([], 1))
        self.night()
        self.assertEqual(len(self.rates(one)), 1)

    def test_a_night_takes_as_many_queries_for_many_as_for_few(self):
        counts = []
        for number in (1, 2, 12):
            people = [self.enrolled() for _rank in range(number)]
            for day in (13, 14, 15):
                self.note(self.session(*people, day=date(2024, 5, day)), "absent")
            counts.append(self.queries(self.env["parcours.assiduite"]._cron_compter))
        self.assertEqual(len(self.env["parcours.decrochage"].search([])), 15)
        self.assertLess(counts[2], counts[1] + 25, "tasks are given in one create, whatever how many")

    def test_who_reads_rates_and_drop_outs_and_nobody_writes_them(self):
        person = self.enrolled()
        self.came(person, "absent", "absent", "absent")
        self.night()
        elsewhere = self.utilisateur("agent", self.ixelles, name="Ixelles")
        for model in ("parcours.assiduite", "parcours.decrochage"):
            records = self.env[model].search([("dossier_id", "=", person.id)])
            for user, read in (
                (self.organiser, records),
                (self.agent, records),
                (self.officer, records),
                (self.bon_user, records.browse()),
                (elsewhere, records.browse()),
            ):
                with self.subTest(model=model, user=user.name):
                    found = self.env[model].with_user(user).search([("dossier_id", "=", person.id)])
                    self.assertEqual(found.ids, read.ids)
            for user in (self.organiser, self.agent, self.officer):
                for change in (lambda r: r.write({"seances": 1}), lambda r: r.unlink()):
                    with self.subTest(model=model, user=user.name), self.assertRaises(AccessError):
                        change(records.with_user(user))
            for user in (self.teacher, self.utilisateur("statisticien"), self.utilisateur("auditeur")):
                with self.subTest(model=model, user=user.name), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            self.env["res.users"].search([("login", "like", "essai.statisticien")]).login = f"x.{model}"
            self.env["res.users"].search([("login", "like", "essai.auditeur")]).login = f"y.{model}"


@tagged("post_install", "-at_install")
class TestDropOuts(NuitCase):
    def tasks(self, drop_out):
        return self.env["mail.activity"].search(
            [("res_model", "=", "parcours.decrochage"), ("res_id", "in", drop_out.ids)]
        )

    def test_three_absences_in_a_row_put_somebody_on_the_list_and_two_do_not(self):
        two, three = self.enrolled(), self.enrolled()
        self.came(two, "absent", "absent")
        self.came(three, "absent", "absent", "absent", start=13, end=14)
        self.night()
        self.assertFalse(self.dropped(two))
        found = self.dropped(three)
        self.assertEqual(
            (found.raison, found.absences, found.depuis, found.dernier, found.state, found.organisateur_id),
            ("suite", 3, date(2024, 5, 13), date(2024, 5, 15), "ouvert", self.bapa),
        )
        said = three.with_user(self.organiser).decrochage_dit
        self.assertIn("3 absences without justification in a row, since 05/13/2024", said)
        cards = self.env["parcours.liste"].with_user(self.organiser).aujourd_hui()["cartes"]
        [card] = [card for card in cards if card["nom"] == "Do not come any more"]
        self.assertEqual((card["nombre"], card["lignes"][0]["qui"]), (1, three.name))

    def test_the_coach_has_one_task_for_each_time_until_the_person_comes_again(self):
        person = self.enrolled()
        follow_up = self.env["parcours.suivi"].with_user(self.organiser).create({"dossier_id": person.id})
        self.assertEqual(follow_up.responsable_id, self.organiser)
        self.came(person, "absent", "absent", "absent")
        for _night in range(2):
            self.night()
            found = self.dropped(person)
            self.assertEqual(self.tasks(found).mapped("user_id"), self.organiser)
        self.came(person, "absent", first=date(2024, 5, 16))
        self.night()
        self.assertEqual((self.dropped(person), found.absences, len(self.tasks(found))), (found, 4, 1))
        self.came(person, "present", first=date(2024, 5, 17))
        self.night()
        self.assertEqual((found.state, found.fini_le, self.tasks(found).ids), ("revenu", MONDAY, []))
        self.assertFalse(person.with_user(self.organiser).decrochage_dit)
        self.came(person, "absent", "absent", "absent", first=date(2024, 5, 21))
        self.night()
        again = self.dropped(person) - found
        self.assertEqual((again.depuis, again.state, len(self.tasks(again))), (date(2024, 5, 21), "ouvert", 1))

    def test_somebody_without_a_coach_is_for_the_head_of_the_organiser_or_for_whoever_comes(self):
        one, other = self.enrolled(), self.enrolled()
        self.bapa.responsable_id = False
        self.came(one, "absent", "absent", "absent")
        self.night()
        self.assertEqual([task.user_id.id for task in self.tasks(self.dropped(one))], [False])
        self.bapa.responsable_id = self.organiser
        self.came(other, "absent", "absent", "absent", start=13, end=14)
        self.night()
        self.assertEqual(self.tasks(self.dropped(other)).user_id, self.organiser)
        with self.refused("does not work for this organiser", ValidationError):
            self.bapa.responsable_id = self.bon_user

    def test_an_absence_justified_since_was_no_drop_out(self):
        person = self.enrolled()
        sessions = self.came(person, "absent", "absent", "absent")
        self.night()
        for session in sessions:
            self.note(session, "justifie")
        self.night()
        self.assertEqual(self.dropped(person).state, "corrige")

    def test_who_changes_organiser_or_whose_file_is_closed_dropped_out_of_nothing_any_more(self):
        moved, closed = self.enrolled(), self.enrolled()
        for person, start in ((moved, 9), (closed, 13)):
            self.came(person, "absent", "absent", "absent", start=start, end=start + 2)
        self.night()
        self.assertEqual([self.dropped(p).state for p in (moved, closed)], ["ouvert", "ouvert"])
        moved._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        closed._noter("cloture", MONDAY, motif_cloture="parti")
        self.night()
        self.assertEqual([self.dropped(p).state for p in (moved, closed)], ["parti", "parti"])
        self.assertFalse(self.tasks(self.dropped(moved) | self.dropped(closed)))

    def test_a_share_of_absences_is_a_drop_out_too_as_the_version_of_the_law_says(self):
        person = self.enrolled()
        self.came(person, "present", "present", "absent")
        self.night()
        self.assertEqual(self.dropped(person).raison, "part")
        self.came(person, "present", first=date(2024, 5, 21))
        self.night()
        self.assertEqual(self.dropped(person).state, "revenu")

    def test_another_figure_of_the_law_is_counted_with_from_the_next_night_on(self):
        person = self.enrolled()
        self.came(person, "present", "present", "present", "absent", "absent", first=date(2024, 5, 13))
        # nothing but a row of four: no share
        self.figure("absences_part", 0)
        self.night()
        self.assertFalse(self.dropped(person))
        self.figure("absences_suite", 2)
        self.night()
        self.assertEqual(self.dropped(person).raison, "suite")

    def figure(self, code, value):
        """Change a figure of every version, as a new version would."""
        self.env.cr.execute("UPDATE parcours_reglement_valeur SET valeur = %s WHERE code = %s", [value, code])
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_the_day_before_the_person_came_again_the_task_still_stands(self):
        person = self.enrolled()
        self.came(person, "absent", "absent", "absent")
        with freeze_time("2024-06-04 02:00:00"):
            self.night()
            self.assertEqual(self.tasks(self.dropped(person)).date_deadline, date(2024, 6, 4))
