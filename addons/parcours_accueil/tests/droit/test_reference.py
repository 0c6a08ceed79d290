# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The reference date, line by line of loi.md §2b."""

import pytest

from .commun import CARTE, COMMUNE, MOTIF, NATIONALITE, ORDINAIRE, REGISTRE, carte, lire, valeurs


def reference(*entrees, **options):
    """(earliest, latest, ref_inscription, motif), dates as text."""
    faits = lire(*entrees, **options)
    tot, tard, *reste = valeurs(
        faits, "date_reference_min", "date_reference_max", "ref_inscription", "ref_inscription_motif"
    )
    assert faits["date_reference"].valeur == (tot if tot == tard else None)
    return (str(tot) if tot else None, str(tard) if tard else None, *reste)


def certaine(jour):
    return jour, jour, "oui", "inscrit"


PERMIS = carte("0010", "2023-05-10", "2030-01-01")
CAS = [
    ("ordinary newcomer", ORDINAIRE, certaine("2023-05-10")),
    (
        "the last of the three facts makes the day: card",
        [REGISTRE, COMMUNE, carte("0010", "2023-06-20")],
        certaine("2023-06-20"),
    ),
    ("… commune", [REGISTRE, ("001", "21015", "2023-06-21"), PERMIS], certaine("2023-06-21")),
    ("… register", [("210", "1", "2023-06-22"), COMMUNE, PERMIS], certaine("2023-06-22")),
    (
        "first day of the obligation",
        [("210", "1", "2022-06-01"), ("001", "21001", "2022-06-01"), carte("0010", "2022-06-01")],
        certaine("2022-06-01"),
    ),
    (
        "the day before",
        [("210", "1", "2022-05-31"), ("001", "21001", "2022-05-31"), carte("0010", "2022-05-31")],
        certaine("2022-05-31"),
    ),
    # never again
    ("move between two of the 19", [*ORDINAIRE, ("001", "21019", "2024-02-01")], certaine("2023-05-10")),
    ("renewed with a gap", [*ORDINAIRE, carte("0010", "2025-07-01", "2027-07-01")], certaine("2023-05-10")),
    (
        "left and came back",
        [
            *ORDINAIRE,
            ("001", "992", "2024-01-01"),
            ("001", "21004", "2025-01-01"),
            ("210", "1", "2025-01-01"),
            carte("0010", "2025-01-01"),
        ],
        certaine("2023-05-10"),
    ),
    ("register of population later", [*ORDINAIRE, ("210", "2", "2025-05-10")], certaine("2023-05-10")),
    # from another region
    (
        "arrives with a permit in hand",
        [
            ("210", "1", "2022-03-01"),
            ("001", "62063", "2022-03-01"),
            ("001", "21009", "2023-09-04"),
            carte("0010", "2022-03-01", "2024-02-28"),
        ],
        certaine("2023-09-04"),
    ),
    (
        "arrives with an expired permit, renewed later",
        [
            ("210", "1", "2022-03-01"),
            ("001", "62063", "2022-03-01"),
            ("001", "21009", "2023-09-04"),
            carte("0010", "2022-03-01", "2023-09-03"),
            carte("0010", "2023-10-02"),
        ],
        certaine("2023-10-02"),
    ),
    (
        "the day of expiry is a day of validity",
        [
            ("210", "1", "2022-03-01"),
            ("001", "62063", "2022-03-01"),
            ("001", "21009", "2023-09-04"),
            carte("0010", "2022-03-01", "2023-09-04"),
        ],
        certaine("2023-09-04"),
    ),
    # waiting register first
    (
        "waiting register, then foreigners",
        [("210", "5", "2022-01-10"), COMMUNE, PERMIS, ("210", "1", "2024-03-01")],
        certaine("2024-03-01"),
    ),
    (
        "Immigration Office, then a commune",
        [("210", "5", "2022-01-10"), ("001", "21099", "2022-01-10"), REGISTRE, COMMUNE, PERMIS],
        certaine("2023-05-10"),
    ),
    (
        "first permit of someone long registered",
        [("210", "1", "2021-05-10"), ("001", "21015", "2021-05-10"), carte("0010", "2024-07-01")],
        certaine("2024-07-01"),
    ),
    # attestation of immatriculation: strictly more than three months
    (
        "attestation of three months",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "2023-08-10")],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "attestation of three months and a day",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "2023-08-11")],
        certaine("2023-05-10"),
    ),
    (
        "attestation from a month end",
        [REGISTRE, COMMUNE, carte("0030", "2023-11-30", "2024-02-29")],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "attestation from a month end and a day",
        [REGISTRE, COMMUNE, carte("0030", "2023-11-30", "2024-03-01")],
        certaine("2023-11-30"),
    ),
    (
        "short attestation, then a card",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "2023-08-10"), carte("0010", "2023-08-02")],
        certaine("2023-08-02"),
    ),
    (
        "attestation without expiry",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "")],
        ("2023-05-10", None, None, "permis_inconnu"),
    ),
    (
        "attestation whose month of expiry leaves a doubt",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "2023-08-00")],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    (
        "attestation whose month of expiry leaves none",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-10", "2023-09-00")],
        certaine("2023-05-10"),
    ),
    (
        "attestation whose month of expiry ends three months later",
        [REGISTRE, COMMUNE, carte("0030", "2023-05-31", "2023-08-00")],
        (None, None, None, "permis_inconnu"),
    ),
    # none
    ("in the register, no card", [NATIONALITE, REGISTRE, COMMUNE, MOTIF], (None, None, None, "permis_inconnu")),
    (
        "a card that is no permit",
        [REGISTRE, COMMUNE, carte("0001", "2023-05-10")],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "no card, then moved to another region",
        [REGISTRE, COMMUNE, ("001", "62063", "2023-06-01"), carte("0010", "2023-07-01")],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "waiting register only",
        [("210", "5", "2023-05-10"), COMMUNE, carte("0030", "2023-05-10", "2024-05-10")],
        (None, None, "non", "attente"),
    ),
    ("waiting register of marriage", [("210", "9", "2023-05-10"), COMMUNE], (None, None, "non", "attente")),
    (
        "every register but that of foreigners, the last one waiting",
        [(("210", code, f"202{rang}-01-01")) for rang, code in enumerate("234695")] + [COMMUNE],
        (None, None, "non", "attente"),
    ),
    (
        "every register but that of foreigners, the last two begun together",
        [(("210", code, f"202{rang}-01-01")) for rang, code in enumerate("2365")]
        + [("210", "4", "2025-01-01"), ("210", "9", "2025-01-01"), COMMUNE],
        (None, None, "non", "autre_registre"),
    ),
    (
        "that register on days that may have been, in another region",
        [("210", "1", "2020-00-00", "2020-00-00"), ("001", "44021", "2019-01-01"), CARTE],
        (None, None, "non", "autre_region"),
    ),
    (
        "that register, in another region on days that may have been",
        [("210", "1", "2019-01-01"), ("001", "44021", "2020-00-00", "2020-00-00"), CARTE],
        (None, None, "non", "autre_region"),
    ),
    ("population register only", [("210", "2", "2023-05-10"), COMMUNE, CARTE], (None, None, "non", "population")),
    ("EU official", [("210", "3", "2023-05-10"), COMMUNE, CARTE], (None, None, "non", "autre_registre")),
    ("diplomat", [("210", "4", "2023-05-10"), COMMUNE, CARTE], (None, None, "non", "autre_registre")),
    ("another region only", [REGISTRE, ("001", "44021", "2023-05-10"), CARTE], (None, None, "non", "autre_region")),
    ("nothing", [], (None, None, None, "aucune")),
    ("no register", [COMMUNE, CARTE], (None, None, None, "aucune")),
    ("no residence", [REGISTRE, CARTE], (None, None, None, "aucune")),
    # unknown codes never make it sure
    ("unknown card", [REGISTRE, COMMUNE, carte("0999", "2023-05-10")], ("2023-05-10", None, None, "carte_inconnue")),
    (
        "unknown card, then a known one",
        [REGISTRE, COMMUNE, carte("0999", "2023-05-10"), carte("0010", "2023-09-01")],
        ("2023-05-10", "2023-09-01", "oui", "carte_inconnue"),
    ),
    ("known card, then an unknown one", [*ORDINAIRE, carte("0999", "2024-05-10")], certaine("2023-05-10")),
    (
        "unknown card replaced that day by a known one, unknown register",
        [("210", "7", "2023-05-10"), COMMUNE, carte("0999", "2023-01-01"), PERMIS],
        ("2023-05-10", None, None, "autre_registre"),
    ),
    ("unknown register", [("210", "7", "2023-05-10"), COMMUNE, PERMIS], ("2023-05-10", None, None, "autre_registre")),
    (
        "unknown register elsewhere",
        [("210", "7", "2023-05-10"), ("001", "44021", "2023-05-10"), PERMIS],
        (None, None, None, "autre_registre"),
    ),
    (
        "commune that is none of the 19 nor elsewhere",
        [REGISTRE, ("001", "21050", "2023-05-10"), PERMIS],
        ("2023-05-10", None, None, "autre_region"),
    ),
    (
        "unreadable commune",
        [REGISTRE, ("001", "2101", "2023-05-10"), PERMIS],
        ("2023-05-10", None, None, "autre_region"),
    ),
    # unknown days
    (
        "month of registration",
        [("210", "1", "2023-05-00"), COMMUNE, PERMIS],
        ("2023-05-10", "2023-05-31", "oui", "date_partielle"),
    ),
    (
        "month of all three",
        [("210", "1", "2023-05-00"), ("001", "21015", "2023-05-00"), carte("0010", "2023-05-00")],
        ("2023-05-01", "2023-05-31", "oui", "date_partielle"),
    ),
    (
        "year of registration",
        [("210", "1", "2023-00-00"), ("001", "21015", "2022-01-01"), carte("0010", "2022-01-01")],
        ("2023-01-01", "2023-12-31", "oui", "date_partielle"),
    ),
    (
        "unknown days that do not matter",
        [("210", "1", "2022-00-00"), ("001", "21015", "2023-01-00"), carte("0010", "2023-03-15")],
        certaine("2023-03-15"),
    ),
    (
        "unknown day of a move within the 19",
        [REGISTRE, ("001", "21015", "2023-01-01"), ("001", "21004", "2023-05-00"), PERMIS],
        certaine("2023-05-10"),
    ),
    (
        "unknown day of a move out of the 19",
        [REGISTRE, ("001", "21015", "2023-01-01"), ("001", "44021", "2023-05-00"), PERMIS],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    (
        "unknown year of registration",
        [("210", "1", "0000-00-00"), COMMUNE, PERMIS],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    # two residences, absences, ends
    (
        "temporarily absent",
        [REGISTRE, ("001", "21015", "2023-01-01"), ("001", "99996", "2023-02-01"), PERMIS],
        certaine("2023-05-10"),
    ),
    (
        "Immigration Office beside a commune",
        [REGISTRE, COMMUNE, ("001", "21099", "2023-05-10"), PERMIS],
        certaine("2023-05-10"),
    ),
    (
        "struck off when the card comes",
        [("210", "1", "2023-01-01"), ("001", "21015", "2023-01-01"), ("001", "99991", "2023-02-01"), PERMIS],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "struck off, registered again",
        [
            ("210", "1", "2023-01-01"),
            ("001", "21015", "2023-01-01"),
            ("001", "99991", "2023-02-01"),
            PERMIS,
            ("001", "21015", "2023-06-01"),
        ],
        certaine("2023-06-01"),
    ),
    (
        "striking off ended, place never ended",
        [
            ("210", "1", "2023-01-01"),
            ("001", "21015", "2023-01-01"),
            ("001", "99991", "2023-02-01", "2023-07-03"),
            PERMIS,
        ],
        certaine("2023-07-03"),
    ),
    ("born abroad, then a commune", [("001", "354", "1990-05-12"), *ORDINAIRE], certaine("2023-05-10")),
    (
        "place ended without another",
        [("210", "1", "2023-01-01"), ("001", "21015", "2023-01-01", "2023-03-01"), PERMIS],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "card withdrawn before the registration",
        [REGISTRE, ("001", "21015", "2023-06-01"), carte("0010", "2023-05-10", "2028-01-01", "2023-05-20")],
        (None, None, None, "permis_inconnu"),
    ),
    (
        "commune and departure on the same day",
        [REGISTRE, COMMUNE, ("001", "992", "2023-05-10"), PERMIS],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    # contradictions
    (
        "register ends before it starts",
        [("210", "1", "2023-05-10", "2022-05-10"), COMMUNE, PERMIS],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    (
        "card expires before it starts",
        [REGISTRE, COMMUNE, carte("0010", "2023-05-10", "2022-05-10")],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    (
        "card expires on the day before it starts",
        [REGISTRE, COMMUNE, carte("0010", "2023-05-10", "2023-05-09")],
        ("2023-05-10", None, None, "date_partielle"),
    ),
    (
        "card expires on the day it starts",
        [REGISTRE, COMMUNE, carte("0010", "2023-05-10", "2023-05-10")],
        certaine("2023-05-10"),
    ),
    ("card without expiry", [REGISTRE, COMMUNE, carte("0010", "2023-05-10", "")], certaine("2023-05-10")),
    ("fictitious expiry", [REGISTRE, COMMUNE, carte("0012", "2023-05-10", "9999-12-31")], certaine("2023-05-10")),
]


@pytest.mark.parametrize(("entrees", "attendu"), [cas[1:] for cas in CAS], ids=[cas[0] for cas in CAS])
def test_the_reference_date_is_that_of_the_law(entrees, attendu):
    assert reference(*entrees) == attendu


@pytest.mark.parametrize(("entrees", "attendu"), [cas[1:] for cas in CAS], ids=[cas[0] for cas in CAS])
def test_the_order_of_entries_changes_no_reference_date(entrees, attendu):
    assert reference(*reversed(entrees)) == attendu


def test_a_reference_date_not_known_says_why():
    inconnue = lire(REGISTRE, COMMUNE, carte("0999", "2023-05-10"))
    assert inconnue["ref_inscription"].note == "code_inconnu"
    contradictoire = lire(("210", "1", "2023-05-10", "2022-05-10"), COMMUNE, PERMIS)
    assert contradictoire["ref_inscription_motif"].note == "contradictoire"
    partielle = lire(("210", "1", "2023-05-00"), COMMUNE, PERMIS)
    assert partielle["date_reference"].note == "date_partielle"
    assert lire(REGISTRE, COMMUNE)["date_reference"].note == "permis_inconnu"


def test_each_reading_of_a_reference_date_not_known_says_why():
    inconnue = lire(REGISTRE, COMMUNE, carte("0999", "2023-05-10"))
    assert [inconnue[f"date_reference{lue}"].note for lue in ("", "_min", "_max")] == [
        "code_inconnu",
        "",
        "code_inconnu",
    ]
    sans = lire(REGISTRE, COMMUNE)
    assert {sans[f"date_reference{lue}"].note for lue in ("", "_min", "_max")} == {"permis_inconnu"}
    certaines = lire(*ORDINAIRE)
    assert {certaines[f"date_reference{lue}"].note for lue in ("", "_min", "_max")} == {""}


def test_a_card_replaced_on_the_reference_date_is_no_source_of_it():
    faits = lire(REGISTRE, COMMUNE, carte("0001", "2023-01-01"), PERMIS)
    assert sorted(faits["date_reference"].sources) == [1, 2, 4]


def test_a_reference_date_names_the_entries_of_that_day():
    faits = lire(*ORDINAIRE, ("001", "21004", "2024-05-10"), carte("0010", "2025-05-10"))
    assert sorted(faits["date_reference"].sources) == [2, 3, 4]  # register, commune and card of that day, no later ones
    assert lire(NATIONALITE, REGISTRE, COMMUNE)["ref_inscription"].sources == (2, 3)
