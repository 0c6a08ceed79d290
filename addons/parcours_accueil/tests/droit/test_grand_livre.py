# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The ledger of a term, by examples of loi.md §4-5 and by properties against a count day by day."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit import delais
from odoo.addons.parcours_accueil.droit.delais import Suspension, compter, jour_ouvrable, prochain_jour_ouvrable
from odoo.addons.registre_national.histoire.dates import plus_mois

JOURS = st.dates(date(2021, 1, 1), date(2031, 12, 31))
UN_JOUR = timedelta(days=1)


@st.composite
def suspensions(draw, depart):
    """Up to six suspensions around the first two years of a term."""
    liste = []
    for rang in range(draw(st.integers(0, 6))):
        debut = depart + timedelta(days=draw(st.integers(-60, 700)))
        liste.append(Suspension(debut, debut + timedelta(days=draw(st.integers(0, 200))), rang))
    return liste


def termes_et_suspensions():
    return JOURS.flatmap(lambda d: st.tuples(st.just(d), st.sampled_from((2, 6, 18)), suspensions(d)))


def jour_par_jour(depart, mois, liste):
    """The same count without any idea: one day after another, a suspended day does not count."""
    restants = (plus_mois(depart, mois) - depart).days
    jour = depart
    while restants:
        jour += UN_JOUR
        restants -= not any(s.debut <= jour <= s.fin for s in liste)
    return prochain_jour_ouvrable(jour)


def test_the_examples_in_docstrings_hold():
    assert doctest.testmod(delais).failed == 0


def test_a_suspension_around_the_start_counts_from_the_day_after_it():
    delai = compter(date(2026, 1, 10), mois=2, suspensions=[Suspension(date(2026, 1, 1), date(2026, 1, 14))])
    # four days: 11 to 14 January; 10 March + 4 = Saturday 14, moved to Monday 16
    assert delai.echeance == date(2026, 3, 16)
    assert [(ligne.genre, ligne.jours) for ligne in delai.lignes] == [
        ("depart", 0),
        ("longueur", 0),
        ("suspension", 4),
        ("ouvrable", 2),
    ]


def test_one_that_begins_after_the_due_date_changes_nothing_even_on_the_days_of_the_move():
    # Due on Saturday 15 August 2026, a holiday too; moved to Monday 17. Sunday 16 is no day of the term.
    tard = [Suspension(date(2026, 8, 16), date(2026, 9, 30))]
    assert compter(date(2026, 2, 15), mois=6, suspensions=tard) == compter(date(2026, 2, 15), mois=6)
    assert compter(date(2026, 2, 15), mois=6).echeance == date(2026, 8, 17)


def test_one_that_begins_on_the_due_date_still_counts():
    delai = compter(date(2026, 1, 14), mois=2, suspensions=[Suspension(date(2026, 3, 14), date(2026, 3, 20))])
    # 14 March + 7 days = Saturday 21, moved to Monday 23
    assert delai.echeance == date(2026, 3, 23)


def test_one_reached_only_because_another_moved_the_due_date():
    premiere = Suspension(date(2026, 3, 1), date(2026, 3, 31))
    seconde = Suspension(date(2026, 4, 10), date(2026, 4, 19))
    seule = compter(date(2026, 1, 15), mois=2, suspensions=[seconde])
    ensemble = compter(date(2026, 1, 15), mois=2, suspensions=[premiere, seconde])
    assert seule.echeance == date(2026, 3, 16)  # over before 10 April
    # 15 March + 31 = 15 April, reached by the second: + 10 = Saturday 25, Monday 27
    assert ensemble.echeance == date(2026, 4, 27)


def test_overlapping_days_count_once_and_both_are_named():
    liste = [
        Suspension(date(2026, 2, 1), date(2026, 2, 20), "travail"),
        Suspension(date(2026, 2, 10), date(2026, 2, 25), "maladie"),
    ]
    delai = compter(date(2026, 1, 15), mois=6, suspensions=liste)
    suspension = next(ligne for ligne in delai.lignes if ligne.genre == "suspension")
    assert (suspension.jours, suspension.references) == (25, ("travail", "maladie"))


@given(termes_et_suspensions())
def test_it_is_the_count_day_by_day(cas):
    depart, mois, liste = cas
    assert compter(depart, mois=mois, suspensions=liste).echeance == jour_par_jour(depart, mois, liste)


@given(termes_et_suspensions(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(cas, hasard):
    depart, mois, liste = cas
    melange = list(liste)
    hasard.shuffle(melange)
    assert compter(depart, mois=mois, suspensions=melange) == compter(depart, mois=mois, suspensions=liste)


@given(termes_et_suspensions(), st.integers(-60, 900), st.integers(0, 300))
def test_adding_a_suspension_never_moves_a_date_earlier(cas, apres, longueur):
    depart, mois, liste = cas
    debut = depart + timedelta(days=apres)
    plus = [*liste, Suspension(debut, debut + timedelta(days=longueur))]
    avant, ensuite = compter(depart, mois=mois, suspensions=liste), compter(depart, mois=mois, suspensions=plus)
    assert ensuite.echeance >= avant.echeance


@given(termes_et_suspensions())
def test_ending_one_early_gives_back_the_days_not_used(cas):
    depart, mois, liste = cas
    courtes = [s._replace(fin=s.debut + (s.fin - s.debut) // 2) for s in liste]
    assert (
        compter(depart, mois=mois, suspensions=courtes).echeance
        <= compter(depart, mois=mois, suspensions=liste).echeance
    )


@given(termes_et_suspensions())
def test_the_lines_lead_from_the_start_to_the_due_date(cas):
    depart, mois, liste = cas
    delai = compter(depart, mois=mois, suspensions=liste)
    assert delai.lignes[0].date == depart
    assert delai.lignes[-1].date == delai.echeance
    assert [ligne.date for ligne in delai.lignes] == sorted(ligne.date for ligne in delai.lignes)
    for avant, ligne in zip(delai.lignes[1:], delai.lignes[2:], strict=False):
        assert ligne.date - avant.date == timedelta(days=ligne.jours)
    assert jour_ouvrable(delai.echeance)


@pytest.mark.parametrize("duree", [{"mois": 200_000}, {"jours": 10**9}, {"mois": 10**12}, {"jours": 10**30}])
def test_a_length_that_no_calendar_holds_ends_on_the_last_day_there_is(duree):
    assert compter(date(2026, 1, 15), **duree).echeance == date.max
    longue = Suspension(date(2026, 1, 20), date.max)
    assert compter(date(2026, 1, 15), mois=6, suspensions=[longue]).echeance == date.max
