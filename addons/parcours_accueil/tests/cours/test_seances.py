# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Sessions: who plans them, who is on their list, what may still change, and who sees what."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .commun import MONDAY, CoursCase


@tagged("post_install", "-at_install")
class TestSessions(CoursCase):
    def test_a_session_keeps_its_day_and_hours_once_somebody_was_noted(self):
        session = self.session(self.enrolled()).with_user(self.organiser)
        session.write({"jour": MONDAY - timedelta(days=1), "heure_fin": 11.0})
        session.write({"jour": MONDAY, "heure_fin": 12.0})
        self.note(session)
        for values in ({"jour": MONDAY - timedelta(days=1)}, {"heure_debut": 8.0}, {"module_id": self.language.id}):
            with self.subTest(values), self.refused("cancel it with the reason"):
                session.write(values)
        session.write({"salle": "B2", "jour": MONDAY})
        self.assertEqual((session.salle, self.states(session)), ("B2", ["present"]))

    def test_cancelled_what_was_noted_is_kept_and_counts_no_more_until_it_takes_place_after_all(self):
        person = self.enrolled()
        session = self.session(person).with_user(self.organiser)
        self.note(session)
        with self.refused("Write first why"):
            session.action_annuler()
        self.assertEqual(session.state, "tenue")
        self.assertIn("3:00", person.with_user(self.organiser).cours_suivis.replace("03:", "3:"))
        session.motif_annulation = "Noted in the wrong session"
        session.action_annuler()
        self.env.invalidate_all()
        self.assertEqual((session.state, self.states(session)), ("annulee", ["present"]))
        self.assertFalse(person.with_user(self.organiser).cours_suivis)
        session.action_retablir()
        self.env.invalidate_all()
        self.assertEqual(session.state, "tenue")
        self.assertTrue(person.with_user(self.organiser).cours_suivis)

    def test_only_the_organiser_cancels_and_takes_back(self):
        session = self.session(self.enrolled(), motif_annulation="The room is closed")
        others = (self.teacher, self.bon_user, self.agent, self.officer)
        for user in others:
            with self.subTest(user.name), self.assertRaises(AccessError):
                session.with_user(user).action_annuler()
        session.with_user(self.organiser).action_annuler()
        for user in others:
            with self.subTest(user.name), self.assertRaises(AccessError):
                session.with_user(user).action_retablir()
        self.assertEqual(session.state, "annulee")

    def test_who_was_noted_stays_on_the_list_and_the_others_may_leave_it(self):
        noted, expected = self.enrolled(), self.enrolled()
        session = self.session(noted, expected).with_user(self.organiser)
        line = [line for line in self.lines(session) if session._actuelles().browse(line["id"]).dossier_id == noted]
        session.noter(line)
        session.dossier_ids = [Command.unlink(expected.id)]
        self.assertEqual(session._actuelles().dossier_id, noted)
        with self.refused("stay on its list"):
            session.dossier_ids = [Command.clear()]

    def test_no_more_people_than_places(self):
        one, two = self.enrolled(), self.enrolled()
        session = self.session(one, two).with_user(self.organiser)
        with self.refused("1 places, and 2 people"):
            session.places = 1
        session.dossier_ids = [Command.set(one.ids)]
        session.places = 1
        with self.refused("1 places, and 2 people"):
            session.dossier_ids = [Command.link(two.id)]

    def test_somebody_of_another_organiser_is_put_on_no_list(self):
        session = self.session().with_user(self.organiser)
        with self.assertRaises(AccessError):
            session.dossier_ids = [Command.link(self.enrolled(self.bon).id)]

    def test_the_teacher_is_one_of_the_team(self):
        self.other_teacher.organisateur_id = self.bon
        with self.refused("does not work for the organiser", ValidationError):
            self.session(enseignant_id=self.other_teacher.id)

    def test_a_session_ends_after_it_begins(self):
        for start, end in ((12.0, 9.0), (9.0, 9.0), (-1.0, 2.0), (23.0, 25.0)):
            with self.subTest(start=start), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.session(start=start, end=end)

    def test_what_was_noted_keeps_its_session(self):
        session, empty = self.session(self.enrolled()), self.session(self.enrolled())
        self.note(session)
        with self.refused("it is not deleted"):
            session.with_user(self.organiser).unlink()
        empty.with_user(self.organiser).unlink()
        self.assertFalse(empty.exists())

    def test_a_week_later_with_those_who_are_still_enrolled(self):
        stays, left = self.enrolled(), self.enrolled()
        session = self.session(stays, left).with_user(self.organiser)
        left._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        again = session.browse(session.action_repeter()["res_id"])
        self.assertEqual((again.jour, again.state), (MONDAY + timedelta(days=7), "prevue"))
        self.assertEqual(again._actuelles().dossier_id, stays)

    def test_a_correction_of_the_enrolment_loses_no_presence(self):
        person = self.enrolled()
        self.note(self.session(person))
        person.inscription_ids.unlink()
        self.env["parcours.inscription"]._actualiser(person)
        self.assertEqual(person.presence_ids.mapped("etat"), ["present"])

    # ---- who sees what

    def test_what_each_role_reads(self):
        person, elsewhere = self.enrolled(), self.enrolled(self.bon)
        session = self.session(person)
        with_bon = self.session(elsewhere, user=self.bon_user, enseignant_id=False)
        presences = session._actuelles() | with_bon._actuelles()
        own = session._actuelles()
        for user, sessions, read in (
            (self.organiser, session, own),
            (self.teacher, session, own),
            (self.other_teacher, session.browse(), own.browse()),
            (self.bon_user, with_bon, presences - own),
            (self.agent, session | with_bon, presences),
            (self.officer, session | with_bon, presences),
            (self.utilisateur("agent", self.ixelles), session | with_bon, own.browse()),
        ):
            with self.subTest(user.name):
                both = [("id", "in", (session | with_bon).ids)]
                self.assertEqual(set(self.env["parcours.seance"].with_user(user).search(both).ids), set(sessions.ids))
                found = self.env["parcours.presence"].with_user(user).search([("id", "in", presences.ids)])
                self.assertEqual(set(found.ids), set(read.ids))

    def test_a_teacher_reads_no_file_and_no_enrolment(self):
        session = self.session(self.enrolled())
        for model in ("parcours.dossier", "parcours.inscription", "parcours.suivi", "registre.personne"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.teacher).search([])
        with self.assertRaises(AccessError):
            session.with_user(self.teacher).read(["dossier_ids"])
        presence = session._actuelles().with_user(self.teacher)
        self.assertEqual(presence.dossier_id.display_name, "Not shown to you")

    def test_a_teacher_who_works_for_another_organiser_sees_the_session_no_more(self):
        session = self.session(self.enrolled())
        self.teacher.organisateur_id = self.bon
        with self.assertRaises(AccessError):
            session.with_user(self.teacher).feuille()

    def test_the_statistician_and_the_auditor_read_no_presence(self):
        for role in ("statisticien", "auditeur"):
            user = self.utilisateur(role)
            for model in ("parcours.presence", "parcours.suivi", "parcours.niveau", "parcours.dispense"):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_nobody_writes_a_presence_or_a_status_by_hand(self):
        session = self.session(self.enrolled())
        for user in (self.organiser, self.teacher, self.agent, self.officer):
            with self.subTest(user.name):
                with self.assertRaises(AccessError):
                    session._actuelles().with_user(user).sudo(False).write({"etat": "present"})
                with self.assertRaises(AccessError):
                    session.with_user(user).write({"state": "tenue"})
        with self.assertRaises(AccessError):
            self.session(state="tenue")

    def test_two_files_that_are_joined_leave_one_line_a_session(self):
        one, two = self.enrolled(), self.enrolled()
        session = self.session(one, two)
        session.with_user(self.teacher).noter([self.lines(session)[1]])
        self.env["parcours.presence"]._rejoindre(one, two)
        self.assertEqual(session._actuelles().mapped("etat"), ["present"])
