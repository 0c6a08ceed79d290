# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law lets last for so long: the file is read again on the day after, by itself, and says why."""

from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestDureeExemption(ParcoursCase):
    def arriver(self, motif, code="0010", expiration="2024-06-30"):
        with freeze_time("2024-03-11"):
            return self.arrivee(
                it202=[(motif, "2024-03-04", {})],
                it195=[(code, "2024-03-04", {"numero": "B1", "expiration": expiration})],
            )

    def nuits(self, dossier):
        """Read the file again on each day on which it asks for it; return [(day, outcome, ground)]."""
        vecu = [("2024-03-11", dossier.resultat, dossier.exemption_code)]
        while dossier.date_reexamen and dossier.date_reexamen < date(2030, 1, 1):
            jour = str(dossier.date_reexamen)
            with freeze_time(f"{jour} 02:00"):
                dossier._recevoir_personnes(dossier.personne_id, "A date was reached")
            vecu.append((jour, dossier.resultat, dossier.exemption_code))
        return vecu

    def test_temporary_protection_goes_on_after_the_card_until_the_90th_day(self):
        self.assertEqual(
            self.nuits(self.arriver("020300"))[:4],
            [
                ("2024-03-11", "exempte", "10"),
                ("2024-06-30", "exempte", "10"),
                ("2024-07-01", "exempte", "10"),
                ("2024-09-29", "a_examiner", False),
            ],
        )

    def test_a_temporary_stay_lasts_for_a_year_whatever_the_card_says(self):
        vecu = self.nuits(self.arriver("050100", expiration="2028-03-04"))
        self.assertEqual(vecu[:2], [("2024-03-11", "exempte", "1"), ("2025-03-05", "a_examiner", False)])
        self.assertEqual({resultat for _jour, resultat, _motif in vecu[1:]}, {"a_examiner"})

    def test_family_of_an_eu_citizen_with_an_attestation_lasts_for_90_days_more(self):
        issues = {jour: (resultat, motif) for jour, resultat, motif in self.nuits(self.arriver("010200", "0030"))}
        self.assertEqual(issues.pop("2024-09-29"), ("a_examiner", False))
        self.assertEqual({issue for jour, issue in issues.items() if jour < "2024-09-29"}, {("exempte", "3")})

    def test_the_explanation_says_what_has_lasted_for_too_long_in_both_languages(self):
        dossier = self.arriver("020300")
        with freeze_time("2024-09-29 02:00"):
            dossier._recevoir_personnes(dossier.personne_id, "A date was reached")
        for langue, mots in (
            ("en_US", ("Temporary protection", "90 days", "Last day with a valid card")),
            ("fr_BE", ("Protection temporaire", "90 jours", "Dernier jour avec une carte valable")),
            ("nl_BE", ("Tijdelijke bescherming", "90 dagen", "Laatste dag met een geldige kaart")),
        ):
            phrase = dossier.with_context(lang=langue).explication_phrase
            for mot in mots:
                self.assertIn(mot, phrase)
        texte = html.fromstring(dossier.explication).text_content()
        self.assertIn("28/09/2024", texte.replace("09/28/2024", "28/09/2024"), "the last day")

    def test_a_short_break_of_the_stay_is_said(self):
        with freeze_time("2024-03-11"):
            dossier = self.arrivee(
                it001=[("44021", "2015-01-05", {}), ("21015", "2024-03-04", {})],
                it210=[("5", "2015-01-05", {}, "2023-06-01"), ("1", "2024-03-04", {})],
            )
        self.assertEqual(dossier.resultat, "a_examiner")
        self.assertIn("a break of the stay may count or not", dossier.explication_phrase)

    def test_a_shorter_length_of_a_new_version_brings_the_day_forward(self):
        dossier = self.arriver("020300")
        dossier.date_reexamen = date(2024, 9, 29)
        with freeze_time("2024-07-10"):
            limites = self.r2._regles().filtered(lambda regle: regle.code == "10")._limites()
            self.assertEqual(limites, [("jour_titre_fin", (90, "jours"))])
            dossier._prevoir_limites([("jour_titre_fin", (30, "jours")), ("jour_titre_fin", None)])
            self.assertEqual(dossier.date_reexamen, date(2024, 7, 31))
            dossier._prevoir_limites([("jour_titre_fin", (90, "jours"))])
            self.assertEqual(dossier.date_reexamen, date(2024, 7, 31), "never later")
            dossier._prevoir_limites([("jour_titre_fin", (1, "jours"))])
            self.assertEqual(dossier.date_reexamen, date(2024, 7, 31), "a day that is past brings nothing")

    def test_the_lengths_of_the_published_versions_are_looked_at(self):
        durees = self.env["parcours.reglement"]._durees_limites()
        self.assertEqual(
            durees,
            {("jour_titre_fin", 90, "jours"), ("jour_carte_fin", 90, "jours"), ("date_reference_min", 1, "annees")},
        )

    def test_a_length_that_cannot_be_read_is_refused(self):
        brouillon = self.r2.with_user(self.utilisateur("direction")).copy()
        regle = brouillon.regle_ids.filtered(lambda regle: regle.code == "10")
        for faux in (
            "jour_titre_fin",
            "jour_carte + titre_absent",
            "x + titre_absent",
            "jour_titre_fin - titre_absent",
        ):
            with self.assertRaises(ValidationError):
                regle.limites = faux
        regle.limites = "jour_titre_fin + titre_absent, date_reference_min + autre"
        self.assertIn("autre", regle.effet)
        with self.assertRaises(UserError) as refus:
            brouillon._refuser_valeurs_incompletes()
        self.assertIn("autre", str(refus.exception))
        self.assertEqual(regle._limites(), [("jour_titre_fin", (90, "jours")), ("date_reference_min", None)])
        dossier = self.fiche(jour_motif_sejour="020300")
        self.assertEqual(regle.sudo()._valeurs(dossier.ids), [("inconnu",)], "what has no length is not known")
