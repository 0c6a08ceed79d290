# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the codes of IT 001 are, and on which days somebody lives in one of the 19 (registre.md §3)."""

from datetime import date

import pytest

from odoo.addons.registre_national.histoire.dates import FUTUR, PASSE
from odoo.addons.registre_national.histoire.histoire import (
    INCONNU,
    LIEU,
    OFFICE,
    SORTIE,
    Histoire,
    expiration_texte,
    genre_residence,
)

from .commun import TABLES, entree, residences


@pytest.mark.parametrize(
    ("code", "genre"),
    [
        ("21001", LIEU),
        ("21019", LIEU),
        ("21020", INCONNU),  # the district of the capital has 19 communes
        ("20999", LIEU),
        ("22000", LIEU),
        ("11000", LIEU),
        ("10999", INCONNU),
        ("93999", LIEU),
        ("94000", INCONNU),
        ("44021", LIEU),
        ("4402", INCONNU),
        ("440210", INCONNU),
        ("44O21", INCONNU),
        ("354", SORTIE),
        ("150", INCONNU),  # Belgium is no residence abroad
        ("3540", INCONNU),
        ("35", INCONNU),
        ("992", SORTIE),
        ("99990", SORTIE),
        ("99991", SORTIE),
        ("99992", SORTIE),
        ("99997", SORTIE),
        ("99993", INCONNU),
        ("21099", OFFICE),
        ("", INCONNU),
    ],
)
def test_what_a_code_of_residence_is(code, genre):
    assert genre_residence(code, TABLES) == genre


def _dates(ensemble):
    return [tuple("…" if jour in (PASSE, FUTUR) else str(jour) for jour in paire) for paire in ensemble]


@pytest.mark.parametrize(
    ("entrees", "possibles", "sures"),
    [
        ([], [], []),
        ([("21001", "2020-01-01")], [("2020-01-01", "…")], [("2020-01-01", "…")]),
        ([("44021", "2020-01-01")], [], []),
        (
            [("21001", "2020-01-01"), ("44021", "2021-01-01")],
            [("2020-01-01", "2021-01-01")],
            [("2020-01-01", "2021-01-01")],
        ),
        # a departure ends it, on a day that is known or not; the next place begins it again
        (
            [("21001", "2020-01-01"), ("99991", "2022-01-01"), ("21015", "2023-01-01")],
            [("2020-01-01", "2022-01-01"), ("2023-01-01", "…")],
            [("2020-01-01", "2022-01-01"), ("2023-01-01", "…")],
        ),
        (
            [("21001", "2020-01-01"), ("99991", "2022-00-00")],
            [("2020-01-01", "2022-12-31")],
            [("2020-01-01", "2022-01-01")],
        ),
        # and so does its own end, where a place was never ended
        (
            [("21001", "2020-01-01"), ("99991", "2022-01-01", "2023-01-01")],
            [("2020-01-01", "2022-01-01"), ("2023-01-01", "…")],
            [("2020-01-01", "2022-01-01"), ("2023-01-01", "…")],
        ),
        # the Immigration Office ends a departure, never a residence; an absence ends nothing
        ([("21001", "2020-01-01"), ("21099", "2022-01-01")], [("2020-01-01", "…")], [("2020-01-01", "…")]),
        (
            [("21001", "2020-01-01"), ("99991", "2021-01-01"), ("21099", "2022-01-01")],
            [("2020-01-01", "2021-01-01"), ("2022-01-01", "…")],
            [("2020-01-01", "2021-01-01"), ("2022-01-01", "…")],
        ),
        ([("21001", "2020-01-01"), ("99996", "2022-01-01")], [("2020-01-01", "…")], [("2020-01-01", "…")]),
        # after a code of no known kind nothing is sure; an unknown 9999x may be a departure, never a place
        ([("21001", "2020-01-01"), ("2100", "2022-01-01")], [("2020-01-01", "…")], [("2020-01-01", "2022-01-01")]),
        ([("2100", "2022-01-01")], [("2022-01-01", "…")], []),
        ([("21001", "2020-01-01"), ("99993", "2022-01-01")], [("2020-01-01", "…")], [("2020-01-01", "2022-01-01")]),
        ([("99993", "2022-01-01")], [], []),
    ],
)
def test_the_days_of_residence_in_one_of_the_19(entrees, possibles, sures):
    for ordre in (entrees, entrees[::-1]):
        histoire = residences(*ordre)
        trouves = histoire.habite(lambda i, des_19=histoire.dans_les_19: des_19[i.code])
        assert (_dates(trouves[0]), _dates(trouves[1])) == (possibles, sures)


def test_without_departure_and_without_absence_there_is_nothing_to_read():
    histoire = residences(("21001", "2020-01-01"), ("44021", "2021-01-01"))
    assert (histoire.presence, histoire.absences) == ([], [])
    assert len(residences(("21001", "2020-01-01"), ("99991", "2021-01-01")).presence) == 2


def test_an_absence_lasts_until_its_end_or_until_the_next_place():
    for entrees, fins in (
        ([("99996", "2020-01-01")], [FUTUR]),
        ([("99996", "2020-01-01", "2020-06-01")], [date(2020, 6, 1)]),
        # The end of a place is no departure, and no end of its succession.
        ([("21001", "2019-01-01", "2019-06-01"), ("99996", "2020-01-01")], [date(2020, 1, 1), FUTUR]),
        (
            [("99991", "2019-01-01", "2019-06-01"), ("99996", "2020-01-01"), ("21001", "2021-01-01")],
            [date(2019, 6, 1), date(2021, 1, 1), FUTUR],
        ),
    ):
        assert [etape.limite_tard for etape in residences(*entrees).absences] == fins


def test_the_days_on_which_something_can_change():
    histoire = Histoire(
        [
            entree(1, "031", "354", "2001-01-01"),
            entree(2, "032", "129", "2002-01-01", "2002-02-00"),
            entree(3, "150", "", "2003-01-01", "2003-02-00"),
            entree(4, "001", "21001", "2004-01-01"),
            entree(5, "001", "99996", "2005-01-01"),
            entree(6, "001", "99991", "2006-01-01"),
            entree(7, "210", "1", "2007-01-01"),
            entree(8, "195", "0010", "2008-01-01"),
            entree(9, "202", "090000", "2009-01-01"),
            entree(10, "202", "", "2010-01-01"),  # free text, no reason
            entree(11, "010", "", "2011-01-01"),
            entree(12, "020", "", "2012-01-01"),
            entree(13, "032", "262", "0000-00-00"),
        ],
        TABLES,
    )
    jours = {date(2001 + rang, 1, 1) for rang in range(12)} - {date(2010, 1, 1)}
    jours |= {date(2002, 2, 1), date(2002, 2, 28), date(2003, 2, 28)}
    assert histoire.passages == jours
    assert histoire.passages_residence == {
        date(2003, 1, 1), date(2003, 2, 28), date(2004, 1, 1), date(2006, 1, 1)
    }  # fmt: skip


def test_the_expiry_of_a_card_is_a_text_or_nothing():
    for contenu, texte, bornes in (
        ({"expiration": "2025-01-00"}, "2025-01-00", (date(2025, 1, 1), date(2025, 1, 31))),
        ({"expiration": 20250101}, "", (None, None)),
        ({}, "", (None, None)),
    ):
        carte = entree(1, "195", "0010", "2020-01-01", **contenu)
        histoire = Histoire([carte], TABLES)
        assert (histoire.expirations_ecrites, histoire.expirations[1].etendue) == ({1: texte}, bornes)
    assert expiration_texte(carte._replace(contenu=None)) == ""
