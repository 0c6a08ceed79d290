# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The choice of a version of the law by the date of the fact, and the place a new version takes."""

import doctest
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import versions
from odoo.addons.parcours_accueil.droit.versions import (
    Lectures,
    Periode,
    chevauchement,
    choisir,
    delaisse,
    en_vigueur,
    etendue,
    placer,
)

R1 = Periode(1, date(2022, 6, 1), date(2023, 12, 31))
R2 = Periode(2, date(2024, 1, 1))
AUJOURDHUI = date(2026, 11, 25)
# A busy machine draws slowly: that is no fault of the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
JOURS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def suites(draw):
    """Published versions as they can be: in order, none over another, holes allowed, perhaps no end."""
    debuts = sorted(draw(st.sets(JOURS, min_size=1, max_size=4)))
    periodes = []
    for rang, debut in enumerate(debuts):
        limite = debuts[rang + 1] - timedelta(days=1) if rang + 1 < len(debuts) else date(2031, 1, 1)
        fin = draw(st.dates(debut, limite))
        periodes.append(Periode(rang, debut, None if rang + 1 == len(debuts) and draw(st.booleans()) else fin))
    return periodes


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(versions).failed == 0


def test_by_the_date_of_the_fact_never_by_today():
    assert choisir([R1, R2], date(2023, 12, 31), None, None, AUJOURDHUI) == 1
    assert choisir([R1, R2], date(2024, 1, 1), None, None, AUJOURDHUI) == 2
    assert choisir([R1, R2], None, date(2022, 7, 1), date(2023, 2, 1), AUJOURDHUI) == 1
    assert choisir([R1, R2], None, date(2023, 7, 1), date(2024, 2, 1), AUJOURDHUI) == 2
    assert choisir([R1, R2], None, None, None, AUJOURDHUI) == 2


def test_the_place_of_a_new_version():
    assert placer([R1, R2], Periode(3, date(2024, 1, 1))) == [R1, Periode(3, date(2024, 1, 1))]
    assert placer([R1, R2], Periode(3, date(2023, 1, 1), date(2023, 12, 31))) == [
        R1._replace(fin=date(2022, 12, 31)),
        Periode(3, date(2023, 1, 1), date(2023, 12, 31)),
        R2,
    ]
    assert chevauchement(placer([R1, R2], Periode(3, date(2023, 1, 1)))) == (3, 2)


@pytest.mark.parametrize(
    ("jour", "version"),
    [
        (date(2022, 5, 31), 1),  # before any: the first
        (date(2022, 6, 1), 1),
        (date(2022, 12, 31), 1),
        (date(2023, 6, 1), 1),  # in a hole: the one before
        (date(2023, 12, 31), 1),
        (date(2024, 1, 1), 2),
    ],
)
def test_no_day_is_without_a_version(jour, version):
    assert en_vigueur([R1._replace(fin=date(2022, 12, 31)), R2], jour) == version


def test_one_bound_of_the_reference_date_is_not_enough():
    for bornes in ((date(2022, 7, 1), None), (None, date(2022, 7, 1))):
        assert choisir([R1, R2], None, *bornes, AUJOURDHUI) == 2


@pytest.mark.parametrize(
    ("debut", "fin_de_la_premiere"),
    [
        (date(2022, 6, 2), date(2022, 6, 1)),
        (date(2023, 12, 31), date(2023, 12, 30)),  # its last day
        (date(2024, 1, 2), date(2023, 12, 31)),  # over already
    ],
)
def test_a_new_version_ends_the_one_that_runs_into_it(debut, fin_de_la_premiere):
    assert placer([R1], Periode(3, debut)) == [R1._replace(fin=fin_de_la_premiere), Periode(3, debut)]
    assert placer([R1._replace(fin=None)], Periode(3, debut))[0].fin == debut - timedelta(days=1)


def test_two_versions_overlap_on_a_common_day():
    assert chevauchement([R1, R2]) is None
    assert chevauchement([R1._replace(fin=R2.debut), R2]) == (1, 2)
    assert chevauchement([R1._replace(fin=None), R2]) == (1, 2)
    assert chevauchement([R2]) is None


@pytest.mark.parametrize(
    ("periodes", "debut", "fin", "jour"),
    [
        ([R1, R2], date(2025, 1, 1), None, None),
        ([R1, R2], date(2025, 1, 1), date.max, None),
        ([R1, R2], date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)),
        ([R1, R2], date(2022, 6, 1), date(2022, 12, 31), date(2023, 1, 1)),  # in the place of the first
        ([R1, R2], date(2023, 1, 1), date(2023, 12, 30), date(2023, 12, 31)),  # the last day of the first
        ([R1, R2], date(2023, 1, 1), date(2023, 12, 31), None),
        ([R1, R2], date(2020, 1, 1), date(2022, 5, 31), None),  # up to the first day of the first
        ([R1, R2], date(2020, 1, 1), date(2022, 5, 30), None),  # nobody covered the day after
        ([R1], date(2023, 1, 1), date(2023, 12, 31), None),
    ],
)
def test_a_day_that_a_new_version_leaves_to_none_is_told(periodes, debut, fin, jour):
    assert delaisse(periodes, Periode(3, debut, fin)) == jour


def test_the_facts_of_a_version_end_where_the_next_one_begins():
    periodes = [R1, R2, Periode(3, date(2027, 1, 1))]
    assert etendue(periodes, 1) == (None, date(2023, 12, 31))
    assert etendue(periodes, 2) == (date(2024, 1, 1), date(2026, 12, 31))
    assert etendue(periodes, 3) == (date(2027, 1, 1), None)
    assert etendue([R2], 2) == (None, None)


@PATIENT
@given(suites(), JOURS)
def test_one_version_for_every_day(periodes, jour):
    couvrent = [p.version for p in periodes if p.debut <= jour and (p.fin is None or jour <= p.fin)]
    assert chevauchement(periodes) is None
    assert len(couvrent) <= 1
    if couvrent:
        assert en_vigueur(periodes, jour) == couvrent[0]


@PATIENT
@given(suites(), JOURS, st.one_of(st.none(), st.integers(0, 2000)), JOURS)
def test_a_new_version_changes_nothing_outside_its_own_days(periodes, debut, duree, jour):
    nouvelle = Periode(99, debut, None if duree is None else debut + timedelta(days=duree))
    apres = placer(periodes, nouvelle)
    assert [p.debut for p in apres] == sorted(p.debut for p in apres)
    assert nouvelle in apres
    premier, dernier = etendue(apres, 99)
    dedans = (premier is None or premier <= jour) and (dernier is None or jour <= dernier)
    if not chevauchement(apres):
        assert (en_vigueur(apres, jour) == 99) == dedans
        remplacee = next((p.version for p in periodes if p.debut == debut), None)
        avant = en_vigueur(periodes, jour)
        if not dedans and avant != remplacee and nouvelle != apres[0]:
            assert en_vigueur(apres, jour) == avant


def lue(reference):
    """Somebody's facts, with that reference date or none."""
    fait = SimpleNamespace(valeur=reference)
    faits = dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), fait)
    return SimpleNamespace(faits=faits)


def test_versions_with_the_same_codes_are_one_reading():
    lectures, faites = Lectures([R1, R2], {1: "a", 2: "a"}), []
    lectures.lire(lambda codes: faites.append(codes) or lue(None), AUJOURDHUI)
    assert faites == ["a"]
    assert lectures.memes(Lectures([R1, R2], {1: "a", 2: "a"}))
    assert not lectures.memes(Lectures([R1, R2], {1: "a", 2: "b"}))


@pytest.mark.parametrize(
    ("dates", "attendue"),
    [
        # read with the codes of the version that then applies
        ({"a": date(2023, 1, 1), "b": date(2023, 1, 1)}, "a"),
        ({"a": date(2025, 1, 1), "b": date(2025, 1, 1)}, "b"),
        # both apply to their own reading: the older law had decided
        ({"a": date(2023, 1, 1), "b": date(2025, 1, 1)}, "a"),
        # none does: the version of the day
        ({"a": date(2025, 1, 1), "b": date(2023, 1, 1)}, "b"),
        # no date yet: the version of the day
        ({"a": None, "b": None}, "b"),
    ],
)
def test_facts_are_read_with_the_codes_of_the_version_that_applies_to_them(dates, attendue):
    lectures = Lectures([R1, R2], {1: "a", 2: "b"})
    lus = {codes: lue(jour) for codes, jour in dates.items()}
    assert lectures.lire(lus.get, AUJOURDHUI) is lus[attendue]


def test_the_codes_of_a_day_are_those_of_the_version_in_force():
    lectures = Lectures([R1, R2], {1: "a", 2: "b"})
    assert [lectures.du(jour) for jour in (date(2023, 12, 31), date(2024, 1, 1))] == ["a", "b"]
