# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64
import io
from datetime import datetime

import openpyxl
from markupsafe import escape
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError

from .. import fichiers as f
from ..commun import CasRegistre


class TestExtrait(CasRegistre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ancien, cls.autre = f.numero("906501007"), f.numero("906501009")
        contenu = f.identite() + f.residence(("2024-03-01", "21015")) + f.NOMS
        cls.personne = cls.Personne._enregistrer([([cls.ancien, f.NISS], f.lire(contenu))])
        ligne = {
            "user_id": cls.env.ref("base.user_admin").id,
            "its": "000 031",
            "finalite": "PARCOURS:ESSAI",
            "tentative": 1,
            "nature": "ok",
            "motif": "guichet",
            "precision": "=1+1",
        }
        # 22:30 UTC on the 12th is 23:30 in Brussels in winter.
        cls.Consultation._journaliser(
            [
                {**ligne, "date": datetime(2026, 1, 12, 22, 30), "niss": cls.ancien, "reference": "F-OLD"},
                {**ligne, "date": datetime(2026, 1, 13, 9, 0), "niss": f.NISS, "reference": "F-NEW"},
                {**ligne, "date": datetime(2026, 1, 13, 9, 0), "niss": cls.autre, "reference": "F-OTHER"},
            ]
        )

    def setUp(self):
        super().setUp()
        # Reads the log, and nobody's file.
        self.auditeur = self.utilisateur("c_auditeur", "group_registre_auditeur")

    def _extrait(self, **valeurs):
        valeurs = {"qui": f.NISS, "reference": "R-1", "langue": "fr_BE"} | valeurs
        extrait = self.env["registre.extrait"].with_user(self.auditeur).create(valeurs)
        action = extrait.with_context(force_report_rendering=True).action_extraire()
        self.assertNotIn(f.NISS, action["url"], "no number in an address")
        return base64.b64decode(extrait.with_context(bin_size=False).fichier)

    def test_the_spreadsheet_holds_every_number_of_the_person(self):
        feuille = openpyxl.load_workbook(io.BytesIO(self._extrait(format="xlsx"))).active
        lignes = [[cellule.value for cellule in ligne] for ligne in feuille.iter_rows()]
        self.assertEqual([ligne[8] for ligne in lignes[1:]], ["F-OLD", "F-NEW", "R-1"], "all numbers, nobody else")
        self.assertEqual(lignes[1][1], "12/01/2026 23:30:00", "the hour of Brussels")
        self.assertIn("=1+1", lignes[1][7])
        self.assertEqual({cellule.data_type for cellule in feuille["H"]}, {"s"}, "what was typed is never a formula")

    def test_the_pdf_holds_every_number_and_is_tagged(self):
        pdf = self._extrait(format="pdf")
        self.assertEqual(pdf[:5], b"%PDF-")
        lecteur = PdfReader(io.BytesIO(pdf))
        texte = "".join(page.extract_text() for page in lecteur.pages)
        for attendu in ("F-OLD", "F-NEW", "R-1", f.NISS, self.ancien, "12/01/2026"):
            self.assertIn(attendu, texte)
        self.assertNotIn("F-OTHER", texte)
        self.assertTrue(lecteur.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged for screen readers")
        self.assertEqual(lecteur.trailer["/Root"]["/Lang"], "fr-BE")

    def test_the_extract_is_logged_itself(self):
        self._extrait(format="xlsx", motif="controle", precision="yearly control")
        entree = self.Consultation.search([], limit=1)
        self.assertEqual(
            (entree.user_id, entree.niss, entree.operation, entree.motif, entree.precision, entree.reference),
            (self.auditeur, f.NISS, "extrait", "controle", "yearly control", "R-1"),
        )
        self.assertFalse(self.Consultation._verifier())

    def _question(self, **valeurs):
        """What is shown to the auditor who asks; every value of the form is text."""
        question = self.env["registre.extrait"].with_user(self.auditeur)
        question = question.create(
            {"qui": f.NISS, "reference": "R-1", "motif": "controle", "langue": "en_US"} | valeurs
        )
        question.action_montrer()
        return question.reponse

    def test_every_reader_is_shown_in_words_whatever_number_was_typed(self):
        vieux, n = self.ancien, f.NISS
        for ecrit in (n, f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}", f" {vieux[:6]} {vieux[6:]} "):
            reponse = self._question(qui=ecrit)
            with self.subTest(ecrit):
                for attendu in ("F-OLD", "F-NEW", "12/01/2026 23:30:00", "Stored", "The person is at the counter"):
                    self.assertIn(attendu, reponse)
                self.assertNotIn("F-OTHER", reponse)
                self.assertNotIn(self.personne.nom, reponse, "nothing of the file")
        agent = self.utilisateur("c_agent", "group_registre_agent", "21015")
        agent.name = "Bart Bartels"
        self.personne.with_user(agent).read(["nationalite"])
        self.env.cr.flush()  # logged before the answer leaves
        reponse = self._question()
        role = self.Consultation.search([("user_id", "=", agent.id)], limit=1).role
        for attendu in ("Bart Bartels", str(escape(role)), "Schaerbeek", "Found in the list of people"):
            self.assertIn(attendu, reponse)
        self.assertIn(self.env._("Asked who had looked"), reponse, "the questions of before are readings too")

    def test_the_question_is_asked_for_a_period_of_brussels_days(self):
        self.assertNotIn("F-OLD", self._question(du="2026-01-13"))
        self.assertIn("F-OLD", self._question(du="2026-01-12", au="2026-01-12"))
        self.assertNotIn("F-NEW", self._question(au="2026-01-12"))

    def test_a_number_that_nobody_has_here_is_asked_all_the_same(self):
        """Who was searched for and never collected, or was erased since."""
        self.assertIn("F-OTHER", self._question(qui=self.autre))
        with self.assertRaisesRegex(UserError, "Nothing was shown"):
            self._question(qui="F-OTHER")

    def test_the_question_says_why_and_is_logged_before_the_answer(self):
        self._question(precision="complaint 12")
        entree = self.Consultation.search([], limit=1)
        self.assertEqual(
            (entree.user_id, entree.niss, entree.operation, entree.motif, entree.precision, entree.reference),
            (self.auditeur, f.NISS, "lecteurs", "controle", "complaint 12", "R-1"),
        )
        with self.assertRaisesRegex(UserError, "why"):
            self._question(motif="autre")

    def test_an_auditor_names_nobody_by_an_id(self):
        with self.assertRaises(AccessError):
            self._question(qui=False, personne_id=self.personne.id)

    def test_the_auditor_begins_with_the_question(self):
        action = self.env.ref("registre_national.registre_extrait_action_lecteurs")
        menus = self.env["ir.ui.menu"].with_user(self.auditeur).load_menus(False)
        self.assertIn(action.id, [menu.get("action_id") for menu in menus.values()])

    def test_agents_make_none(self):
        agent = self.utilisateur("c_agent", "group_registre_agent", "21015")
        with self.assertRaises(AccessError):
            self.env["registre.extrait"].with_user(agent).create(
                {"personne_id": self.personne.id, "reference": "R-1", "langue": "fr_BE"}
            )
