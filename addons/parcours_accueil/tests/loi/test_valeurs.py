# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The figures of a version of the law: lines that the engine reads by their code."""

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ParcoursCase

#: Figures whose 0 says "never", or "none".
JAMAIS = (
    "age_cloture",
    "fin_de_mois",
    "absences_suite",
    "absences_part",
    "heures_jour",
    "sans_nouvelles",
    "part_obliges",
)


@tagged("post_install", "-at_install")
class TestValeurs(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction = cls.utilisateur("direction")
        cls.brouillon = cls.r2.with_user(cls.direction).copy()

    def test_a_figure_is_read_by_its_code_with_its_unit_and_its_article(self):
        self.assertEqual(self.r2._valeur("inscription"), 6)
        self.assertIsInstance(self.r2._valeur("inscription"), int)
        self.assertEqual(self.r2._longueur("presomption"), (3, "jours_ouvrables"))
        self.assertEqual((self.r2._article("inscription"), self.r2._article("presomption")), ("art. 5 §1", ""))

    def test_an_amount_keeps_its_cents(self):
        self.ligne(self.brouillon, "presomption").copy({"code": "somme", "valeur": 12.34, "unite": "euros"})
        self.assertEqual(self.brouillon._valeur("somme"), 12.34)

    def test_an_unknown_code_says_which_one_and_in_which_version(self):
        with self.assertRaisesRegex(KeyError, "R2.*no value with the code 'inconnu'"):
            self.r2._valeur("inconnu")

    def test_a_changed_figure_is_read_at_once(self):
        ligne = self.ligne(self.brouillon, "inscription")
        self.assertEqual(self.brouillon._valeur("inscription"), 6)
        ligne.valeur = 7
        self.assertEqual(self.brouillon._valeur("inscription"), 7)
        ligne.unlink()
        with self.assertRaises(KeyError):
            self.brouillon._valeur("inscription")
        self.assertEqual(self.r2._valeur("inscription"), 6)

    def test_reading_figures_costs_one_read_of_each_version(self):
        versions = (self.r1 | self.r2).with_user(self.utilisateur("agent", self.schaerbeek))
        for version in versions:
            version._valeur("inscription")
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            for _rang in range(1_000):
                for version in versions:
                    version._longueur("inscription"), version._article("sommation"), version._valeur("age_cloture")

    def test_the_ages_of_closure_cost_one_query(self):
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(self.env["parcours.reglement"]._ages_cloture(), {65})
        self.ligne(self.brouillon, "age_cloture").valeur = 70
        self.assertEqual(self.env["parcours.reglement"]._ages_cloture(), {65}, "a draft closes nothing")
        self.ligne(self.r2, "age_cloture").valeur = 0
        self.ligne(self.r1, "age_cloture").valeur = 64
        self.assertEqual(self.env["parcours.reglement"]._ages_cloture(), {64}, "0: never")

    def test_a_draft_without_a_figure_that_files_need_is_neither_replayed_nor_published(self):
        requis = {"inscription", "achevement", "sommation", "presomption", "age_cloture"}
        self.assertLessEqual(requis, set(self.brouillon._codes_requis()))
        for code in requis:
            brouillon = self.r2.with_user(self.direction).copy()
            nom = self.ligne(brouillon, code).name
            self.ligne(brouillon, code).unlink()
            for geste in (brouillon.action_rejouer, brouillon.action_publier, brouillon.sudo().action_publier):
                with self.subTest(code), self.assertRaises(UserError) as refus:
                    geste()
                self.assertIn(nom, str(refus.exception))
                self.assertIn("Nothing was published", str(refus.exception))

    def test_a_figure_in_a_unit_that_nobody_counts_in_is_refused(self):
        self.ligne(self.brouillon, "inscription").unite = "jours"
        with self.assertRaisesRegex(UserError, "Register with an organiser .*in months"):
            self.brouillon.action_rejouer()

    def test_a_figure_that_was_emptied_or_is_absurd_is_refused_on_its_line(self):
        lignes = self.brouillon.valeur_ids
        for ligne in lignes:
            for valeur in (0, 200_000):
                if not valeur and ligne.code in JAMAIS:
                    continue
                with self.subTest(ligne.code, valeur=valeur), self.assertRaises(ValidationError) as refus:
                    ligne.valeur = valeur
                self.assertIn(ligne.name, str(refus.exception))
                self.assertIn("Nothing was saved", str(refus.exception))
        with self.assertRaises(ValidationError):
            lignes[:1].copy({"code": "autre", "valeur": 0})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            # 0 is "never" for one code only
            self.ligne(self.brouillon, "age_cloture").write({"valeur": 0, "code": "autre"})

    def test_zero_where_it_means_never_is_a_figure(self):
        self.ligne(self.brouillon, "age_cloture").valeur = 0
        self.brouillon.action_rejouer()

    def test_an_emptied_or_absurd_figure_is_neither_replayed_nor_published(self):
        """However it came there: a line that was never written through its model."""
        for code, valeur in (("inscription", 0), ("presomption", 0), ("achevement", 200_000), ("age_cloture", 9_000)):
            brouillon = self.r2.with_user(self.direction).copy()
            ligne = self.ligne(brouillon, code)
            self.env.flush_all()
            self.cr.execute("UPDATE parcours_reglement_valeur SET valeur = %s WHERE id = %s", [valeur, ligne.id])
            self.env.invalidate_all()
            for geste in (brouillon.action_rejouer, brouillon.action_publier, brouillon.sudo().action_publier):
                with self.subTest(code), self.assertRaises(UserError) as refus:
                    geste()
                self.assertIn(ligne.name, str(refus.exception))
                self.assertIn("Nothing was published", str(refus.exception))

    def test_every_length_of_a_term_is_asked_of_a_version(self):
        self.assertLessEqual(set(self.env["parcours.delai"]._genres()), set(self.brouillon._codes_requis()))

    @mute_logger("odoo.sql_db")
    def test_an_absurd_ground_is_refused(self):
        for record, vals in (
            (self.brouillon.motif_suspension_ids[:1], {"mois": 200_000}),
            (self.brouillon.motif_suspension_ids[:1], {"mois_supplement": 200_000}),
        ):
            with self.subTest(vals), self.assertRaises(CheckViolation), self.cr.savepoint():
                record.write(vals)
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_a_figure_is_whole_and_stands_once(self):
        for erreur, vals in (
            (CheckViolation, {"valeur": 6.5}),
            (CheckViolation, {"valeur": -1}),
            (UniqueViolation, {"code": "achevement"}),
        ):
            with self.subTest(vals), self.assertRaises(erreur), self.cr.savepoint():
                self.ligne(self.brouillon, "inscription").write(vals)
                self.env.flush_all()

    def test_a_new_version_has_the_figures_of_the_one_it_comes_from(self):
        lues = {
            version: {
                (li.code, li.valeur, li.unite, li.article, li.remarque, li.a_confirmer) for li in version.valeur_ids
            }
            for version in (self.r2, self.brouillon)
        }
        self.assertEqual(lues[self.r2], lues[self.brouillon])
