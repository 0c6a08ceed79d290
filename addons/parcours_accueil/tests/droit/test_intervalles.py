# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.intervalles import (
    FUTUR,
    PASSE,
    age,
    annees_revolues,
    anniversaire,
    autour,
    complement,
    intersection,
    lire_partielle,
    periodes,
    plus_mois,
    succession,
)

from .commun import entree

JOURS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("texte", "tot", "tard"),
    [
        ("1990-05-12", date(1990, 5, 12), date(1990, 5, 12)),
        ("2024-02-00", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02-00", date(2023, 2, 1), date(2023, 2, 28)),
        ("1990-00-00", date(1990, 1, 1), date(1990, 12, 31)),
        ("1990-00-12", date(1990, 1, 1), date(1990, 12, 31)),
        ("0000-00-00", None, None),
        ("0000-05-12", None, None),
        ("2023-02-30", None, None),
        ("2023-13-00", None, None),
        ("2023-05", None, None),
        ("mai 2023", None, None),
        ("", None, None),
        (None, None, None),
        (20230512, None, None),
    ],
)
def test_date_partielle(texte, tot, tard):
    assert lire_partielle(texte) == (tot, tard)


@settings(deadline=None)
@given(JOURS, st.integers(-600, 600))
def test_plus_mois_comme_relativedelta(jour, mois):
    assert plus_mois(jour, mois) == jour + relativedelta(months=mois)


def test_plus_mois_aux_bords_du_calendrier():
    assert plus_mois(date(9999, 12, 1), 1) == FUTUR
    assert plus_mois(date(1, 1, 31), -1) == PASSE


@settings(deadline=None)
@given(JOURS, JOURS)
def test_annees_revolues_comme_relativedelta(debut, jour):
    annees = annees_revolues(debut, jour)
    assert debut + relativedelta(years=annees) <= jour < debut + relativedelta(years=annees + 1)


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
def test_age(naissance, jour, attendu):
    assert age(naissance, jour) == attendu


def test_ensembles():
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
def test_succession(entrees, possibles, sures):
    trouves = _periodes(*entrees, oui="aA")
    assert (_textes(trouves[0]), _textes(trouves[1])) == (possibles, sures)
    assert _periodes(*reversed(entrees), oui="aA") == trouves


@given(JOURS, st.integers(0, 110))
def test_un_anniversaire_est_le_premier_jour_de_cet_age(naissance, annees):
    jour = anniversaire(naissance, annees)
    assert age(naissance, jour) == annees
    assert age(naissance, jour - timedelta(days=1)) == annees - 1


def test_ne_un_29_fevrier():
    assert anniversaire(date(1960, 2, 29), 65) == date(2025, 3, 1)
    assert anniversaire(date(1960, 2, 29), 64) == date(2024, 2, 29)
    assert anniversaire(date(9990, 1, 1), 65) == FUTUR
