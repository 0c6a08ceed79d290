# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import doctest
import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.registre_national.histoire import dates
from odoo.addons.registre_national.histoire.dates import (
    INCONNUE,
    DatePartielle,
    depuis_parties,
    lire_partielle,
)

#: A year that exists before the calendar's last, a month and a day, each perhaps 00 or too large.
parties = st.tuples(st.integers(1, 9998), st.integers(0, 13), st.integers(0, 32))


class TestDatePartielle(unittest.TestCase):
    @given(st.dates(), st.sampled_from(["jour", "mois", "annee"]))
    def test_bounds_contain_the_day(self, jour, connu):
        partielle = DatePartielle(jour.year, jour.month if connu != "annee" else 0, jour.day if connu == "jour" else 0)
        self.assertLessEqual(partielle.au_plus_tot, jour)
        self.assertGreaterEqual(partielle.au_plus_tard, jour)
        self.assertEqual(partielle.exacte, jour if connu == "jour" else None)
        self.assertEqual(lire_partielle(partielle.texte), partielle)

    @given(st.integers(-5, 12000), st.integers(-5, 40), st.integers(-5, 40))
    def test_tolerant_never_fails_and_is_stable(self, annee, mois, jour):
        partielle = DatePartielle.tolerant(annee, mois, jour)
        self.assertEqual(lire_partielle(partielle.texte), partielle)
        self.assertEqual(partielle.au_plus_tot is None, partielle.annee == 0)

    @given(st.lists(st.text(max_size=3), min_size=4, max_size=4))
    def test_any_four_texts_are_read(self, parties):
        partielle = depuis_parties(*parties)
        self.assertEqual(lire_partielle(partielle.texte), partielle)

    @given(parties, parties)
    def test_order_follows_the_calendar(self, une, autre):
        """The earlier date comes first; of two with the same known parts, the one that knows less."""
        une, autre = sorted([DatePartielle.tolerant(*une), DatePartielle.tolerant(*autre)])
        if une.annee:
            self.assertLessEqual(une.au_plus_tot, autre.au_plus_tot)
        if une.exacte and autre.exacte:
            self.assertLessEqual(une.exacte, autre.exacte)

    @given(parties)
    def test_unknown_parts_cover_the_whole_period(self, valeurs):
        """Month 00 is the whole year, day 00 the whole month."""
        partielle = DatePartielle.tolerant(*valeurs)
        tot, tard = partielle.au_plus_tot, partielle.au_plus_tard
        self.assertEqual((tot.year, tard.year), (partielle.annee, partielle.annee))
        if not partielle.mois:
            self.assertEqual((tot.month, tot.day, tard.month, tard.day), (1, 1, 12, 31))
        elif not partielle.jour:
            self.assertEqual((tot.month, tot.day, tard.month), (partielle.mois, 1, partielle.mois))
            self.assertEqual((tard + timedelta(days=1)).day, 1)

    def test_a_month_ends_on_its_last_day(self):
        self.assertEqual(DatePartielle(2024, 2).au_plus_tard, date(2024, 2, 29))
        self.assertEqual(DatePartielle(2023, 2).au_plus_tard, date(2023, 2, 28))
        self.assertEqual(DatePartielle(2023).au_plus_tard, date(2023, 12, 31))

    def test_a_date_without_its_year_is_unknown(self):
        self.assertEqual(depuis_parties("", "90", "05", "01"), INCONNUE)
        self.assertEqual(depuis_parties("19", "90", "00", "15").texte, "1990-00-00")
        self.assertEqual(depuis_parties("19", "90", "02", "31").texte, "1990-02-00")
        self.assertIsNone(INCONNUE.au_plus_tot)

    def test_a_text_keeps_what_makes_sense_of_it(self):
        for texte, lu in (
            ("1990-02-31", "1990-02-00"),
            ("1990-13-01", "1990-00-00"),
            ("1990-00-15", "1990-00-00"),
            ("0000-05-00", "0000-00-00"),
            ("", "0000-00-00"),
            ("1990-5-1", "0000-00-00"),
            ("1990-05-00 ", "0000-00-00"),
            ("mai 2023", "0000-00-00"),
            (None, "0000-00-00"),
            (20230512, "0000-00-00"),
        ):
            with self.subTest(texte=texte):
                self.assertEqual(lire_partielle(texte).texte, lu)

    def test_the_possible_days_of_a_text(self):
        for texte, tot, tard in (
            ("1990-05-12", date(1990, 5, 12), date(1990, 5, 12)),
            ("2024-02-00", date(2024, 2, 1), date(2024, 2, 29)),
            ("2023-02-00", date(2023, 2, 1), date(2023, 2, 28)),
            ("1990-00-00", date(1990, 1, 1), date(1990, 12, 31)),
            ("0000-00-00", None, None),
            (None, None, None),
        ):
            with self.subTest(texte=texte):
                lue = lire_partielle(texte)
                self.assertEqual(lue.etendue, (tot, tard))
                self.assertEqual((lue.au_plus_tot, lue.au_plus_tard), (tot, tard))

    def test_the_days_after_a_date_end_with_the_calendar(self):
        for texte, tot, tard in (
            ("1990-05-12", date(1990, 5, 13), date(1990, 5, 13)),
            ("2024-02-00", date(2024, 2, 2), date(2024, 3, 1)),
            ("9999-12-00", date(9999, 12, 2), date.max),
            (None, date.max, date.max),
        ):
            with self.subTest(texte=texte):
                self.assertEqual(lire_partielle(texte).apres, (tot, tard))

    @given(parties)
    def test_a_date_is_found_again_from_its_two_bounds(self, valeurs):
        partielle = DatePartielle.tolerant(*valeurs)
        self.assertEqual(DatePartielle.entre(partielle.au_plus_tot, partielle.au_plus_tard), partielle)
        for bornes in ((None, None), (date(2026, 1, 1), None), (None, date(2026, 1, 1))):
            self.assertEqual(DatePartielle.entre(*bornes), INCONNUE)

    def test_the_days_between_two_months_or_two_years_have_no_month(self):
        for tot, tard, lu in (
            (date(2026, 3, 2), date(2026, 3, 5), "2026-03-00"),
            (date(2026, 3, 2), date(2026, 4, 2), "2026-00-00"),
            (date(2025, 3, 2), date(2026, 3, 2), "2025-00-00"),
        ):
            with self.subTest(tot=tot, tard=tard):
                self.assertEqual(DatePartielle.entre(tot, tard).texte, lu)

    def test_what_no_calendar_has_is_unknown(self):
        for valeurs, lu in (
            ((9999, 12, 31), "9999-12-31"),
            ((10000, 1, 1), "0000-00-00"),
            ((1, 1, 1), "0001-01-01"),
            ((0, 1, 1), "0000-00-00"),
            ((-1, 1, 1), "0000-00-00"),
            ((2026, 13, 1), "2026-00-00"),
            ((2026, 12, 1), "2026-12-01"),
            ((2026, -1, 1), "2026-00-00"),
            ((2026, 4, 30), "2026-04-30"),
            ((2026, 4, 31), "2026-04-00"),
            ((2026, 4, -1), "2026-04-00"),
        ):
            with self.subTest(valeurs=valeurs):
                self.assertEqual(DatePartielle.tolerant(*valeurs).texte, lu)

    def test_a_month_or_a_day_of_one_digit_is_read(self):
        self.assertEqual(depuis_parties("19", "90", "5", "7").texte, "1990-05-07")
        self.assertEqual(depuis_parties("19", "90", "012", "07").texte, "1990-00-00", "a month has two digits at most")
        self.assertEqual(depuis_parties("19", "9", "5", "7"), INCONNUE, "a lost digit would make it another year")

    def test_the_examples_of_the_documentation_are_true(self):
        resultat = doctest.testmod(dates)
        self.assertTrue(resultat.attempted)
        self.assertFalse(resultat.failed)

    def test_the_unknown_comes_before_the_known(self):
        dates = [DatePartielle(1990, 5, 0), INCONNUE, DatePartielle(1990, 5, 1), DatePartielle(1990)]
        self.assertEqual([d.texte for d in sorted(dates)], ["0000-00-00", "1990-00-00", "1990-05-00", "1990-05-01"])
