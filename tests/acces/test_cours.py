# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Courses through the real layers: a teacher the own sessions, an organiser its own, nobody a presence by hand."""

from datetime import date

from odoo.tests import tagged

from .tentatives import AccesCase


@tagged("post_install", "-at_install")
class TestCourses(AccesCase):
    genre = "courses"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lesson, cls.elsewhere = (
            cls.env["parcours.seance"].create(
                {
                    "organisateur_id": organiser.id,
                    "module_id": cls.env.ref("parcours_accueil.module_citoyennete").id,
                    "jour": date(2024, 6, 3),
                    "enseignant_id": teacher and cls.roles[teacher].id,
                }
            )
            for organiser, teacher in ((cls.bapa, "enseignant"), (cls.bon, False))
        )
        cls.presence, cls.other = (
            cls.env["parcours.presence"].create({"seance_id": session.id, "dossier_id": file.id})
            for session, file in ((cls.lesson, cls.ici[0]), (cls.elsewhere, cls.ailleurs[0]))
        )

    def test_a_teacher_reads_and_notes_the_own_sessions_only(self):
        sheet = self.rpc("enseignant", "parcours.seance", "feuille", self.lesson.ids)
        self.assertEqual([line["nom"] for line in sheet.valeur["lignes"]], [self.ici[0].name])
        noted = [{"id": self.presence.id, "vu": "attendu", "etat": "present"}]
        self.refuse("enseignant", "parcours.seance", "feuille", self.elsewhere.ids)
        other = [{"id": self.other.id, "vu": "attendu", "etat": "present"}]
        self.refuse("enseignant", "parcours.seance", "noter", self.elsewhere.ids, other, intact=self.other)
        self.refuse("enseignant", "parcours.seance", "noter", self.lesson.ids, other, intact=self.other)
        self.rien(
            "enseignant", "parcours.presence", "read", self.other.ids, ["nom"], secrets=self.secrets(self.ailleurs)
        )
        self.vide("enseignant", "parcours.presence", "search", [("id", "in", self.other.ids)])
        self.assertFalse(self.rpc("enseignant", "parcours.seance", "noter", self.lesson.ids, noted).erreur)
        self.assertEqual(self.lesson._actuelles().etat, "present")

    def test_a_teacher_reads_no_file_by_a_presence(self):
        for field in ("dossier_id.niss", "dossier_id.naissance_min", "dossier_id.name"):
            self.refuse("enseignant", "parcours.presence", "search_count", [(field, "!=", False)])
        self.refuse("enseignant", "parcours.dossier", "read", self.ici.ids, ["name"])
        self.refuse("enseignant", "parcours.seance", "read", self.lesson.ids, ["dossier_ids"])
        self.rien(
            "enseignant",
            "parcours.presence",
            "export_data",
            self.presence.ids,
            ["dossier_id/niss"],
            secrets=[self.ici[0].niss],
        )

    def test_nobody_else_notes_plans_or_cancels(self):
        noted = [{"id": self.presence.id, "vu": "attendu", "etat": "absent"}]
        for role in ("organisateur_bon", "agent", "chef", "gestionnaire", "direction", "statisticien", "auditeur"):
            self.refuse(role, "parcours.seance", "noter", self.lesson.ids, noted, intact=self.presence)
            for method in ("action_annuler", "action_retablir", "action_repeter"):
                self.refuse(role, "parcours.seance", method, self.lesson.ids, intact=self.lesson)
            self.refuse(role, "parcours.seance", "write", self.lesson.ids, {"salle": "x"}, intact=self.lesson)
        self.refuse("enseignant", "parcours.seance", "write", self.lesson.ids, {"salle": "x"}, intact=self.lesson)

    def test_nobody_writes_a_presence_by_hand(self):
        for role in ("organisateur", "enseignant", "agent", "direction"):
            self.refuse(role, "parcours.presence", "write", self.presence.ids, {"etat": "absent"}, intact=self.presence)
            self.refuse(role, "parcours.presence", "unlink", self.presence.ids, intact=self.presence)
            values = {"seance_id": self.lesson.id, "dossier_id": self.ici[1].id}
            self.refuse(role, "parcours.presence", "create", values)
        self.refuse("organisateur", "parcours.seance", "write", self.lesson.ids, {"state": "tenue"})

    def test_an_organiser_puts_nobody_elses_people_on_a_list(self):
        people = [[4, self.ailleurs[0].id]]
        self.refuse("organisateur", "parcours.seance", "write", self.lesson.ids, {"dossier_ids": people})
        self.refuse(
            "organisateur",
            "parcours.niveau",
            "create",
            {"dossier_id": self.ailleurs[0].id, "oral": "a1", "ecrit": "a1"},
        )
        self.refuse("organisateur", "parcours.suivi", "create", {"dossier_id": self.ailleurs[0].id, "etudes": "aucune"})
        self.assertEqual(self.lesson._actuelles(), self.presence)

    def test_rates_and_drop_outs_are_of_who_follows_the_person_and_nobody_writes_them(self):
        for file, organiser in ((self.ici[0], self.bapa), (self.ailleurs[0], self.bon)):
            self.env["parcours.assiduite"].create(
                {"dossier_id": file.id, "module_id": self.lesson.module_id.id, "taux": 40, "seances": 5}
            )
            day = date(2024, 6, 3)
            self.env["parcours.decrochage"].create(
                {
                    "dossier_id": file.id,
                    "organisateur_id": organiser.id,
                    "raison": "suite",
                    "absences": 3,
                    "depuis": day,
                    "dernier": day,
                }
            )
        for model in ("parcours.assiduite", "parcours.decrochage"):
            theirs = self.env[model].search([("dossier_id", "=", self.ailleurs[0].id)])
            for role in ("organisateur", "agent"):
                self.vide(role, model, "search", [("id", "in", theirs.ids)])
                self.rien(role, model, "read", theirs.ids, ["dossier_id"], secrets=self.secrets(self.ailleurs))
            for role in ("enseignant", "statisticien", "auditeur"):
                self.refuse(role, model, "search", [])
            mine = self.env[model].search([("dossier_id", "=", self.ici[0].id)])
            for role in ("organisateur", "enseignant", "agent", "direction"):
                self.refuse(role, model, "write", mine.ids, {"dossier_id": self.ici[1].id}, intact=mine)
                self.refuse(role, model, "unlink", mine.ids, intact=mine)
                self.refuse(role, model, "create", {"dossier_id": self.ici[1].id})
        for role in ("organisateur", "agent", "direction"):
            self.refuse(role, "parcours.assiduite", "_cron_compter", [])

    def test_only_the_organiser_of_the_session_justifies_an_absence(self):
        note = [{"id": self.presence.id, "vu": "attendu", "etat": "absent"}]
        self.assertFalse(self.rpc("enseignant", "parcours.seance", "noter", self.lesson.ids, note).erreur)
        for role in ("organisateur_bon", "enseignant", "agent", "direction"):
            self.refuse(role, "parcours.justification", "create", {"presence_id": self.presence.id, "motif": "famille"})
        self.refuse("organisateur", "parcours.presence", "_justifier", self.presence.ids, "famille", False)
        self.assertEqual(self.lesson._actuelles().etat, "absent")

    def test_the_figures_of_the_organisers_are_for_vivalis(self):
        for role in ("organisateur", "enseignant", "agent", "chef", "auditeur"):
            self.refuse(role, "parcours.organisateur", "read", self.bapa.ids, ["sans_nouvelles_dites"])
