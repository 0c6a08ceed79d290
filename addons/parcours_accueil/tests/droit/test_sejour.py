# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The legal stay before the reference date, line by line of loi.md §2b: since when, years at least, at most."""

from datetime import date

import pytest

from .commun import CARTE, COMMUNE, ORDINAIRE, REGISTRE, carte, lire, valeurs

PERMIS_2024 = carte("0010", "2024-07-01")
DEPUIS = [
    ("from the registration itself", ORDINAIRE, ("2023-05-10", 0, 0)),
    (
        "day before the third anniversary",
        [("210", "5", "2021-07-02"), COMMUNE, ("210", "1", "2024-07-01"), PERMIS_2024],
        ("2021-07-02", 2, 2),
    ),
    (
        "third anniversary",
        [("210", "5", "2021-07-01"), COMMUNE, ("210", "1", "2024-07-01"), PERMIS_2024],
        ("2021-07-01", 3, 3),
    ),
    (
        "29 February: third anniversary on the 28th",
        [
            ("210", "5", "2020-02-29"),
            ("001", "21015", "2020-02-29"),
            ("210", "1", "2023-02-28"),
            carte("0010", "2023-02-28"),
        ],
        ("2020-02-29", 3, 3),
    ),
    (
        "29 February: the day before",
        [
            ("210", "5", "2020-02-29"),
            ("001", "21015", "2020-02-29"),
            ("210", "1", "2023-02-27"),
            carte("0010", "2023-02-27"),
        ],
        ("2020-02-29", 2, 2),
    ),
    (
        "elsewhere in Belgium counts",
        [("210", "1", "2019-01-01"), ("001", "44021", "2019-01-01"), COMMUNE, carte("0010", "2023-01-01")],
        ("2019-01-01", 4, 4),
    ),
    (
        "every register of legal stay",
        [
            ("210", "6", "2019-01-01"),
            ("210", "5", "2020-01-01"),
            ("210", "9", "2021-01-01"),
            ("210", "2", "2022-01-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        ("2019-01-01", 4, 4),
    ),
    ("diplomats do not count", [("210", "4", "2015-01-01"), REGISTRE, COMMUNE, CARTE], ("2023-05-10", 0, 0)),
    (
        "EU officials do not count, and break",
        [("210", "1", "2015-01-01"), ("210", "3", "2018-01-01"), REGISTRE, COMMUNE, CARTE],
        ("2023-05-10", 0, 0),
    ),
    (
        "a hole of more than three months without a code: two readings",
        [("210", "5", "2019-01-01", "2023-02-09"), REGISTRE, COMMUNE, CARTE],
        (None, 0, 4),
    ),
    (
        "a hole of three months is no break",
        [("210", "5", "2019-01-01", "2023-02-10"), REGISTRE, COMMUNE, CARTE],
        ("2019-01-01", 4, 4),
    ),
    (
        "a hole of a weekend, and an earlier one of years: two readings",
        [("210", "5", "2015-01-01", "2017-01-01"), ("210", "1", "2022-01-03", "2023-05-07"), REGISTRE, COMMUNE, CARTE],
        (None, 1, 8),
    ),
    (
        "a hole with a departure code: a break",
        [
            ("210", "1", "2017-01-01", "2019-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "992", "2019-01-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        ("2023-05-10", 0, 0),
    ),
    (
        "a short code in a long hole: the length is that of the hole",
        [
            ("210", "1", "2017-01-01", "2022-06-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "99991", "2022-06-01", "2022-07-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        ("2023-05-10", 0, 0),
    ),
    (
        "a long code in a short hole: the length is that of the hole, two readings",
        [
            ("210", "1", "2017-01-01", "2023-05-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "99991", "2022-06-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        (None, 0, 6),
    ),
    (
        "a code of three months while the register goes on: two readings",
        [
            ("210", "1", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "99991", "2022-01-10"),
            ("001", "44021", "2022-04-10"),
            COMMUNE,
            CARTE,
        ],
        (None, 1, 6),
    ),
    (
        "a code of three months and a day restarts the stay",
        [
            ("210", "1", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "99991", "2022-01-10"),
            ("001", "44021", "2022-04-11"),
            COMMUNE,
            CARTE,
        ],
        ("2022-04-11", 1, 1),
    ),
    (
        "EU official for two months: a short coded break",
        [("210", "1", "2017-01-01"), ("210", "3", "2022-01-10"), ("210", "1", "2022-03-10"), COMMUNE, CARTE],
        (None, 1, 6),
    ),
    (
        "unknown register in between: two readings",
        [("210", "1", "2017-01-01"), ("210", "7", "2022-01-10"), ("210", "1", "2022-03-10"), COMMUNE, CARTE],
        (None, 1, 6),
    ),
    (
        "unknown register years before: the longest stay may begin there",
        [("210", "7", "2015-01-01", "2017-01-01"), ("210", "1", "2022-01-03"), COMMUNE, CARTE],
        (None, 1, 8),
    ),
    (
        "what may be a departure: two readings",
        [
            ("210", "1", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "99995", "2022-01-10"),
            ("001", "44021", "2022-09-10"),
            COMMUNE,
            CARTE,
        ],
        (None, 0, 6),
    ),
    (
        "the end on the day before does not",
        [("210", "5", "2019-01-01", "2023-05-09"), REGISTRE, COMMUNE, CARTE],
        ("2019-01-01", 4, 4),
    ),
    (
        "absent: no break",
        [("210", "1", "2019-01-01"), ("001", "44021", "2019-01-01"), ("001", "99996", "2020-01-01"), COMMUNE, CARTE],
        ("2019-01-01", 4, 4),
    ),
    ("unknown register before", [("210", "7", "2019-01-01"), REGISTRE, COMMUNE, CARTE], (None, 0, 4)),
    (
        "month of the waiting register, same answer",
        [("210", "5", "2022-01-00"), REGISTRE, COMMUNE, CARTE],
        (None, 1, 1),
    ),
    (
        "month of the waiting register, two answers",
        [("210", "5", "2020-05-00"), REGISTRE, COMMUNE, CARTE],
        (None, 2, 3),
    ),
    (
        "unknown year of the waiting register",
        [("210", "5", "0000-00-00", "2023-05-10"), REGISTRE, COMMUNE, CARTE],
        (None, 0, None),
    ),
    ("no reference date", [REGISTRE, COMMUNE], (None, None, None)),
    ("what comes after does not count", [*ORDINAIRE, ("001", "992", "2024-01-01")], ("2023-05-10", 0, 0)),
]
for _code in ("99991", "99992", "99997", "992", "354"):
    DEPUIS.append(
        (
            f"{_code} breaks",
            [
                ("210", "1", "2017-01-01"),
                ("001", "44021", "2017-01-01"),
                ("001", _code, "2019-01-01"),
                COMMUNE,
                CARTE,
                REGISTRE,
            ],
            ("2023-05-10", 0, 0),
        )
    )
DEPUIS.append(
    (
        "back in another region first",
        [
            ("210", "1", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "992", "2019-01-01"),
            ("001", "44021", "2020-01-01"),
            COMMUNE,
            CARTE,
        ],
        ("2020-01-01", 3, 3),
    )
)
DEPUIS.append(
    (
        "back at the Immigration Office first",
        [
            ("210", "5", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "992", "2019-01-01"),
            ("001", "21099", "2021-01-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        ("2021-01-01", 2, 2),
    )
)
DEPUIS.append(
    (
        "a stay that may have been, before a departure of years",
        [
            ("210", "5", "2018-00-00", "2018-00-00"),
            ("001", "44021", "2018-01-01"),
            ("001", "992", "2019-01-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        ("2023-05-10", 0, 0),
    )
)
DEPUIS.append(
    (
        "a stay that may have been, before a hole without a code",
        [("210", "5", "2018-00-00", "2018-00-00"), REGISTRE, COMMUNE, CARTE],
        (None, 0, 5),
    )
)
DEPUIS.append(
    (
        "a departure of weeks that may have been",
        [
            ("210", "5", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("001", "992", "2019-03-00", "2019-03-00"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        (None, 4, 6),
    )
)
DEPUIS.append(
    (
        "weeks among the diplomats that may have been",
        [
            ("210", "5", "2017-01-01"),
            ("001", "44021", "2017-01-01"),
            ("210", "4", "2019-03-00"),
            ("210", "5", "2019-04-01"),
            REGISTRE,
            COMMUNE,
            CARTE,
        ],
        (None, 4, 6),
    )
)
DEPUIS.append(
    (
        "a departure of weeks, in a hole that may be short or long",
        [
            ("210", "5", "2017-01-01", "2020-00-00"),
            ("001", "44021", "2017-01-01"),
            ("001", "992", "2020-12-01"),
            ("001", "44021", "2021-01-15"),
            ("210", "1", "2021-02-01"),
            COMMUNE,
            CARTE,
        ],
        (None, 2, 6),
    )
)


@pytest.mark.parametrize(("entrees", "attendu"), [cas[1:] for cas in DEPUIS], ids=[cas[0] for cas in DEPUIS])
def test_legal_stay_is_that_of_the_law(entrees, attendu):
    depuis, *annees = valeurs(lire(*entrees), "ref_sejour_depuis", "ref_sejour_annees_min", "ref_sejour_annees_max")
    assert (depuis and depuis.isoformat(), *annees) == attendu


def test_two_readings_around_a_break_agree_on_nothing():
    """Unknown card in 2020, departure, known card in 2023: the stay is of each reading, the answer of neither."""
    faits = lire(
        ("210", "5", "2017-01-01"),
        ("210", "1", "2020-01-01"),
        ("001", "21015", "2017-01-01"),
        carte("0999", "2020-01-01"),
        ("001", "992", "2021-01-01"),
        COMMUNE,
        CARTE,
    )
    assert valeurs(faits, "date_reference_min", "date_reference_max") == (date(2020, 1, 1), date(2023, 5, 10))
    assert valeurs(faits, "ref_sejour_depuis", "ref_sejour_annees_min", "ref_sejour_annees_max") == (None, 0, 3)


def test_a_legal_stay_not_known_says_why():
    cles = ("ref_sejour_depuis", "ref_sejour_annees_min", "ref_sejour_annees_max")
    faits = lire(("210", "5", "0000-00-00", "2023-05-10"), REGISTRE, COMMUNE, CARTE)
    assert [faits[cle].note for cle in cles] == ["date_partielle", "", "date_partielle"]
    assert {lire(*ORDINAIRE)[cle].note for cle in cles} == {""}
    faits = lire(("210", "5", "2019-01-01", "2022-12-01"), REGISTRE, COMMUNE, CARTE)
    assert [faits[cle].note for cle in cles] == ["rupture_incertaine", "", "rupture_incertaine"]


def test_what_ends_a_stay_up_to_the_reference_date_is_a_source_of_it():
    autre_commune = ("001", "44021", "2019-01-01")
    depart = ("001", "992", "2021-01-01")
    lus = lire(("210", "1", "2019-01-01"), autre_commune, depart, REGISTRE, COMMUNE, CARTE, ("210", "2", "2024-01-01"))
    assert lus["ref_sejour_annees_min"].sources == (1, 4, 3), "registers, then the departure: no place, nothing later"
    meme_jour = lire(*ORDINAIRE, ("001", "992", "2023-05-10"), ("001", "21001", "2023-05-11"))
    assert 6 in meme_jour["ref_sejour_annees_min"].sources
