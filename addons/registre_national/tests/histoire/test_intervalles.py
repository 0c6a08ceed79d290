# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.registre_national.histoire.dates import (
    FUTUR,
    PASSE,
    UN_JOUR,
    autour,
    bornes,
    complement,
    en_vigueur,
    intersection,
    lendemain,
    periodes,
    plus_mois,
    succession,
)
from odoo.addons.registre_national.histoire.histoire import passages
from odoo.addons.registre_national.histoire.modele import Information

from .commun import entree

PARTIELLES = st.one_of(
    st.dates(date(2020, 1, 1), date(2023, 12, 31)).map(str),
    st.builds("{}-{:02d}-00".format, st.integers(2020, 2023), st.integers(0, 12)),
)


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


def test_sets_of_days():
    j = [date(2023, 1, d) for d in range(1, 10)]
    assert intersection([(j[0], j[4])], [(j[2], j[3]), (j[3], j[8])]) == [(j[2], j[3]), (j[3], j[4])]
    assert intersection([(j[0], j[2])], [(j[2], j[3])]) == []
    assert complement([]) == [(PASSE, FUTUR)]
    assert complement([(j[1], j[2]), (j[4], FUTUR)]) == [(PASSE, j[1]), (j[2], j[4])]
    assert autour([(j[1], j[2]), (j[4], j[6])], j[4]) == (j[4], j[6])
    assert autour([(j[1], j[2])], j[2]) is None
    assert autour([(j[1], j[2])], j[1]) == (j[1], j[2])
    assert complement([(PASSE, j[1])]) == [(j[1], FUTUR)]
    assert complement([(j[1], j[2]), (j[2], j[3])]) == [(PASSE, j[1]), (j[3], FUTUR)]
    assert complement([(PASSE, FUTUR)]) == []


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        # (start early, start late), (end early, end late) -> start early, late, end early, late, contradictory
        ((1, 1), (None, None), (1, 1, FUTUR, FUTUR, False)),
        ((1, 5), (9, 12), (1, 5, 9, 12, False)),
        # a side that is not known makes the start unknown; of an end it is the other side
        ((None, None), (None, None), (PASSE, FUTUR, FUTUR, FUTUR, False)),
        ((None, 5), (None, None), (PASSE, FUTUR, FUTUR, FUTUR, False)),
        ((1, None), (None, None), (PASSE, FUTUR, FUTUR, FUTUR, False)),
        ((1, 5), (9, None), (1, 5, 9, 9, False)),
        ((1, 5), (None, 9), (1, 5, 9, 9, False)),
        # contradictions
        ((5, 1), (9, 9), (1, 5, FUTUR, FUTUR, True)),
        ((1, 5), (12, 9), (1, 5, FUTUR, FUTUR, True)),
        ((5, 6), (3, 4), (3, 6, FUTUR, FUTUR, True)),
        ((5, 6), (4, 3), (3, 6, FUTUR, FUTUR, True)),
        # ended the day it began; perhaps so; it began before it ended
        ((5, 5), (5, 5), None),
        ((5, 5), (5, 6), (5, 5, 5, 6, False)),
        ((5, 5), (4, 5), (5, 5, 4, 5, False)),
        ((5, 8), (5, 5), (5, 8, 5, 5, False)),
        ((5, 8), (6, 6), (5, 5, 6, 6, False)),
        ((5, 8), (6, 8), (5, 7, 6, 8, False)),
        ((5, 8), (6, 9), (5, 8, 6, 9, False)),
    ],
)
def test_both_ends_of_an_entry_have_an_earliest_and_a_latest_day(debut, fin, attendu):
    jour = {rang: date(2023, 1, rang) for rang in range(1, 13)}
    lue = bornes(Information(1, "x", "a", *map(jour.get, debut), *map(jour.get, fin), {}))
    if attendu is None:
        assert lue is None
    else:
        *jours, doute = attendu
        assert (*lue[:4], lue.doute) == (*(jour.get(borne, borne) for borne in jours), doute)


def test_a_step_holds_from_its_first_day_to_the_last_before_its_end():
    """Of a succession with unknown days: early, late, and the day before each."""
    (etape,) = succession([entree(1, "x", "a", "2023-02-00", "2023-05-00")])
    for lecture, premier, fin in ((0, date(2023, 2, 1), date(2023, 5, 1)), (1, date(2023, 2, 28), date(2023, 5, 31))):
        tenus = [bool(en_vigueur([etape], jour, lecture)) for jour in (premier - UN_JOUR, premier, fin - UN_JOUR, fin)]
        assert tenus == [False, True, True, False]


def test_passages_are_days_of_the_calendar():
    etapes = succession([entree(1, "x", "a", "0000-00-00")])
    assert passages(etapes) == set()
    etapes = succession([entree(1, "x", "a", "2023-02-03", "2023-05-00")])
    assert passages(etapes) == {date(2023, 2, 3), date(2023, 5, 1), date(2023, 5, 31)}


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
        ([("a", "2023-01-01"), ("b", "2023-02-01", "2023-02-01")], [("2023-01-01", "…")], [("2023-01-01", "…")]),
        # a group begins with its first entry, and ends with its last one
        (
            [("a", "2023-01-00", "2023-05-01"), ("A", "2023-01-15", "2023-06-01")],
            [("2023-01-01", "2023-06-01")],
            [("2023-01-15", "2023-05-01")],
        ),
        # perhaps ended before it began: perhaps never
        ([("a", "2023-02-00", "2023-02-01")], [], []),
        # an end before the start: perhaps, until the next entry
        ([("a", "2023-03-01", "2023-02-01"), ("b", "2023-05-01")], [("2023-02-01", "2023-05-01")], []),
    ],
)
def test_each_entry_lasts_until_its_end_or_the_next(entrees, possibles, sures):
    trouves = _periodes(*entrees, oui="aA")
    assert (_textes(trouves[0]), _textes(trouves[1])) == (possibles, sures)
    assert _periodes(*reversed(entrees), oui="aA") == trouves


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

    for lecture in (0, 1):
        assert en_vigueur(etapes, jour, lecture) == en_vigueur(etapes, jour - UN_JOUR, lecture)
