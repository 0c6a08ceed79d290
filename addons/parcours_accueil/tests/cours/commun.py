# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An organiser with a teacher, people who are enrolled there, and sessions."""

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.registre_national.tests.habilitation import habiliter

from ..common import ParcoursCase

MONDAY = date(2024, 6, 3)


class CoursCase(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f"{MONDAY} 14:00:00", tick=True))  # 16:00 in Brussels
        cls.organiser = cls.utilisateur("organisateur", name="BAPA", organisateur_id=cls.bapa.id)
        cls.teacher = cls.utilisateur("enseignant", name="Prof", organisateur_id=cls.bapa.id)
        cls.other_teacher = habiliter(cls.teacher.copy({"login": "essai.autre.prof", "name": "Autre prof"}))
        cls.bon_user = habiliter(
            cls.organiser.copy({"login": "essai.bon", "name": "BON", "organisateur_id": cls.bon.id})
        )
        cls.agent = cls.utilisateur("agent", cls.schaerbeek, name="Agent")
        cls.officer = cls.utilisateur("gestionnaire", name="Vivalis")
        cls.rights = cls.env.ref("parcours_accueil.module_droits_devoirs")
        cls.citizenship = cls.env.ref("parcours_accueil.module_citoyennete")
        cls.language = cls.env.ref("parcours_accueil.module_langue")

    @classmethod
    def enrolled(cls, organiser=None, day=date(2024, 5, 6)):
        """Return the file of somebody who is enrolled with an organiser since a day."""
        file = cls.ouvert()
        file._enregistrer("inscription_organisateur", day, organisateur_id=(organiser or cls.bapa).id)
        return file

    @classmethod
    def session(cls, *files, day=MONDAY, start=9.0, end=12.0, user=None, **values):
        """Return a session that the organiser plans, with those people on its list."""
        files = cls.Dossier.browse(file.id for file in files)
        session = (
            cls.env["parcours.seance"]
            .with_user(user or cls.organiser)
            .create(
                {
                    "module_id": cls.rights.id,
                    "jour": day,
                    "heure_debut": start,
                    "heure_fin": end,
                    "enseignant_id": cls.teacher.id,
                    **values,
                }
            )
        )
        session.dossier_ids = [Command.set(files.ids)]
        return session

    def listed(self, session):
        """Return who is on the list of a session, in the order of their files: names are drawn."""
        return session._actuelles().sorted(lambda p: p.dossier_id.id)

    def lines(self, session, state="present", **values):
        """Return what a sheet sends: everybody on the list of a session in that state."""
        reason = {"motif": "travail"} if state == "justifie" else {}
        return [{"id": p.id, "vu": p.etat, "etat": state, **reason, **values} for p in self.listed(session)]

    def note(self, session, state="present", user=None, **values):
        """Note everybody of a session; return why somebody was not."""
        told = session.with_user(user or self.teacher).noter(self.lines(session, state, **values))
        return [line["phrase"] for line in told["refus"]]

    @contextmanager
    def refused(self, words, error=UserError):
        """What is done inside is refused with those words, and leaves nothing behind."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield

    def states(self, session):
        return self.listed(session).mapped("etat")
