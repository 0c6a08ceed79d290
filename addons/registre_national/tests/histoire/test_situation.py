# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which commune is in charge, whatever the register says and leaves out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.registre_national.histoire.histoire import (
    Histoire,
    commune_le,
    deces_connu,
    lire_lieu,
    lire_position,
    lire_residence,
    lire_sejours,
    premiere_commune,
)
from odoo.addons.registre_national.histoire.modele import AUCUNE_ENTREE, DATE_PARTIELLE, Information

from .commun import TABLES, entree, residences

UN_JOUR = timedelta(days=1)
JOUR = date(2026, 11, 24)
CODES = ("21001", "21015", "21015", "44021", "21099", "99991", "99992", "99996", "99997", "992", "354", "2100")
PREMIER, DERNIER = date(2026, 1, 1), date(2026, 4, 30)
#: Few days, so that entries often begin on the same one, touch, or contradict one another.
DATES = st.one_of(
    st.dates(PREMIER, DERNIER).map(str),
    st.sampled_from(("2026-01-10", "2026-01-11", "2026-01-00", "2026-02-00", "2026-00-00", "2025-00-00", "0000-00-00")),
)


FINS = st.one_of(st.none(), st.none(), DATES)
LIEUX = st.tuples(st.just("001"), st.sampled_from(CODES), DATES, FINS)
DECES = st.tuples(st.just("150"), st.just(""), DATES, FINS)


@st.composite
def histoires(dessin):
    entrees = dessin(st.lists(st.one_of(LIEUX, LIEUX, LIEUX, DECES), max_size=6))
    return Histoire([entree(rang, *contenu) for rang, contenu in enumerate(entrees)], TABLES)


@pytest.mark.parametrize(
    ("entrees", "commune", "en_charge", "incertaine"),
    [
        ([], None, None, False),
        ([("21015", "2024-03-04"), ("21099", "2026-03-02")], "21015", "21015", False),
        ([("21015", "2024-03-04"), ("21009", "2026-00-00")], "21015", "21015", True),
        ([("21015", "2024-03-04"), ("21009", "2025-00-00")], "21009", "21009", False),
        ([("21015", "2024-03-04"), ("992", "2026-00-00")], "21015", "21015", True),
        ([("21015", "2024-03-04"), ("44021", "2026-03-02")], None, "21015", False),
        # Out of Brussels for sure, and back on a day that is not known: nothing moves.
        ([("21015", "2022-03-04"), ("44021", "2025-03-02"), ("21009", "2026-00-00")], None, "21015", True),
        # Never a certain one: the only possible commune, and it keeps the person while others become possible.
        ([("21015", "2026-00-00")], "21015", "21015", True),
        ([("21015", "2026-00-00"), ("21009", "2026-00-00")], None, None, True),
        ([("21015", "2026-01-00", "2026-01-00"), ("21009", "2026-11-00")], "21015", "21015", True),
        ([("21015", "2026-00-00"), ("44021", "2026-00-00")], "21015", "21015", True),
        ([("21015", "2026-00-00"), ("2100", "2026-00-00")], None, None, True),
        ([("21015", "2027-01-04")], None, None, False),
        # In doubt today, sure tomorrow of yet another one: today the former one is in charge.
        (
            [("21015", "2024-03-04"), ("21009", "2026-11-24"), ("21004", "2026-11-24"), ("21001", "2026-11-25")],
            "21015",
            "21015",
            True,
        ),
        # In doubt from today on: the commune of yesterday, not that of before.
        (
            [("21001", "2020-03-04"), ("21015", "2024-03-04"), ("21009", "2026-11-24"), ("21004", "2026-11-24")],
            "21015",
            "21015",
            True,
        ),
        # A departure that contradicts itself is not certain; a 9999x that nobody knows is no place.
        ([("21015", "2024-03-04"), ("99992", "2026-06-01", "2026-05-01")], "21015", "21015", True),
        ([("21015", "2026-00-00"), ("99993", "2026-00-00")], "21015", "21015", True),
    ],
)
def test_the_commune_in_charge(entrees, commune, en_charge, incertaine):
    for ordre in (entrees, entrees[::-1]):
        assert lire_residence(residences(*ordre), JOUR) == (commune, en_charge, incertaine)


@pytest.mark.parametrize(
    ("entrees", "situation", "depuis", "commune"),
    [
        ([], "inconnue", AUCUNE_ENTREE, AUCUNE_ENTREE),
        ([("21015", "2026-00-00")], "inconnue", DATE_PARTIELLE, DATE_PARTIELLE),
        # of the stay in the 19, whatever the commune
        ([("21001", "2020-01-01"), ("21015", "2023-01-01")], "present", "2020-01-01", "21015"),
        ([("21001", "2020-00-00"), ("21015", "2023-01-01")], "present", DATE_PARTIELLE, "21015"),
        ([("21001", "2020-01-01"), ("21015", "2023-00-00")], "present", "2020-01-01", "21015"),
        ([("21001", "2020-01-01"), ("44021", "2021-01-01"), ("21015", "2023-01-01")], "present", "2023-01-01", "21015"),
        # of the stay outside them
        ([("21001", "2020-01-01"), ("44021", "2021-01-01")], "autre_region", "2021-01-01", "44021"),
        (
            [("21001", "2020-01-01"), ("44021", "2021-01-01"), ("55022", "2023-01-01")],
            "autre_region",
            "2021-01-01",
            "55022",
        ),
        # of the departure
        ([("21001", "2020-01-01"), ("99991", "2023-01-01")], "radie", "2023-01-01", DATE_PARTIELLE),
        ([("21001", "2020-01-01"), ("99991", "2023-00-00")], "radie", DATE_PARTIELLE, DATE_PARTIELLE),
        ([("21001", "2020-01-01"), ("992", "2023-01-01")], "parti", "2023-01-01", DATE_PARTIELLE),
        ([("21001", "2020-01-01"), ("354", "2023-01-01")], "parti", "2023-01-01", DATE_PARTIELLE),
        ([("21001", "2020-01-01"), ("99997", "2023-01-01")], "sans_droit", "2023-01-01", DATE_PARTIELLE),
        # back where one never ceased to live: since then
        ([("21001", "2020-01-01"), ("99991", "2022-01-01", "2023-01-01")], "present", "2023-01-01", "21001"),
    ],
)
def test_where_somebody_is_and_since_when(entrees, situation, depuis, commune):
    lieu = lire_lieu(residences(*entrees), JOUR)
    assert lieu.situation.valeur == situation
    assert lieu.situation.note == ("" if situation != "inconnue" else depuis)
    for fait, attendu in ((lieu.depuis, depuis), (lieu.commune, commune)):
        assert attendu == (fait.note or str(fait.valeur))
        assert (fait.valeur is None) == bool(fait.note)


@pytest.mark.parametrize(
    ("debut", "fin", "depuis"),
    [
        ("2026-03-02", None, "2026-03-02"),
        ("2026-03-00", None, DATE_PARTIELLE),
        (str(JOUR), None, str(JOUR)),
        ("2026-03-02", str(JOUR + UN_JOUR), "2026-03-02"),
        ("0000-00-00", None, DATE_PARTIELLE),
    ],
)
def test_a_death_has_no_place(debut, fin, depuis):
    histoire = Histoire([entree(1, "150", "", debut, fin), entree(2, "001", "21015", "2020-01-01")], TABLES)
    lieu = lire_lieu(histoire, JOUR)
    assert (lieu.situation.valeur, lieu.situation.sources) == ("decede", (1,))
    assert depuis == (lieu.depuis.note or str(lieu.depuis.valeur))
    assert (lieu.commune.valeur, lieu.commune.note) == (None, AUCUNE_ENTREE)


@pytest.mark.parametrize(("debut", "fin"), [(str(JOUR + UN_JOUR), None), ("2026-03-02", str(JOUR))])
def test_a_death_to_come_or_cancelled_is_none(debut, fin):
    histoire = Histoire([entree(1, "150", "", debut, fin), entree(2, "001", "21015", "2020-01-01")], TABLES)
    assert deces_connu(histoire, JOUR) is None
    assert lire_lieu(histoire, JOUR).commune.valeur == "21015"


def test_a_death_known_from_one_side_only_has_no_day():
    for bornes in ((date(2026, 3, 2), None), (None, date(2026, 3, 2)), (None, None)):
        histoire = Histoire([Information(1, "150", "", *bornes, None, None, {})], TABLES)
        assert deces_connu(histoire, JOUR) == (None, None, (1,))


def test_of_two_deaths_the_earliest_and_the_latest_day():
    histoire = Histoire([entree(1, "150", "", "2026-03-05"), entree(2, "150", "", "2026-03-02")], TABLES)
    assert deces_connu(histoire, JOUR) == (date(2026, 3, 2), date(2026, 3, 5), (1, 2))


def test_a_death_on_the_first_day_of_the_calendar_breaks_nothing():
    histoire = Histoire([entree(1, "150", "", "0001-01-01"), entree(2, "001", "21015", "2020-01-01")], TABLES)
    assert lire_residence(histoire, JOUR) == ("21015", "21015", False)


@pytest.mark.parametrize(
    ("entrees", "position"),
    [
        ([("21001", "2020-01-01"), ("21015", "2026-00-00")], ("present", None, None, (0, 1))),
        ([("21001", "2020-01-01"), ("99991", "2022-01-01"), ("99992", "2026-00-00")], ("radie", None, None, (1, 2))),
        ([("21001", "2020-01-01"), ("99992", "2022-01-01")], ("radie", None, "99992", (1,))),
        # not known, and said by which entries
        ([("21099", "2023-01-01")], (None, None, None, (0,))),
        ([("21015", "2026-06-01", "2026-05-01")], (None, None, None, (0,))),
        ([("21015", "2023-01-01"), ("21099", "2024-01-01")], ("present", "21015", None, (0,))),
        ([("2100", "2023-01-01")], (None, None, None, (0,))),
        # two departures of the same day: the same kind, or not
        ([("99991", "2023-01-01"), ("99992", "2023-01-01")], ("radie", None, None, (0, 1))),
        ([("99991", "2023-01-01"), ("99997", "2023-01-01")], (None, None, None, (0, 1))),
        ([("99991", "2023-01-01"), ("21015", "2023-01-01")], (None, None, None, (0, 1))),
        ([("21001", "2023-01-01"), ("21015", "2023-01-01")], (None, None, None, (0, 1))),
    ],
)
def test_both_readings_of_a_day_make_a_position(entrees, position):
    lue = lire_position(residences(*entrees), JOUR)
    assert (lue.situation, lue.commune, lue.code, tuple(sorted(lue.sources))) == position


def test_a_possible_commune_that_is_over_is_not_possible_any_more():
    histoire = residences(
        ("21001", "2024-00-00", "2025-01-01"), ("21009", "2024-00-00", "2025-01-01"), ("21015", "2025-00-00")
    )
    assert lire_residence(histoire, date(2025, 6, 1)) == ("21015", "21015", True)


def test_the_only_possible_commune_is_in_charge_from_its_first_possible_day():
    histoire = residences(("21015", "2026-11-00"))
    for jour, commune in ((date(2026, 10, 31), None), (date(2026, 11, 1), "21015")):
        assert lire_residence(histoire, jour) == (commune, commune, bool(commune))


def test_the_first_commune_is_a_certain_one():
    histoire = residences(("21001", "2020-00-00"), ("21015", "2022-03-04"), ("21009", "2024-03-04"))
    assert premiere_commune(histoire, JOUR) == "21001", "certain from the last day of 2020"
    histoire = residences(("21001", "2022-00-00"), ("21015", "2022-00-00"), ("21009", "2024-03-04"))
    assert premiere_commune(histoire, JOUR) == "21009"


@settings(max_examples=300, deadline=None)
@given(histoires())
def test_the_commune_in_charge_never_changes_on_an_uncertain_move(histoire):
    for jour in sorted(histoire.passages_residence):
        if jour == date.min:
            continue
        avant, apres = lire_residence(histoire, jour - UN_JOUR), lire_residence(histoire, jour)
        if avant.en_charge and avant.en_charge != apres.en_charge:
            assert commune_le(histoire, jour) == apres.en_charge
        if avant.commune and avant.commune != apres.commune:
            assert not apres.incertaine


@settings(max_examples=60, deadline=None)
@given(histoires())
def test_it_is_the_commune_of_the_last_certain_day(histoire):
    """Day after day, without knowing what makes a day different from the one before."""
    certaine, jour = None, PREMIER - timedelta(days=370)
    while jour <= DERNIER:
        certaine = commune_le(histoire, jour) or certaine
        residence = lire_residence(histoire, jour)
        if certaine:
            assert residence.en_charge == certaine
        assert lire_lieu(histoire, jour).residence == residence
        if commune_le(histoire, jour):
            assert residence == (certaine, certaine, False)
        jour += UN_JOUR


@settings(max_examples=60, deadline=None)
@given(histoires())
def test_the_stays_say_for_every_past_day_which_commune_was_in_charge(histoire):
    sejours = lire_sejours(histoire, DERNIER)
    assert all(avant.debut < apres.debut for avant, apres in zip(sejours, sejours[1:], strict=False))
    assert all(avant.commune != apres.commune for avant, apres in zip(sejours, sejours[1:], strict=False))
    jour = PREMIER - timedelta(days=370)
    while jour <= DERNIER:
        commences = tuple(sejour for sejour in sejours if sejour.debut <= jour)
        assert (commences[-1].commune if commences else None) == lire_residence(histoire, jour).en_charge
        if commence := lire_sejours(histoire, jour):
            assert commence == commences, "what is read later of that day is the same"
        jour += UN_JOUR


def test_a_stay_begins_on_the_first_day_that_is_certain():
    histoire = residences(("21015", "2024-03-04"), ("21009", "2026-03-00"), ("21004", "2026-06-01"))
    lus = [(str(sejour.debut), sejour.commune) for sejour in lire_sejours(histoire, JOUR)]
    assert lus == [("2024-03-04", "21015"), ("2026-03-31", "21009"), ("2026-06-01", "21004")]


def test_a_possible_commune_is_in_charge_until_another_one_is_certain():
    histoire = residences(("21015", "2024-00-00"), ("21009", "2025-06-03"))
    lus = [(str(sejour.debut), sejour.commune) for sejour in lire_sejours(histoire, JOUR)]
    assert lus == [("2024-01-01", "21015"), ("2025-06-03", "21009")]
    assert lire_sejours(residences(("62063", "2024-03-04")), JOUR) == ()
