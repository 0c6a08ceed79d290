# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What only sanctions need of a version of the law: added to it by this floor (loi.md §5 and §7)."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import SanctionCase

# value, unit, article in R2 ("": none), whether it is open
VALEURS = {
    "audition": (30, "jours", "", True),
    "amende": (2, "annees", "art. 15 §2", False),
    "montant_amende": (100, "euros", "art. 15 §1", False),
    "plafond_amendes": (2500, "euros", "art. 15 §1", False),
    "preuve_amende": (2, "mois", "art. 15 §1 2°", False),
    "recours": (60, "jours", "art. 15 §2", False),
    "recours_sans_mention": (4, "mois", "Laws on the Council of State, art. 19", True),
    "paiement": (30, "jours", "", True),
    "prescription": (5, "annees", "art. 15 §2", False),
}


@tagged("post_install", "-at_install")
class TestValeurs(SanctionCase):
    def test_each_value_is_that_of_the_law_with_its_article_and_its_mark(self):
        for code, (nombre, unite, article, ouverte) in VALEURS.items():
            for version in self.r1 | self.r2:
                with self.subTest(code, version=version.code):
                    self.assertEqual(version._longueur(code), (nombre, unite))
                    self.assertEqual(version._article(code), article)
                    ligne = self.ligne(version, code)
                    self.assertTrue(article or ligne.remarque, "without an article, a remark says where it comes from")
                    # the whole first regime awaits confirmation
                    self.assertEqual(ligne.a_confirmer, ouverte or version == self.r1)

    def test_no_draft_is_published_without_what_sanctions_need(self):
        requis = self.env["parcours.reglement"]._codes_requis()
        for code, (_nombre, unite, _article, _ouverte) in VALEURS.items():
            with self.subTest(code):
                self.assertIn(unite, requis[code].unites)
                brouillon = self.r2.copy()
                self.ligne(brouillon, code).unlink()
                with self.assertRaisesRegex(UserError, code):
                    brouillon.action_publier()

    def test_no_fine_and_no_term_of_nothing(self):
        brouillon = self.r2.copy()
        for code in VALEURS:
            for valeur in (0, 1_000_000):
                with self.subTest(code, valeur=valeur), self.assertRaises(ValidationError):
                    self.ligne(brouillon, code).valeur = valeur

    def test_dates_and_amounts_follow_the_version_of_the_law_of_the_file(self):
        sanction = self.refuser()
        nouvelle = self.r2.copy({"date_from": self.r2.date_from})
        for code, valeur in {"amende": 1, "montant_amende": 250.5, "audition": 10}.items():
            self.ligne(nouvelle, code).valeur = valeur
        self.ligne(nouvelle, "recours").write({"valeur": 3, "unite": "mois"})
        nouvelle.action_publier()
        sanction.dossier_id._examiner("essai")
        self.assertEqual(sanction.reglement_id, nouvelle)
        self.assertEqual(sanction.date_limite_amende, date(2026, 3, 11))
        audition = self.entendre(sanction)
        audition.date_reception = date(2025, 4, 1)
        self.assertEqual(audition.date_limite, date(2025, 4, 11))
        decision = self.decider(sanction)
        self.assertEqual((decision.montant, decision.currency_id), (250.5, self.env.ref("base.EUR")))
        decision.sudo().date_notification = date(2025, 5, 5)
        self.assertEqual(decision.date_limite_recours, date(2025, 8, 5))
