# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The presence sheet: who came is noted in one request, by whoever gives the session; nothing noted is lost."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .commun import MONDAY, CoursCase


@tagged("post_install", "-at_install")
class TestPresenceSheet(CoursCase):
    def test_the_teacher_reads_the_names_of_the_session_and_notes_who_came(self):
        one, two = self.enrolled(), self.enrolled()
        session = self.session(one, two)
        sheet = session.with_user(self.teacher).feuille()
        self.assertEqual({line["nom"] for line in sheet["lignes"]}, {one.name, two.name})
        self.assertEqual(
            (sheet["quand"].endswith("09:00 – 12:00"), sheet["avis"], sheet["peut_noter"]), (True, "", True)
        )
        lines = self.lines(session)
        lines[1] |= {"etat": "justifie", "motif": "famille"}
        told = session.with_user(self.teacher).noter(lines)
        self.assertEqual(told, {"notees": 2, "refus": []})
        self.assertEqual(self.states(session), ["present", "justifie"])
        self.assertEqual((session.state, session._actuelles().note_par_id), ("tenue", self.teacher))

    def test_a_sheet_of_twenty_takes_as_many_queries_as_one_of_two(self):
        counts = []
        for number in (1, 2, 20):
            session = self.session(*(self.enrolled() for _rank in range(number)))
            for state in ("present", "absent"):
                lines = self.lines(session, state)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                session.with_user(self.teacher).noter(lines)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            # the same hours of another day: nobody is in two of them at once
            session._actuelles().etat = "absent"
        # the first one warms what a process keeps
        self.assertEqual(counts[2:4], counts[4:])
        self.assertLess(max(counts), 40)

    def test_the_courses_of_today_and_those_that_nobody_noted_are_a_card_with_their_sheet(self):
        day = lambda back: MONDAY - timedelta(days=back)  # noqa: E731
        today, missed, noted = (self.session(self.enrolled(), day=day(back)) for back in (0, 3, 4))
        self.note(noted)
        for back in (8, -1):
            self.session(self.enrolled(), day=day(back))
        off = self.session(self.enrolled())
        off.motif_annulation = "ill"
        off.action_annuler()
        another = self.session(self.enrolled(), enseignant_id=self.other_teacher.id)
        for user, sessions in ((self.teacher, (missed, today)), (self.organiser, (missed, today, another))):
            page = self.env["parcours.liste"].with_user(user).aujourd_hui()
            [card] = [carte for carte in page["cartes"] if carte["nom"] == "Courses of today"]
            self.assertEqual([line["id"] for line in card["lignes"]], [session.id for session in sessions])
            self.assertEqual((card["retard"], card["action"]["methode"]), (1, "action_feuille"))
            self.assertIn("9:00 – 12:00", card["lignes"][0]["detail"].replace("09:", "9:"))
        self.assertFalse(self.env["parcours.liste"].with_user(self.bon_user).aujourd_hui()["cartes"])
        self.assertEqual([carte["nom"] for carte in page["cartes"]][:1], ["Courses of today"])
        teachers = self.env["parcours.liste"].with_user(self.teacher).search([])
        self.assertEqual(teachers.mapped("code"), ["cours_du_jour"], "and no list of the files")

    def test_what_was_noted_is_replaced_and_never_changed(self):
        session = self.session(self.enrolled())
        self.note(session)
        first = session._actuelles()
        self.note(session, "absent", user=self.organiser)
        second = session._actuelles()
        self.assertEqual((second.etat, second.note_par_id), ("absent", self.organiser))
        self.assertEqual((first.etat, first.note_par_id, bool(first.remplacee_le)), ("present", self.teacher, True))
        self.note(session, "absent")
        self.assertEqual(session._actuelles(), second)

    def test_two_at_once_the_second_is_told_and_overwrites_nothing(self):
        session = self.session(self.enrolled())
        self.note(session)
        seen = self.lines(session, "absent")
        self.note(session, "justifie", user=self.organiser)
        told = session.with_user(self.teacher).noter(seen)
        self.assertIn("noted otherwise meanwhile", told["refus"][0]["phrase"])
        self.assertEqual(self.states(session), ["justifie"])

    def test_an_enrolment_that_ended_or_begins_later_is_told_beside_the_name_and_the_others_are_saved(self):
        left, later, here = self.enrolled(), self.enrolled(day=date(2024, 5, 31)), self.enrolled()
        session = self.session(left, here, later, day=date(2024, 5, 30))
        left._noter("cloture", date(2024, 5, 20), motif_cloture="parti")
        told = session.with_user(self.teacher).noter(self.lines(session))
        self.assertEqual(told["notees"], 1)
        self.assertEqual(
            {line["nom"]: line["phrase"] for line in told["refus"]},
            {
                left.name: "The enrolment ended before the day of this session.",
                later.name: "The enrolment begins after the day of this session.",
            },
        )
        self.assertEqual(sorted(self.states(session)), ["attendu", "attendu", "present"])
        alerts = [line["alerte"] for line in session.with_user(self.teacher).feuille()["lignes"]]
        self.assertEqual(len(list(filter(None, alerts))), 2)

    def test_nobody_is_present_in_two_sessions_at_once(self):
        person = self.enrolled()
        first, second = self.session(person), self.session(person, start=11.5, end=13.0)
        after = self.session(person, start=12.0, end=13.0)
        self.assertEqual(self.note(first), [])
        self.assertIn("another session at the same hours", self.note(second)[0])
        self.assertEqual((self.states(second), self.states(first)), (["attendu"], ["present"]))
        self.assertEqual(self.note(second, "absent"), [])
        self.assertEqual(self.note(after), [])

    def test_once_the_other_session_is_cancelled_the_person_can_be_there(self):
        person = self.enrolled()
        first, second = self.session(person), self.session(person)
        self.note(first)
        first.with_user(self.organiser).motif_annulation = "The room was closed"
        first.with_user(self.organiser).action_annuler()
        self.assertEqual(self.note(second), [])

    def test_a_session_cannot_take_place_after_all_when_its_people_were_elsewhere_meanwhile(self):
        person, other = self.enrolled(), self.enrolled()
        first, second = self.session(person, other), self.session(person, start=11.0, end=13.0)
        self.note(first)
        first = first.with_user(self.organiser)
        first.motif_annulation = "Noted in the wrong session"
        first.action_annuler()
        self.note(second)
        with self.refused(f"at the same hours: {person.name}. Their hours would count twice"):
            first.action_retablir()
        self.assertEqual(first.state, "annulee")
        self.note(second, "absent")
        first.action_retablir()
        self.assertEqual(first.state, "tenue")

    def test_whoever_notes_a_line_that_was_noted_meanwhile_is_told_what_and_overwrites_nothing(self):
        person, other = self.enrolled(), self.enrolled()
        session = self.session(person, other)
        seen = self.lines(session, "absent")
        self.note(session, user=self.organiser)
        told = session.with_user(self.teacher).noter(seen)
        self.assertEqual((told["notees"], len(told["refus"])), (0, 2))
        for line in told["refus"]:
            self.assertIn("BAPA noted otherwise meanwhile (Was present)", line["phrase"])
            self.assertTrue(line["autrement"])
        self.assertEqual(self.states(session), ["present", "present"])
        self.assertEqual({line["id"] for line in told["refus"]}, set(session._actuelles().ids))
        # the same seen by both is no contradiction
        self.assertEqual(session.with_user(self.teacher).noter(self.lines(session))["refus"], [])

    def test_nobody_follows_more_hours_on_one_day_than_the_law_says(self):
        person = self.enrolled()
        morning = self.session(person, start=0.0, end=6.0)
        noon, evening = self.session(person, start=6.0, end=10.0), self.session(person, start=10.0, end=11.0)
        self.assertEqual([self.note(morning), self.note(noon)], [[], []])
        self.assertIn("more hours than anybody follows on one day", self.note(evening)[0])
        self.assertEqual(self.states(evening), ["attendu"])
        self.assertEqual(self.note(evening, "absent"), [])

    def test_nothing_is_noted_in_a_cancelled_session_and_the_sheet_says_why(self):
        session = self.session(self.enrolled(), motif_annulation="The teacher is ill")
        session.with_user(self.organiser).action_annuler()
        self.assertIn("cancelled", self.note(session)[0])
        self.assertIn("The teacher is ill", session.with_user(self.teacher).feuille()["avis"])

    def test_before_it_begins_only_a_justified_absence_is_noted(self):
        session = self.session(self.enrolled(), day=MONDAY + timedelta(days=1))
        self.assertIn("has not begun yet", self.note(session)[0])
        self.assertEqual(self.note(session, "justifie"), [])
        self.assertEqual(session.state, "prevue")
        self.assertTrue(session.with_user(self.teacher).feuille()["avis"])

    def test_the_hours_of_a_session_are_those_of_brussels(self):
        session = self.session(self.enrolled(), start=17.5, end=19.0)
        with freeze_time(f"{MONDAY} 15:29:00"):
            self.assertTrue(self.note(session))
        with freeze_time(f"{MONDAY} 15:30:00"):
            self.assertEqual(self.note(session), [])

    def test_minutes_missed_are_fewer_than_the_session_lasts(self):
        session = self.session(self.enrolled())
        self.assertIn("fewer than the session lasts", self.note(session, retard=180)[0])
        self.assertEqual(self.note(session, retard=179), [])

    def test_a_teacher_of_another_session_and_another_organiser_note_nothing(self):
        session = self.session(self.enrolled())
        for user in (self.other_teacher, self.bon_user, self.agent, self.officer):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.note(session, user=user)
        self.assertEqual(self.states(session), ["attendu"])

    def test_people_of_another_session_are_not_noted_through_this_one(self):
        session, other = self.session(self.enrolled()), self.session(self.enrolled(), enseignant_id=False)
        with self.refused("not people of this session"):
            session.with_user(self.teacher).noter(self.lines(other))
        self.assertEqual(self.states(other), ["attendu"])

    def test_what_no_sheet_sends_is_refused_in_words(self):
        session = self.session(self.enrolled())
        line = self.lines(session)[0]
        for wrong in (
            None,
            [None],
            [{"etat": "present"}],
            [line | {"etat": "attendu"}],
            [line | {"vu": "ici"}],
            [{key: value for key, value in line.items() if key != "vu"}],
            [line | {"etat": "ici"}],
            [line | {"etat": "justifie"}],
            [line | {"motif": "famille"}],
            [line | {"retard": "x"}],
        ):
            with self.subTest(wrong), self.refused("Nothing was saved"):
                session.with_user(self.teacher).noter(wrong)
        self.assertEqual(self.states(session), ["attendu"])

    def test_a_commune_sees_its_own_people_of_a_session_and_nobody_a_session_that_changes_hands(self):
        person = self.enrolled()
        session = self.session(person, enseignant_id=False)
        self.note(session, "absent", user=self.organiser)
        elsewhere = self.utilisateur("agent", self.ixelles, name="Ixelles")
        self.assertFalse(session.with_user(elsewhere).feuille()["lignes"])
        self.assertEqual(len(session.with_user(self.agent).feuille()["lignes"]), 1)
        with self.refused("by hand|buttons", AccessError):
            session.with_user(self.organiser).write({"organisateur_id": self.bon.id})

    def test_without_a_statement_of_confidentiality_nobody_opens_a_sheet_or_notes(self):
        session = self.session(self.enrolled())
        bare = self.teacher.copy({"login": "essai.prof.sans", "name": "Prof sans"})
        session.with_user(self.organiser).enseignant_id = bare
        self.assertFalse(session.with_user(bare).feuille()["lignes"])
        with self.refused("given by somebody else", AccessError):
            session.with_user(bare).noter(self.lines(session))
