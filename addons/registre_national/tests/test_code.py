# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from .commun import activer_langues


class TestCode(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        activer_langues(cls.env)

    def _libelle(self, table, code, lang="fr_BE"):
        return self.env["registre.code"].with_context(lang=lang)._libelle(table, code)

    def test_labels(self):
        self.assertEqual(self._libelle("nationalite", "129"), "Pays-Bas")
        self.assertEqual(self._libelle("nationalite", "129", "nl_BE"), "Nederland")
        self.assertEqual(self._libelle("nationalite", "854"), "Réfugié", "8xx stands for every code of a refugee")
        self.assertEqual(self._libelle("motif", "010217"), "Famille d’un citoyen de l’UE ou suisse")
        self.assertEqual(
            self._libelle("motif", "020100"), "Protection internationale", "the exact code wins over a pattern"
        )
        self.assertIn("123456", self._libelle("motif", "123456"))
        self.assertEqual(self._libelle("carte", False), "")

    def test_eu_plus(self):
        """register.md §3: 27 member states with the old German codes, EEA, Switzerland and Belgium; nobody else is
        ever EU+.
        """
        codes = self.env["registre.code"].search([("table", "=", "nationalite"), ("ue_plus", "=", True)]).mapped("code")
        self.assertEqual(len(codes), 33)
        self.assertLessEqual({"103", "170", "173", "127", "117", "118", "121", "150"}, set(codes))
        self.assertFalse({"112", "711", "999", "8xx"} & set(codes))

    def test_a_changed_label_is_seen_at_once(self):
        self.assertEqual(self._libelle("registre", "1"), "Registre des étrangers")
        self.env.ref("registre_national.code_registre_1").label_fr = "Autre"
        self.assertEqual(self._libelle("registre", "1"), "Autre")

    def test_an_update_of_the_module_keeps_changes(self):
        donnee = self.env["ir.model.data"].search(
            [("module", "=", "registre_national"), ("model", "=", "registre.code")]
        )
        self.assertTrue(all(donnee.mapped("noupdate")))

    def test_what_a_code_may_be(self):
        for code in ("abc", "xx", "1x2", "01-02"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.env["registre.code"].create({"table": "motif", "code": code, "label_fr": "a", "label_nl": "a"})
