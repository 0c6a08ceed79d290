# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Formulas in the cells of what is exported: Odoo's own exports and ours."""

import csv
import io
import json

import openpyxl

from odoo import Command
from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.parcours_socle.cellules import cellule, ligne

from .tentatives import AccesCase

FORMULES = ("=1+1", "+Ali", "-Ali", "@Ali", "\tAli", "\r=Ali", "  =1+1", "＝1+1", "=HYPERLINK(A1)")


@tagged("post_install", "-at_install")
class TestExports(AccesCase):
    genre = "formulas in exports"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles["technique"].group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        cls.partenaires = cls.env["res.partner"].create(
            [{"name": nom, "function": nom, "ref": "essai", "color": -3} for nom in FORMULES]
        )
        cls.env.flush_all()

    def exporter(self, genre, groupes=(), champs=("name", "function", "color")):
        donnees = {
            "model": "res.partner",
            "fields": [{"name": nom, "label": nom, "type": "char"} for nom in champs],
            "ids": False,
            "domain": [("ref", "=", "essai")],
            "groupby": list(groupes),
            "context": {"lang": "en_US"},
            "import_compat": False,
        }
        jeton = self.jeton("technique")
        reponse = self.http("technique", f"/web/export/{genre}", data={"data": json.dumps(donnees), **jeton})
        self.assertEqual(reponse.status_code, 200, reponse.text[:500])
        return reponse.content

    def jeton(self, role):
        self._se_presenter(role)
        return {"csrf_token": Request.csrf_token(self)}

    def sans_formule(self, lignes, quoi):
        """An attempt that holds: no text of a cell is read as a formula, and the names are all there."""
        textes = [valeur for row in lignes for valeur in row if isinstance(valeur, str)]
        for formule in FORMULES:
            with self.tentative("technique", f"{quoi} {formule!r}"):
                self.assertTrue(any(formule.strip() in texte for texte in textes), "the name must stay readable")
        with self.tentative("technique", f"{quoi}: nothing else"):
            self.assertEqual([t for t in textes if cellule(t) != t], [])
        return textes

    def cellules(self, contenu):
        feuille = openpyxl.load_workbook(io.BytesIO(contenu)).active
        for row in feuille.iter_rows():
            for case in row:
                self.assertNotEqual(case.data_type, "f", f"{case.coordinate} is a formula: {case.value}")
        return [[case.value for case in row] for row in feuille.iter_rows()]

    def test_a_csv_has_no_formula(self):
        lignes = list(csv.reader(io.StringIO(self.exporter("csv").decode(), newline="")))
        self.sans_formule(lignes, "csv")
        self.assertEqual(lignes[1][2], "-3", "a number stays one")

    def test_a_workbook_has_no_formula(self):
        lignes = self.cellules(self.exporter("xlsx"))
        self.sans_formule(lignes, "xlsx")
        self.assertEqual(lignes[1][2], -3, "a number stays one")

    def test_a_grouped_workbook_has_no_formula(self):
        lignes = self.cellules(self.exporter("xlsx", groupes=["function"]))
        self.sans_formule(lignes, "grouped xlsx")
        self.assertEqual(len(lignes), 1 + 2 * len(FORMULES), "every group and every row is there")

    def test_a_pivot_has_no_formula(self):
        donnees = {
            "title": "Files",
            "model": "res.partner",
            "measure_count": 1,
            "origin_count": 1,
            "col_group_headers": [[{"title": FORMULES[0], "width": 1, "height": 1}]],
            "measure_headers": [{"title": FORMULES[1], "width": 1, "height": 1, "is_bold": False}],
            "rows": [{"title": nom, "indent": 0, "values": [{"value": -3}]} for nom in FORMULES],
        }
        envoi = {"data": (None, json.dumps(donnees))}
        reponse = self.http("agent", "/web/pivot/export_xlsx", files=envoi, data=self.jeton("agent"))
        self.assertEqual(reponse.status_code, 200, reponse.text[:500])
        lignes = self.cellules(reponse.content)
        self.sans_formule(lignes, "pivot")
        self.assertEqual(lignes[-1][1], -3)

    def test_numbers_and_names_stay_what_they_are(self):
        for valeur in (-3, 2.5, 0, None, False, "-12,50", "12", "Ali-Baba", "d'Ali", "", "-3 %"):
            self.assertEqual(cellule(valeur), valeur)
        self.assertEqual(ligne(["+32 470", "=1", b"=1"]), ["'+32 470", "'=1", "'=1"])
