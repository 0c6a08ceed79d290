# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""International protection, from the register's answer to the page of the file."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.registre_national.tests.commun import CasRegistre

from ..common import ENTREE, ParcoursCase


@tagged("post_install", "-at_install")
class TestProtectionRegistre(CasRegistre):
    def dossiers(self, **options):
        """Collect from a register of their own, and return the files of who was announced."""
        _simulateur, service = self.ouvrir(**options)
        service._collecter()
        return self.gens(service).dossier_ids

    def test_a_register_that_knows_refugees_says_who_is_protected(self):
        for profil, valeur in (
            ("refugie", "oui"),
            ("protection_subsidiaire", "oui"),
            ("protection_temporaire", "non"),
            ("attente_seule", "non"),
            ("travailleur", "non"),
        ):
            with self.subTest(profil):
                dossiers = self.dossiers(personnes=4, profils=[profil])
                self.assertEqual(len(dossiers), 4)
                self.assertEqual(set(dossiers.mapped("jour_protection")), {valeur})
                self.assertEqual(set(dossiers.mapped("faits_origine")[0]["notes"]) & {"jour_protection"}, set())

    def test_a_status_is_learned_from_the_register_to_be_confirmed(self):
        self.dossiers(personnes=4, profils=["refugie", "protection_subsidiaire"])
        codes = self.env["registre.code"].search([("table", "=", "protection")])
        self.assertEqual(set(codes.mapped("label_fr")), {"Réfugié reconnu", "Protection subsidiaire"})
        self.assertTrue(all(codes.mapped("protection")))
        self.assertTrue(all(codes.mapped("a_confirmer")))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestProtection(ParcoursCase):
    def test_the_file_shows_it_with_its_source_and_its_day(self):
        dossier = self.arrivee(it031=[("861", ENTREE, {})]).with_user(self.utilisateur("agent", self.schaerbeek))
        self.assertEqual(dossier.jour_protection, "oui")
        panneau = dossier.faits_html
        ligne = panneau[panneau.index("International protection today") :].split("</tr>")[0]
        self.assertIn("Yes", ligne)
        self.assertIn("861 Statut de réfugié", ligne)
        self.assertIn("since 04/03/2024", ligne)

    def test_what_is_not_known_says_why(self):
        statuts = [("9", ENTREE, {})]
        dossier = self.arrivee(it206=statuts)
        self.assertFalse(dossier.jour_protection)
        panneau = dossier.faits_html
        ligne = panneau[panneau.index("International protection today") :].split("</tr>")[0]
        self.assertIn("not known", ligne)
        self.assertIn("a code that is not in our tables", ligne)

    def test_a_status_that_a_manager_confirms_counts_from_the_next_reading(self):
        dossier = self.arrivee(it206=[("9", ENTREE, {})])
        self.env["registre.code"].create(
            {"table": "protection", "code": "9", "label_fr": "Reconnu", "label_nl": "Erkend", "protection": True}
        )
        dossier.personne_id._apres_lecture()
        self.assertEqual(dossier.jour_protection, "oui")
