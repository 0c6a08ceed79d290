# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Age, nationality, card, reason and permit, line by line of loi.md §2b."""

from datetime import date

import pytest

from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.parcours_accueil.droit.modele import CLES
from odoo.addons.registre_national.histoire.histoire import Histoire

from .commun import CARTE, COMMUNE, JOUR, MOTIF, NATIONALITE, ORDINAIRE, REGISTRE, TABLES, carte, entree, lire, valeurs

SANS_NATIONALITE = (REGISTRE, COMMUNE, CARTE, MOTIF)
SANS_MOTIF = (NATIONALITE, REGISTRE, COMMUNE, CARTE)


def test_reading_a_file_gives_every_fact():
    assert set(lire()) == set(CLES) == set(lire(*ORDINAIRE))


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("2005-05-10", (18, 18)),  # 18 that day
        ("2005-05-11", (17, 17)),  # the day before
        ("1958-05-11", (64, 64)),
        ("1958-05-10", (65, 65)),
        ("2005-05-00", (17, 18)),  # two answers
        ("2005-04-00", (18, 18)),  # one
        ("2005-00-00", (17, 18)),
        ("2004-00-00", (18, 19)),
        ("1958-05-00", (64, 65)),
        ("0000-00-00", (None, None)),
        ("2023-06-01", (None, None)),  # registered before birth
        ("2023-05-00", (None, None)),  # perhaps
    ],
)
def test_age_is_counted_at_the_reference_date(naissance, attendu):
    assert valeurs(lire(*ORDINAIRE, naissance=naissance), "ref_age_min", "ref_age_max") == attendu


def test_age_is_read_at_both_readings_of_the_reference():
    faits = lire(NATIONALITE, ("210", "1", "2023-05-00"), COMMUNE, CARTE, naissance="2005-05-20")
    assert valeurs(faits, "date_reference_min", "date_reference_max") == (date(2023, 5, 10), date(2023, 5, 31))
    assert valeurs(faits, "ref_age_min", "ref_age_max") == (17, 18)


def test_an_age_not_known_says_why():
    assert lire(*ORDINAIRE, naissance="0000-00-00")["ref_age_min"].note == "date_inconnue"
    assert lire(*ORDINAIRE, naissance="2024-01-01")["ref_age_min"].note == "contradictoire"
    assert lire(REGISTRE, COMMUNE)["ref_age_min"].note == "sans_date_reference"
    assert valeurs(lire(naissance="1990-05-00"), "naissance_min", "naissance_max") == (
        date(1990, 5, 1),
        date(1990, 5, 31),
    )


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ((date(2023, 5, 10), date(2023, 5, 10)), (0, 0, "")),  # registered on the day of birth
        ((date(2023, 5, 1), date(2023, 5, 31)), (None, None, "date_partielle")),  # born before, or after
        ((date(2023, 5, 11), date(2023, 5, 31)), (None, None, "contradictoire")),
        ((date(2000, 5, 31), date(2000, 5, 1)), (None, None, "contradictoire")),  # the latest before the earliest
        ((date(2000, 5, 1), None), (None, None, "date_inconnue")),
        ((None, date(2000, 5, 1)), (None, None, "date_inconnue")),
    ],
)
def test_an_age_is_never_guessed(naissance, attendu):
    informations = [entree(numero, *ordinaire[:3], **_contenu(ordinaire)) for numero, ordinaire in enumerate(ORDINAIRE)]
    faits = lire_faits(Histoire(informations, TABLES), naissance, JOUR).faits
    assert (*valeurs(faits, "ref_age_min", "ref_age_max"), faits["ref_age_max"].note) == attendu
    sans = lire_faits(Histoire([], TABLES), naissance, JOUR).faits
    assert {sans[f"ref_age_{borne}"].note for borne in ("min", "max")} == {"sans_date_reference"}


def _contenu(ordinaire):
    return ordinaire[-1] if isinstance(ordinaire[-1], dict) else {}


def test_the_entry_of_the_birth_date_is_its_source():
    assert lire(*ORDINAIRE, ("000", "2", "1990-05-12"))["ref_age_min"].sources == (6,)


@pytest.mark.parametrize(
    ("nationalites", "belge", "ue"),
    [
        ([("031", "354", "1990-05-12")], "non", "non"),
        ([("031", "111", "1990-05-12")], "non", "oui"),
        ([("031", "127", "1990-05-12")], "non", "oui"),  # Switzerland
        ([("031", "117", "1990-05-12")], "non", "oui"),  # Iceland
        ([("031", "103", "1990-05-12")], "non", "oui"),  # an old code of Germany
        ([("031", "112", "1990-05-12")], "non", "non"),  # United Kingdom
        ([("031", "150", "1990-05-12")], "oui", "non"),  # in the table of the EU or not: Belgium is apart
        ([("031", "711", "1990-05-12")], "non", "non"),
        ([("031", "999", "1990-05-12")], "non", "non"),
        ([("031", "861", "1990-05-12")], "non", "non"),  # refugee of origin 61
        ([("031", "598", "1990-05-12")], "non", None),  # unknown code
        ([("031", "", "1990-05-12")], None, None),
        ([], None, None),
        # several
        ([("031", "354", "1990-05-12"), ("032", "150", "1990-05-12")], "oui", "non"),
        ([("031", "111", "1990-05-12"), ("032", "150", "1990-05-12")], "oui", "oui"),
        ([("031", "354", "1990-05-12"), ("032", "111", "1990-05-12")], "non", "oui"),
        ([("032", "111", "1990-05-12"), ("032", "354", "1991-05-12")], "non", "oui"),  # one does not end the other
        ([("031", "598", "1990-05-12"), ("032", "111", "1990-05-12")], "non", "oui"),  # decided by the other
        ([("031", "354", "1990-05-12"), ("032", "598", "1990-05-12")], "non", None),
        ([("031", "354", "1990-05-12"), ("032", "111", "1990-05-12", "2023-01-01")], "non", "non"),  # ended
        ([("031", "354", "1990-05-12"), ("032", "111", "1990-05-12", "2023-05-11")], "non", "oui"),
        # changes around the reference date, 10 May 2023
        ([("031", "354", "1990-05-12"), ("031", "150", "2023-05-10")], "oui", "non"),
        ([("031", "354", "1990-05-12"), ("031", "150", "2023-05-11")], "non", "non"),
        ([("031", "111", "1990-05-12"), ("031", "354", "2023-05-10")], "non", "non"),
        ([("031", "354", "2023-05-11")], None, None),  # begins after
        ([("031", "354", "1990-05-12"), ("031", "111", "2023-05-00")], "non", None),  # two readings
        ([("031", "354", "1990-05-12"), ("031", "262", "2023-05-00")], "non", "non"),  # same answer
        ([("031", "354", "0000-00-00")], "non", "non"),  # since a day unknown: nobody is without a nationality
        ([("031", "354", "2023-05-00")], "non", "non"),
        ([("031", "354", "1990-05-12"), ("031", "111", "1990-05-12")], "non", None),  # same day, two codes
        ([("031", "354", "2023-01-01", "2020-01-01")], None, None),  # contradictory
    ],
)
def test_nationality_is_read_at_the_reference_date(nationalites, belge, ue):
    faits = lire(*SANS_NATIONALITE, *nationalites)
    assert faits["date_reference"].valeur == date(2023, 5, 10)
    assert valeurs(faits, "ref_belge", "ref_ue") == (belge, ue)


def test_nationality_of_today_follows_the_day():
    entrees = (*ORDINAIRE, ("031", "111", "2026-11-24"), ("031", "150", "2026-11-25"))
    cles = ("ref_ue", "jour_ue", "jour_belge")
    assert valeurs(lire(*entrees), *cles) == ("non", "oui", "non")
    assert valeurs(lire(*entrees, jour=date(2026, 11, 23)), *cles) == ("non", "non", "non")
    assert valeurs(lire(*entrees, jour=date(2026, 11, 25)), *cles) == ("non", "oui", "oui"), "as on the day before"
    francais = (("031", "111", "1990-05-12"), *ORDINAIRE[1:])
    deja = lire(*francais, ("031", "150", "2020-01-01"))
    assert valeurs(deja, *cles) == ("non", "non", "oui"), "Belgian at the reference date: nothing to keep"
    belge = (*ORDINAIRE, ("031", "150", "2026-11-24"), ("032", "111", "2026-11-24"))
    assert valeurs(lire(*belge), *cles) == ("non", "non", "oui"), "both at once: nothing on the day before"


def test_nationality_of_today_needs_no_reference_date():
    faits = lire(NATIONALITE, REGISTRE, COMMUNE)
    assert (faits["ref_ue"].valeur, faits["ref_ue"].note) == (None, "sans_date_reference")
    assert valeurs(faits, "jour_belge", "jour_ue") == ("non", "non")


def test_a_nationality_not_known_says_why():
    def note(*nationalites):
        return lire(*SANS_NATIONALITE, *nationalites)["ref_ue"].note

    assert note() == "aucune_entree"
    assert note(("031", "598", "1990-05-12")) == "code_inconnu"
    assert note(NATIONALITE, ("031", "111", "2023-05-00")) == "date_partielle"
    assert note(("031", "354", "2023-01-01", "2020-01-01")) == "contradictoire"


@pytest.mark.parametrize(
    ("motifs", "attendu"),
    [
        ([("202", "040401", "2023-05-10")], ("040401", "")),
        ([("202", "010201", "2023-01-10")], ("010201", "")),  # by its family 0102xx
        ([("202", "0102", "2023-01-10")], (None, "code_inconnu")),
        ([("202", "0102ab", "2023-01-10")], (None, "code_inconnu")),
        ([("202", "040402", "2023-01-10")], (None, "code_inconnu")),
        ([], (None, "aucune_entree")),
        ([("202", "", "2023-01-10")], (None, "aucune_entree")),  # free text only
        ([("202", "040401", "2023-05-11")], ("040401", "")),  # none that day: the first one recorded after it
        ([("202", "040401", "2023-06-11"), ("202", "090000", "2024-01-01")], ("040401", "")),
        ([("202", "090000", "2022-01-10", "2023-01-10"), ("202", "040401", "2023-06-00")], ("040401", "")),
        ([("202", "040401", "2023-06-00"), ("202", "090000", "2023-06-00")], (None, "date_partielle")),
        ([("202", "040401", "2023-01-10", "2023-04-01")], (None, "aucune_entree")),  # ended before
        ([("202", "090000", "2023-01-10"), ("202", "040401", "2023-05-10")], ("040401", "")),
        ([("202", "090000", "2023-01-10"), ("202", "040401", "2023-05-00")], (None, "date_partielle")),
        ([("202", "040401", "2023-05-00")], ("040401", "")),  # in force, or the first one after
        ([("202", "040401", "2023-01-00")], ("040401", "")),
        ([("202", "040401", "2023-01-10", "2020-01-01")], (None, "contradictoire")),
    ],
)
def test_reason_of_residence_is_read_at_the_reference_date(motifs, attendu):
    fait = lire(*SANS_MOTIF, *motifs)["ref_motif_sejour"]
    assert (fait.valeur, fait.note) == attendu


def test_a_month_read_early_or_late_gives_the_same_facts():
    """Register, commune, card and reason all of an unknown day of May: read early or late, the same facts."""
    faits = lire(
        NATIONALITE,
        ("210", "1", "2023-05-00"),
        ("001", "21015", "2023-05-00"),
        carte("0010", "2023-05-00"),
        ("202", "040401", "2023-05-00"),
    )
    assert valeurs(faits, "ref_carte", "ref_motif_sejour", "ref_ue") == ("0010", "040401", "non")
    assert valeurs(faits, "ref_age_min", "ref_sejour_annees_min", "ref_sejour_annees_max") == (32, 0, 0)


def test_card_at_the_reference_and_card_of_today_are_apart():
    faits = lire(*ORDINAIRE, carte("0012", "2025-05-10"), carte("0999", "2026-05-10"), carte("0018", "2026-12-01"))
    assert faits["ref_carte"].valeur == "0010"
    assert (faits["jour_carte"].valeur, faits["jour_carte"].note) == (None, "code_inconnu")
    assert lire(NATIONALITE, REGISTRE, COMMUNE)["jour_carte"].note == "aucune_entree"
    expiree = lire(*ORDINAIRE)
    assert valeurs(expiree, "jour_carte", "jour_permis_fin", "jour_permis_valide") == ("0010", date(2025, 5, 9), "non")


@pytest.mark.parametrize(
    ("cartes", "fin", "valide"),
    [
        ([carte("0010", "2023-05-10", "2026-11-24")], date(2026, 11, 24), "oui"),  # last day of validity
        ([carte("0010", "2023-05-10", "2026-11-23")], date(2026, 11, 23), "non"),
        ([carte("0010", "2023-05-10", "2027-01-00")], None, "oui"),
        ([carte("0010", "2023-05-10", "2026-10-00")], None, "non"),
        ([carte("0010", "2023-05-10", "2026-11-00")], None, None),
        ([carte("0010", "2023-05-10", "")], None, None),
        ([carte("0999", "2023-05-10", "2027-01-01")], date(2027, 1, 1), None),
        ([carte("0999", "2023-05-10", "2026-01-01")], date(2026, 1, 1), "non"),
        ([carte("0001", "2023-05-10", "2027-01-01")], date(2027, 1, 1), "non"),
        ([carte("0030", "2026-10-01", "2027-01-01")], date(2027, 1, 1), "non"),  # three months, no more
        ([carte("0030", "2026-10-01", "2027-01-02")], date(2027, 1, 2), "oui"),
        ([carte("0010", "2026-11-25", "2028-01-01")], None, None),  # to come
        ([carte("0010", "2023-05-10", "2024-01-01"), carte("0010", "2026-11-25")], date(2024, 1, 1), "non"),
        ([carte("0010", "2023-05-10", "2028-01-01", "2026-01-01")], None, "non"),  # withdrawn
        (
            [carte("0010", "2023-05-10", "2024-01-01"), carte("0010", "2024-02-01", "2028-01-01")],
            date(2028, 1, 1),
            "oui",
        ),
        ([carte("0010", "2023-05-10", "2022-01-01")], date(2022, 1, 1), "non"),
        ([carte("0010", "2026-11-00", "2028-01-01")], None, None),
        ([], None, None),
    ],
)
def test_permit_of_today_has_its_end_and_its_doubt(cartes, fin, valide):
    faits = lire(NATIONALITE, REGISTRE, COMMUNE, *cartes)
    assert valeurs(faits, "jour_permis_fin", "jour_permis_valide") == (fin, valide)


def test_each_fact_names_its_entries():
    faits = lire(*ORDINAIRE, ("032", "111", "2024-01-01"), carte("0012", "2025-05-10"), ("202", "090000", "2025-05-10"))
    assert faits["ref_ue"].sources == (1,)
    assert faits["jour_ue"].sources == (1, 6)
    assert (faits["ref_carte"].sources, faits["jour_carte"].sources) == ((4,), (7,))
    assert (faits["ref_motif_sejour"].sources, faits["jour_motif_sejour"].sources) == ((5,), (8,))
    assert faits["ref_sejour_depuis"].sources == (2,)
    assert faits["jour_situation"].sources == (3,)


SITUATIONS = [
    ("present", [COMMUNE], ("present", "2023-05-10", "21015")),
    (
        "present since the first of the 19",
        [COMMUNE, ("001", "21004", "2025-01-01")],
        ("present", "2023-05-10", "21004"),
    ),
    ("temporarily absent", [COMMUNE, ("001", "99996", "2025-01-01")], ("present", "2023-05-10", "21015")),
    ("beside the Immigration Office", [COMMUNE, ("001", "21099", "2023-05-10")], ("present", "2023-05-10", "21015")),
    ("Immigration Office only", [("001", "21099", "2023-05-10")], ("inconnue", None, None)),
    (
        "another region",
        [COMMUNE, ("001", "44021", "2024-03-01"), ("001", "62063", "2025-03-01")],
        ("autre_region", "2024-03-01", "62063"),
    ),
    ("struck off", [COMMUNE, ("001", "99991", "2024-03-01")], ("radie", "2024-03-01", None)),
    ("struck off abroad", [COMMUNE, ("001", "99992", "2024-03-01")], ("radie", "2024-03-01", None)),
    ("right of residence lost", [COMMUNE, ("001", "99997", "2024-03-01")], ("sans_droit", "2024-03-01", None)),
    ("left", [COMMUNE, ("001", "992", "2024-03-01")], ("parti", "2024-03-01", None)),
    ("in a country", [COMMUNE, ("001", "354", "2024-03-01")], ("parti", "2024-03-01", None)),
    ("left today", [COMMUNE, ("001", "992", "2026-11-24")], ("parti", "2026-11-24", None)),
    ("leaves tomorrow", [COMMUNE, ("001", "992", "2026-11-25")], ("present", "2023-05-10", "21015")),
    ("moves tomorrow", [COMMUNE, ("001", "21001", "2026-11-25")], ("present", "2023-05-10", "21015")),
    (
        "back",
        [COMMUNE, ("001", "992", "2024-03-01"), ("001", "21001", "2025-03-01")],
        ("present", "2025-03-01", "21001"),
    ),
    ("striking off ended", [COMMUNE, ("001", "99991", "2024-03-01", "2024-06-01")], ("present", "2024-06-01", "21015")),
    ("deceased by IT 150", [COMMUNE, ("150", "", "2026-01-15")], ("decede", "2026-01-15", None)),
    (
        "deceased wins over departure",
        [COMMUNE, ("001", "992", "2025-03-01"), ("150", "", "2026-01-15")],
        ("decede", "2026-01-15", None),
    ),
    ("deceased by IT 001", [COMMUNE, ("001", "99990", "2026-01-15")], ("decede", "2026-01-15", None)),
    ("deceased in an unknown month", [COMMUNE, ("150", "", "2026-00-00")], ("decede", None, None)),
    ("death cancelled", [COMMUNE, ("150", "", "2026-01-15", "2026-02-01")], ("present", "2023-05-10", "21015")),
    ("unknown 9999x", [COMMUNE, ("001", "99995", "2025-01-01")], ("inconnue", None, None)),
    ("unreadable commune", [COMMUNE, ("001", "2100", "2025-01-01")], ("inconnue", None, None)),
    ("moved in an unknown day", [COMMUNE, ("001", "21004", "2026-11-00")], ("present", "2023-05-10", None)),
    ("moved out on an unknown day", [COMMUNE, ("001", "44021", "2026-11-00")], ("inconnue", None, None)),
    ("left on an unknown day", [COMMUNE, ("001", "992", "2026-11-00")], ("inconnue", None, None)),
    ("arrived in an unknown month", [("001", "21015", "2023-00-00")], ("present", None, "21015")),
    ("residence ended", [("001", "21015", "2023-05-10", "2025-05-10")], ("inconnue", None, None)),
    ("place and departure the same day", [COMMUNE, ("001", "992", "2023-05-10")], ("inconnue", None, None)),
    ("nothing", [], ("inconnue", None, None)),
]


@pytest.mark.parametrize(("entrees", "attendu"), [cas[1:] for cas in SITUATIONS], ids=[cas[0] for cas in SITUATIONS])
def test_situation_of_today_does_not_depend_on_the_order_of_entries(entrees, attendu):
    for ordre in (entrees, entrees[::-1]):
        situation, depuis, commune = valeurs(
            lire(*ordre, jour=JOUR), "jour_situation", "jour_situation_depuis", "jour_commune"
        )
        assert (situation, depuis and depuis.isoformat(), commune) == attendu
