# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Working days and ends of terms, loi.md §5."""

import doctest
from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import delais
from odoo.addons.parcours_accueil.droit.delais import (
    compter,
    jour_ouvrable,
    jours_feries,
    prochain_jour_ouvrable,
    reception_presumee,
)

JOURS = st.dates(date(2010, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize("annee", range(2017, 2046))
def test_the_holidays_are_those_of_belgium(annee):
    """The ten legal holidays, Easter Monday, Ascension and Whit Monday among them; the library adds the two Sundays."""
    paques = easter(annee)
    mobiles = {paques + timedelta(days=jours) for jours in (1, 39, 50)}
    fixes = {date(annee, mois, jour) for mois, jour in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    dimanches = {paques, paques + timedelta(days=49)}
    assert jours_feries(annee) == mobiles | fixes | dimanches
    assert not any(jour_ouvrable(jour) for jour in mobiles | fixes)


@pytest.mark.parametrize(
    ("jour", "ouvrable"),
    [
        (date(2026, 11, 24), True),  # Tuesday
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 3), True),  # Good Friday works
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),  # the day after works
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 7, 21), False),
        (date(2026, 11, 2), True),  # All Souls works
        (date(2026, 11, 15), False),  # a Sunday; the King's feast itself is no holiday
        (date(2027, 11, 15), True),
        (date(2026, 12, 26), False),  # a Saturday
        (date(2025, 12, 26), True),
    ],
)
def test_which_days_work(jour, ouvrable):
    assert jour_ouvrable(jour) is ouvrable


@pytest.mark.parametrize(
    ("depart", "duree", "attendu"),
    [
        # month ends
        (date(2025, 8, 31), {"mois": 6}, date(2026, 3, 2)),  # 28 February 2026 is a Saturday
        (date(2022, 8, 31), {"mois": 6}, date(2023, 2, 28)),
        (date(2023, 8, 31), {"mois": 6}, date(2024, 2, 29)),  # leap year
        (date(2023, 8, 29), {"mois": 6}, date(2024, 2, 29)),
        (date(2024, 2, 29), {"mois": 18}, date(2025, 8, 29)),
        (date(2024, 2, 29), {"mois": 24}, date(2026, 3, 2)),  # 28 February, a Saturday
        (date(2023, 12, 31), {"mois": 2}, date(2024, 2, 29)),
        (date(2024, 1, 15), {"mois": 6}, date(2024, 7, 15)),
        # holidays
        (date(2024, 1, 21), {"mois": 6}, date(2024, 7, 22)),  # 21 July 2024 is a Sunday
        (date(2026, 1, 21), {"mois": 6}, date(2026, 7, 22)),  # 21 July
        (date(2025, 7, 1), {"mois": 6}, date(2026, 1, 2)),
        (date(2025, 10, 6), {"mois": 6}, date(2026, 4, 7)),  # Easter Monday
        (date(2025, 11, 14), {"mois": 6}, date(2026, 5, 15)),  # Ascension
        (date(2025, 11, 25), {"mois": 6}, date(2026, 5, 26)),  # Whit Monday
        (date(2026, 6, 25), {"mois": 6}, date(2026, 12, 28)),  # Christmas, then a weekend
        # days: the day of the event is not counted
        (date(2026, 11, 2), {"jours": 1}, date(2026, 11, 3)),
        (date(2026, 9, 1), {"jours": 30}, date(2026, 10, 1)),
        (date(2026, 9, 1), {"jours": 60}, date(2026, 11, 2)),  # Saturday 31 October, then All Saints' Sunday
        (date(2026, 11, 24), {}, date(2026, 11, 24)),
        (date(2026, 11, 28), {}, date(2026, 11, 30)),
    ],
)
def test_a_term_ends_on_a_working_day(depart, duree, attendu):
    assert compter(depart, **duree).echeance == attendu


@pytest.mark.parametrize(
    ("envoi", "attendu"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday: Thursday
        (date(2026, 11, 25), date(2026, 11, 30)),  # Wednesday: Monday
        (date(2026, 11, 27), date(2026, 12, 2)),  # Friday: Wednesday
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
        (date(2026, 7, 17), date(2026, 7, 23)),  # the 21st does not count
        (date(2026, 12, 23), date(2026, 12, 29)),
        (date(2026, 4, 2), date(2026, 4, 8)),  # over Easter
    ],
)
def test_a_letter_is_presumed_received_working_days_after_posting(envoi, attendu):
    assert reception_presumee(envoi, 3) == attendu


@settings(deadline=None)
@given(JOURS, st.integers(0, 36), st.integers(0, 90))
def test_an_end_is_the_first_working_day_from_the_term_on(depart, mois, jours):
    brute = depart + relativedelta(months=mois) + timedelta(days=jours)
    fin = compter(depart, mois=mois, jours=jours).echeance
    assert jour_ouvrable(fin)
    assert brute <= fin <= brute + timedelta(days=4)
    assert not any(jour_ouvrable(brute + timedelta(days=n)) for n in range((fin - brute).days))
    assert prochain_jour_ouvrable(fin) == fin


@settings(deadline=None)
@given(JOURS, JOURS, st.integers(0, 36))
def test_a_later_start_never_ends_earlier(un, autre, mois):
    assert compter(min(un, autre), mois=mois).echeance <= compter(max(un, autre), mois=mois).echeance


@pytest.mark.parametrize(
    ("depart", "mois", "brut", "sans"),
    [
        (date(2025, 6, 30), 2, date(2025, 8, 31), date(2025, 8, 30)),
        (date(2025, 2, 28), 6, date(2025, 8, 31), date(2025, 8, 28)),
        (date(2024, 2, 29), 18, date(2025, 8, 31), date(2025, 8, 29)),
        (date(2025, 4, 30), 6, date(2025, 10, 31), date(2025, 10, 30)),
        # not the last day of its month, or one that the last month lacks
        (date(2024, 2, 28), 6, date(2024, 8, 28), date(2024, 8, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 6, 29), 2, date(2025, 8, 29), date(2025, 8, 29)),
    ],
)
def test_a_term_that_starts_on_the_last_day_of_a_month_ends_on_one(depart, mois, brut, sans):
    for fin_de_mois, attendu in ((True, brut), (False, sans)):
        compte = compter(depart, mois=mois, ouvrable=False, fin_de_mois=fin_de_mois)
        assert (compte.echeance, compte.fin_de_mois) == (attendu, fin_de_mois and brut != sans)
        assert compter(depart, mois=mois, fin_de_mois=fin_de_mois).echeance == prochain_jour_ouvrable(attendu)
    assert compter(depart, jours=30, fin_de_mois=True) == compter(depart, jours=30)


@settings(deadline=None)
@given(JOURS, JOURS, st.integers(0, 36))
def test_the_later_end_of_a_month_is_never_earlier_nor_out_of_order(un, autre, mois):
    tot, tard = (compter(jour, mois=mois, fin_de_mois=True).echeance for jour in sorted((un, autre)))
    assert tot <= tard
    assert compter(un, mois=mois).echeance <= compter(un, mois=mois, fin_de_mois=True).echeance


@settings(deadline=None)
@given(JOURS)
def test_three_working_days_lie_before_the_receipt(envoi):
    reception = reception_presumee(envoi, 3)
    ouvrables = [n for n in range(1, (reception - envoi).days + 1) if jour_ouvrable(envoi + timedelta(days=n))]
    assert len(ouvrables) == 3
    assert jour_ouvrable(reception)


@pytest.mark.parametrize("module", [delais])
def test_the_examples_of_the_docstrings_are_true(module):
    resultat = doctest.testmod(module)
    assert resultat.attempted
    assert not resultat.failed
