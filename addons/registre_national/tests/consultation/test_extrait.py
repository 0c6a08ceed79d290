# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64
import io
from datetime import datetime

import openpyxl
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command

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
        # As the auditor of the pathway: reads everybody, and the log.
        self.auditeur = self.utilisateur("c_auditeur", "group_registre_auditeur")
        self.auditeur.group_ids = [Command.link(self.env.ref("registre_national.group_registre_regional").id)]

    def _extrait(self, **valeurs):
        valeurs = {"personne_id": self.personne.id, "reference": "R-1", "langue": "fr_BE"} | valeurs
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

    def test_agents_make_none(self):
        agent = self.utilisateur("c_agent", "group_registre_agent", "21015")
        with self.assertRaises(AccessError):
            self.env["registre.extrait"].with_user(agent).create(
                {"personne_id": self.personne.id, "reference": "R-1", "langue": "fr_BE"}
            )
