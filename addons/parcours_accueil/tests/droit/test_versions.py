# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The choice of a version of the law by the date of the fact, and the place a new version takes."""

import doctest
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import versions
from odoo.addons.parcours_accueil.droit.versions import Periode, chevauchement, choisir, en_vigueur, etendue, placer

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
