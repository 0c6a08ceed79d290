# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.registre_national.histoire.intervalles import (
    FUTUR,
    PASSE,
    age,
    annees_revolues,
    anniversaire,
    autour,
    complement,
    intersection,
    lendemain,
    passages,
    periodes,
    plus_mois,
    succession,
)

from .commun import entree

PARTIELLES = st.one_of(
    st.dates(date(2020, 1, 1), date(2023, 12, 31)).map(str),
    st.builds("{}-{:02d}-00".format, st.integers(2020, 2023), st.integers(0, 12)),
)
JOURS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _par_le_calendrier(jour, mois):
    """The same day of another month, or its last one: written out, to compare the library with."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    if not 1 <= annee <= 9999:
        return PASSE if annee < 1 else FUTUR
    return date(annee, rang + 1, min(jour.day, monthrange(annee, rang + 1)[1]))


@settings(deadline=None)
@given(st.dates(), st.integers(-30000, 130000))
def test_months_are_added_by_the_calendar(jour, mois):
    assert plus_mois(jour, mois) == _par_le_calendrier(jour, mois)


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(9999, 12, 1), 1, FUTUR),
        (date(1, 1, 31), -1, PASSE),
        (date(9999, 12, 31), 0, FUTUR),
    ],
)
def test_a_day_that_the_month_lacks_is_its_last(jour, mois, attendu):
    assert plus_mois(jour, mois) == attendu


@settings(deadline=None)
@given(st.tuples(JOURS, JOURS).map(sorted))
def test_completed_years_end_on_the_anniversary(jours):
    debut, jour = jours
    annees = annees_revolues(debut, jour)
    assert _par_le_calendrier(debut, 12 * annees) <= jour < _par_le_calendrier(debut, 12 * (annees + 1))


@pytest.mark.parametrize(
    ("naissance", "jour", "attendu"),
    [
        (date(2005, 6, 15), date(2023, 6, 14), 17),
        (date(2005, 6, 15), date(2023, 6, 15), 18),
        (date(1958, 6, 15), date(2023, 6, 14), 64),
        (date(1958, 6, 15), date(2023, 6, 15), 65),
        (date(2004, 2, 29), date(2022, 2, 28), 17),  # common year: 1 March
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2023, 6, 15), date(2023, 6, 14), -1),
    ],
)
def test_completed_years_of_age(naissance, jour, attendu):
    assert age(naissance, jour) == attendu


def test_sets_of_days():
    j = [date(2023, 1, d) for d in range(1, 10)]
    assert intersection([(j[0], j[4])], [(j[2], j[3]), (j[3], j[8])]) == [(j[2], j[3]), (j[3], j[4])]
    assert intersection([(j[0], j[2])], [(j[2], j[3])]) == []
    assert complement([]) == [(PASSE, FUTUR)]
    assert complement([(j[1], j[2]), (j[4], FUTUR)]) == [(PASSE, j[1]), (j[2], j[4])]
    assert autour([(j[1], j[2]), (j[4], j[6])], j[4]) == (j[4], j[6])
    assert autour([(j[1], j[2])], j[2]) is None


def _periodes(*entrees, oui="a"):
    suite = succession([entree(rang, "x", *e) for rang, e in enumerate(entrees)])
    return periodes(suite, lambda i: None if i.code == "?" else i.code in oui)


def _textes(ensemble):
    return [tuple("…" if jour in (PASSE, FUTUR) else jour.isoformat() for jour in paire) for paire in ensemble]


@pytest.mark.parametrize(
    ("entrees", "possibles", "sures"),
    [
        ([], [], []),
        ([("a", "2023-01-01")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        # the next entry ends it, its own end too when earlier, never when later
        ([("a", "2023-01-01"), ("b", "2023-02-01")], [("2023-01-01", "2023-02-01")], [("2023-01-01", "2023-02-01")]),
        (
            [("a", "2023-01-01", "2023-01-15"), ("b", "2023-02-01")],
            [("2023-01-01", "2023-01-15")],
            [("2023-01-01", "2023-01-15")],
        ),
        (
            [("a", "2023-01-01", "2023-03-01"), ("b", "2023-02-01")],
            [("2023-01-01", "2023-02-01")],
            [("2023-01-01", "2023-02-01")],
        ),
        # an end on the day before the next start, or on that day, is no gap; two days before is one
        ([("a", "2023-01-01", "2023-01-31"), ("a", "2023-02-01")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        ([("a", "2023-01-01", "2023-02-01"), ("a", "2023-02-01")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        (
            [("a", "2023-01-01", "2023-01-30"), ("a", "2023-02-01")],
            [("2023-01-01", "2023-01-30"), ("2023-02-01", "…")],
            [("2023-01-01", "2023-01-30"), ("2023-02-01", "…")],
        ),
        # the same partial date at both sides is no gap either
        ([("a", "2023-01-01", "2023-03-00"), ("a", "2023-03-00")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        # unknown days: possible from the earliest, sure from the latest
        ([("a", "2023-01-00"), ("b", "2023-03-00")], [("2023-01-01", "2023-03-31")], [("2023-01-31", "2023-03-01")]),
        ([("a", "0000-00-00")], [("…", "…")], []),
        # an unknown day of passage between two entries of the same class does not matter
        ([("a", "2023-01-01"), ("A", "2023-03-00")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        # it began before it ended
        ([("a", "2023-02-00", "2023-02-28")], [("2023-02-01", "2023-02-28")], [("2023-02-27", "2023-02-28")]),
        # unknown codes may hold
        ([("?", "2023-01-01"), ("b", "2023-02-01")], [("2023-01-01", "2023-02-01")], []),
        # same day, two codes: nothing is sure until the next entry
        ([("a", "2023-01-01"), ("b", "2023-01-01"), ("a", "2023-02-01")], [("2023-01-01", "…")], [("2023-02-01", "…")]),
        ([("a", "2023-01-01"), ("b", "2023-01-00"), ("b", "2023-02-01")], [("2023-01-01", "2023-02-01")], []),
        # the same entry twice is one entry
        ([("a", "2023-01-01"), ("a", "2023-01-01")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        # ended the day it began: it never held
        ([("b", "2023-01-01"), ("a", "2023-02-01", "2023-02-01")], [], []),
        # an end before the start: perhaps, until the next entry
        ([("a", "2023-03-01", "2023-02-01"), ("b", "2023-05-01")], [("2023-02-01", "2023-05-01")], []),
    ],
)
def test_each_entry_lasts_until_its_end_or_the_next(entrees, possibles, sures):
    trouves = _periodes(*entrees, oui="aA")
    assert (_textes(trouves[0]), _textes(trouves[1])) == (possibles, sures)
    assert _periodes(*reversed(entrees), oui="aA") == trouves


@given(JOURS, st.integers(0, 110))
def test_a_birthday_is_the_first_day_of_that_age(naissance, annees):
    jour = anniversaire(naissance, annees)
    assert age(naissance, jour) == annees
    assert age(naissance, jour - timedelta(days=1)) == annees - 1


def test_born_on_29_february():
    assert anniversaire(date(1960, 2, 29), 65) == date(2025, 3, 1)
    assert anniversaire(date(1960, 2, 29), 64) == date(2024, 2, 29)
    assert anniversaire(date(9990, 1, 1), 65) == FUTUR


def test_the_day_after_the_last_one_is_the_last_one():
    assert lendemain(date(2024, 2, 28)) == date(2024, 2, 29)
    assert lendemain(FUTUR) == FUTUR


@given(
    st.lists(st.tuples(st.sampled_from("ab"), PARTIELLES, st.one_of(st.none(), PARTIELLES)), max_size=6),
    st.dates(date(2019, 1, 1), date(2024, 12, 31)),
)
def test_nothing_changes_between_two_passages(entrees, jour):
    etapes = succession([entree(rang, "x", *e) for rang, e in enumerate(entrees)])
    if jour in passages(etapes):
        return

    def en_vigueur(jour):
        return [[e for e in etapes if e.en_vigueur(jour, lecture)] for lecture in (0, 1)]

    assert en_vigueur(jour) == en_vigueur(jour - timedelta(days=1))
