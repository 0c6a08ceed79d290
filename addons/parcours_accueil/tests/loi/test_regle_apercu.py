# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a head sees while editing a rule: how many files it matches, when it is unknown, which facts there are."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.parcours_accueil.models.vocabulaire import FAITS

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestRegleApercu(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction = cls.utilisateur("direction")
        cls.brouillon = cls.r2.with_user(cls.direction).copy()
        cls.age = cls.brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        for age in (12, 30, 30, 70, -1):
            cls.fiche(ref_age_min=age, ref_age_max=age)
        cls.fiche(ref_age_min=17, ref_age_max=18, active=False)

    def nombres(self, regle):
        regle.invalidate_recordset()
        return regle.nombre_vrai, regle.nombre_faux, regle.nombre_inconnu

    def test_the_three_numbers_are_those_of_the_files_they_open(self):
        """The three numbers are those of the files the three buttons open, and together they are everybody."""
        tous = self.Dossier.with_context(active_test=False).search_count([])
        self.assertEqual(sum(self.nombres(self.age)), tous)
        for regle in self.brouillon.regle_ids:
            actions = regle.action_vrais(), regle.action_faux(), regle.action_inconnus()
            trouves = tuple(
                self.Dossier.with_user(self.direction).with_context(**a["context"]).search_count(a["domain"])
                for a in actions
            )
            with self.subTest(regle.code, nom=regle.name):
                self.assertEqual(trouves, self.nombres(regle))
                self.assertEqual(sum(trouves), tous)

    def test_the_numbers_follow_what_is_typed(self):
        """The numbers follow what is typed; a fact that is added to the condition is one the rule needs."""
        avant = self.nombres(self.age)
        with Form(self.age) as ecran:
            self.assertEqual(ecran.nombre_vrai, avant[0])
            ecran.domaine = "[('ref_age_min', '>=', 13), ('ref_age_max', '<', 65), ('ref_carte', '=', '0010')]"
            ecran.domaine_doute = False
            self.assertEqual(ecran.nombre_vrai, avant[0] + 1, "the one of 17 or 18")
            self.assertIn("Card at the reference date", ecran.effet)
            ecran.domaine = "[('name', '=', 'x'"
            self.assertFalse(ecran.lisible)
            ecran.domaine = "[('ref_age_min', '>=', 13), ('ref_carte', '=', '0010')]"
        self.assertEqual(self.age.fait_ids.mapped("name"), ["ref_age_max", "ref_age_min", "ref_carte"])

    def test_the_editor_offers_facts_and_nothing_else(self):
        self.assertEqual(self.age.faits_proposes, list(FAITS))

    def test_the_effect_of_a_rule_is_said_in_words(self):
        demande = self.brouillon.regle_ids.filtered(lambda regle: regle.code == "6")
        self.assertIn("the person asks", demande.effet)
        belge = self.brouillon.regle_ids.filtered("examen_document")[:1]
        self.assertIn("seen a document", belge.effet)
        self.assertIn("Reason of residence", belge.effet)

    def test_numbers_over_the_region_are_not_for_a_commune(self):
        """Numbers over the whole Region are not for a commune; the rules themselves are public law."""
        roles = self.utilisateur("statisticien"), self.utilisateur("auditeur")
        for utilisateur in (self.utilisateur("agent", self.schaerbeek), *roles):
            regle = self.age.with_user(utilisateur)
            self.assertTrue(regle.explication)
            with self.assertRaises(AccessError):
                regle.read(["nombre_vrai"])
            regle.get_view(view_type="form")
        self.assertTrue(self.age.with_user(roles[1]).effet, "what the rule says is the law")
