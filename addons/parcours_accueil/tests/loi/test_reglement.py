# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Versions of the law: shipped complete, frozen once published, replaced by a new version."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestReglement(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction = cls.utilisateur("direction")
        cls.autre = cls.direction.copy({"login": "essai.direction.autre", "name": "Autre"})

    def publier(self, brouillon):
        """Publish as two heads do (test_publication.py is about that)."""
        brouillon.action_rejouer()
        brouillon.action_proposer()
        brouillon.with_user(self.autre).action_publier()

    def test_versions_are_shipped_with_all_their_rules(self):
        for reglement in self.r1 | self.r2:
            regles = reglement.regle_ids
            self.assertEqual(
                set(regles.filtered(lambda regle: regle.type == "exemption").mapped("code")),
                {"1", "2", "3", "3b", "4", "5", "6", "7", "8", "9", "10"},
            )
            self.assertEqual(
                regles.filtered(lambda regle: regle.type == "condition").mapped("code"), ["C1", "C2", "C3", "C4", "C5"]
            )
            self.assertTrue(all(regle.article and regle.explication and regle.changement for regle in regles))
            self.assertEqual(reglement.state, "publie")
        self.assertTrue(all(self.r1.regle_ids.mapped("a_confirmer")), "articles of the first regime await confirmation")
        self.assertTrue(self.ligne(self.r2, "presomption").a_confirmer)

    def test_a_published_version_cannot_be_changed(self):
        version = self.r2.with_user(self.direction)
        with self.assertRaisesRegex(UserError, "New version"):
            version.code = "R9"
        with self.assertRaisesRegex(UserError, "New version"):
            self.ligne(version, "inscription").valeur = 7
        with self.assertRaisesRegex(UserError, "New version"):
            version.regle_ids[:1].domaine = "[]"
        with self.assertRaisesRegex(UserError, "New version"):
            version.regle_ids[:1].unlink()
        with self.assertRaisesRegex(UserError, "New version"):
            self.env["parcours.regle"].with_user(self.direction).create(
                {"name": "x", "reglement_id": self.r2.id, "type": "condition", "code": "C9", "article": "x"}
            )
        with self.assertRaises(AccessError):
            self.ligne(self.r2.copy(), "inscription").with_user(self.utilisateur("gestionnaire")).valeur = 7

    def test_a_change_of_the_law_is_a_new_version(self):
        """A change is a new version: files are examined with it, old examinations keep the old one."""
        dossier = self.ouvert()
        ancien = dossier.examen_id
        action = self.r2.with_user(self.direction).action_nouvelle_version()
        brouillon = self.env["parcours.reglement"].with_user(self.direction).browse(action["res_id"])
        self.assertEqual(len(brouillon.regle_ids), len(self.r2.regle_ids))
        age = brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        age.domaine = "[('ref_age_min', '>=', 40), ('ref_age_max', '<', 65)]"
        self.assertFalse(dossier._examiner("a draft changes nothing"))
        self.publier(brouillon)
        self.assertEqual(self.r2.state, "remplace")
        dossier._examiner("new version")
        self.assertEqual((dossier.resultat, dossier.reglement_id), ("hors_public", brouillon))
        self.assertEqual(ancien.reglement_id, self.r2)
        with self.assertRaises(UserError):
            age.domaine = "[]"

    def test_the_next_version_ends_the_one_before(self):
        suivante = self.r2.copy({"date_from": date(2027, 1, 1)}).with_user(self.direction)
        self.publier(suivante)
        self.assertEqual((self.r2.state, self.r2.date_to), ("publie", date(2026, 12, 31)))

    def test_a_condition_that_cannot_be_read_is_refused(self):
        brouillon = self.r2.copy()
        regle = brouillon.regle_ids[:1]
        for domaine in ("[('name', '=', 'x')]", "pas un domaine", "[('inconnu', '=', 1)]", "[('ref_ue', 'xx', 1)]"):
            with self.subTest(domaine), self.assertRaises(ValidationError), self.cr.savepoint():
                regle.domaine = domaine
        for domaine in (
            "[('date_reference', '>', 'today')]",
            "['!', ('jour_permis_fin', '<', '-1y')]",
            "[('jour_permis_fin', 'in', ['2026-01-01', 'today'])]",
        ):
            with self.subTest(domaine), self.assertRaisesRegex(ValidationError, "that moves"), self.cr.savepoint():
                regle.domaine = domaine
        regle.domaine = "[('date_reference', '>', '2026-01-01'), ('jour_permis_fin', '!=', False)]"
