# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who waits for a place, in what order and until when; what ends a wait; which files are active (loi.md §6.3)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.delais import Suspension
from odoo.addons.parcours_accueil.droit.etapes import Inscription
from odoo.addons.parcours_accueil.droit.places import (
    AILLEURS,
    ATTEND,
    CLOTURE,
    LANGUE,
    MESURE,
    MODULES,
    PARCOURS,
    PLACEE,
    RETIREE,
    Attente,
    Places,
    Rang,
    actif,
    attendue,
    au_bout,
    mesurer,
    ordonner,
    part_obliges,
    suite,
    suspendu_depuis,
)

from .test_proprietes import PROPRIETE

JOUR = date(2026, 11, 2)
JOURS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
FILES = st.lists(st.tuples(st.sampled_from("AB"), JOURS, st.booleans()), max_size=12).map(
    lambda lus: [Attente(cle, *lu) for cle, lu in enumerate(lus)]
)
PERIODES = st.lists(st.tuples(JOURS, st.integers(0, 200)), max_size=5).map(
    lambda lus: [(debut, debut + timedelta(days=jours)) for debut, jours in lus]
)


@st.composite
def parcours(dessin):
    """The enrolments of a file, one after the other, and the days on which it was closed."""
    debuts = sorted(set(dessin(st.lists(JOURS, max_size=4))))
    qui = [dessin(st.sampled_from("AB")) for _ in debuts]
    fins = [*debuts[1:], None]
    fermees = [Suspension(debut, fin) for debut, fin in dessin(PERIODES)]
    return [Inscription(*une) for une in zip(qui, debuts, fins, strict=False)], fermees


@PROPRIETE
@given(FILES)
def test_everybody_has_one_place_in_the_queue_and_no_place_is_missing(file):
    rangs = ordonner(file)
    for lettre in "AB":
        siens = [rangs[une.cle] for une in file if une.file == lettre]
        assert sorted(rang.position for rang in siens) == list(range(1, len(siens) + 1))
        assert all(rang.sur == len(siens) for rang in siens)


@PROPRIETE
@given(FILES)
def test_obliged_people_come_first_then_who_asked_first(file):
    rangs = ordonner(file)
    for une in file:
        for autre in file:
            if une.file == autre.file and (not une.oblige, une.demandee) < (not autre.oblige, autre.demandee):
                assert rangs[une.cle].position < rangs[autre.cle].position


@PROPRIETE
@given(FILES, JOURS)
def test_a_volunteer_who_comes_keeps_no_obliged_person_waiting(file, jour):
    avant, apres = ordonner(file), ordonner([*file, Attente(99, "A", jour, oblige=False)])
    for une in file:
        if une.oblige:
            assert apres[une.cle].position == avant[une.cle].position


@PROPRIETE
@given(st.integers(1, 400), st.integers(0, 600))
def test_nobody_is_promised_a_place_before_who_stands_ahead_nor_after_the_whole_wait(nombre, mediane):
    jours = [attendue(Rang(position, nombre), mediane, JOUR) for position in range(1, nombre + 1)]
    assert jours == sorted(jours)
    assert jours[0] >= JOUR
    assert jours[-1] == JOUR + timedelta(days=mediane)


def test_a_wait_that_was_never_measured_gives_no_date():
    assert mesurer([], JOUR) is None
    assert attendue(Rang(1, 1), None, JOUR) is None
    assert au_bout(3, None, JOUR, 5) is None
    assert au_bout(0, None, JOUR, 5) == JOUR, "nobody waits, and a place is free"
    assert au_bout(0, None, JOUR, None) is None, "nobody waits, and nobody knows whether there is a place"
    assert au_bout(0, 40, JOUR, 0) == JOUR + timedelta(days=40), "full: the first who waits"
    assert au_bout(3, 40, JOUR, 5) == JOUR + timedelta(days=40)


def test_only_the_last_ninety_days_are_measured_the_first_of_them_included():
    vieille, limite = JOUR - timedelta(days=MESURE + 1), JOUR - timedelta(days=MESURE)
    assert mesurer([(vieille - timedelta(days=7), vieille)], JOUR) is None
    assert mesurer([(limite - timedelta(days=7), limite)], JOUR) == 7
    assert mesurer([(JOUR, JOUR + timedelta(days=1))], JOUR) is None, "a place to come was not waited for"


def test_a_registration_with_the_organiser_places_who_waits_for_the_pathway():
    chez = [Inscription("A", date(2026, 6, 1))]
    assert suite("A", PARCOURS, date(2026, 5, 1), chez, ()) == (PLACEE, date(2026, 6, 1), None)
    assert suite("B", PARCOURS, date(2026, 5, 1), chez, ()) == (RETIREE, date(2026, 6, 1), AILLEURS)
    # asked for a course by who is registered there: the registration is no course
    assert suite("A", LANGUE, date(2026, 5, 1), chez, ()).etat == ATTEND
    assert suite("A", LANGUE, date(2026, 7, 1), chez, ()).etat == ATTEND
    # until the organiser says that they have their place in it, unless they left before
    assert suite("A", LANGUE, date(2026, 7, 1), chez, (), date(2026, 8, 3)) == (PLACEE, date(2026, 8, 3), None)
    parti = [Suspension(date(2026, 8, 1), date(2026, 9, 1))]
    assert suite("A", LANGUE, date(2026, 7, 1), chez, parti, date(2026, 8, 3)).motif == CLOTURE
    # who is with another organiser may wait to change
    assert suite("B", PARCOURS, date(2026, 7, 1), chez, ()).etat == ATTEND
    # entered late: the registration was there already
    assert suite("A", PARCOURS, date(2026, 7, 1), chez, ()) == (PLACEE, date(2026, 7, 1), None)


def test_the_closure_of_the_file_ends_the_wait_and_a_place_given_that_day_was_given():
    ferme = [Suspension(date(2026, 6, 1), date(2026, 7, 1))]
    assert suite("A", LANGUE, date(2026, 5, 1), [], ferme) == (RETIREE, date(2026, 6, 1), CLOTURE)
    assert suite("A", LANGUE, date(2026, 6, 15), [], ferme).etat == ATTEND, "asked for since"
    le_jour = [Inscription("A", date(2026, 6, 1), date(2026, 6, 1), "acheve")]
    assert suite("A", PARCOURS, date(2026, 5, 1), le_jour, ferme).etat == PLACEE
    # closed and opened again on one day: it never was
    assert suite("A", LANGUE, date(2026, 5, 1), [], [Suspension(date(2026, 6, 1), date(2026, 5, 31))]).etat == ATTEND


@PROPRIETE
@given(parcours(), JOURS, st.sampled_from(MODULES))
def test_a_wait_ends_once_and_never_before_it_began(cours, jour, module):
    inscriptions, fermees = cours
    lue = suite("A", module, jour, inscriptions, fermees)
    assert (lue.etat == ATTEND) == (lue.fin is None)
    assert (lue.etat == RETIREE) == bool(lue.motif)
    assert lue.fin is None or lue.fin >= jour
    if lue.etat == PLACEE:
        assert module == PARCOURS
    if lue.etat == ATTEND:
        # nobody waits for the pathway where they follow it, or in a file that was closed since
        assert not any(p.debut >= jour for p in fermees)
        assert not any(i.debut >= jour for i in inscriptions if i.organisateur != "A" or module == PARCOURS)


@PROPRIETE
@given(PERIODES, JOURS)
def test_suspended_since_is_the_first_of_days_that_are_all_suspended(suspensions, jour):
    def couvert(un):
        return any(debut <= un <= fin for debut, fin in suspensions)

    depuis = suspendu_depuis(suspensions, jour)
    assert (depuis is not None) == couvert(jour)
    if depuis:
        assert all(couvert(depuis + timedelta(days=n)) for n in range((jour - depuis).days + 1))
        assert not couvert(depuis - timedelta(days=1))
    assert actif(suspensions, jour) == (not couvert(jour))
    # whoever is active today is so under the first ordinance too, which lets three months pass
    assert actif(suspensions, jour, premiere=True) or not actif(suspensions, jour)


def test_three_months_in_a_row_are_not_more_than_three_months():
    une = [(date(2026, 1, 31), date(2026, 12, 31))]
    assert actif(une, date(2026, 4, 29), premiere=True)
    assert not actif(une, date(2026, 5, 1), premiere=True)
    coupee = [(date(2026, 1, 1), date(2026, 3, 1)), (date(2026, 3, 3), date(2026, 12, 31))]
    assert actif(coupee, date(2026, 5, 15), premiere=True), "one day between: counted from the second one"


def test_places_that_nobody_told_us_are_not_known_and_never_none_at_all():
    assert Places().libres is None
    assert Places(None, 40, 2).libres is None
    assert Places(0, 0).libres == 0
    assert Places(20, 15, 3).libres == 5, "at most: three follow in a language that nobody recorded"
    assert Places(20, 25).libres == 0, "full, and over"


@PROPRIETE
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_share_of_obliged_people_is_never_rounded_up_to_what_the_law_asks(obliges, autres):
    part = part_obliges(obliges, obliges + autres)
    if obliges + autres == 0:
        assert part is None
    else:
        assert (part >= 80) == (obliges * 5 >= (obliges + autres) * 4)
