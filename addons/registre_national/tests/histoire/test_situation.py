# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which commune is in charge, whatever the register says and leaves out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.registre_national.histoire.situation import commune_le, lire_residence, premiere_commune
from odoo.addons.registre_national.histoire.successions import Histoire

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
        # A departure that contradicts itself is not certain; a 9999x that nobody knows is no place.
        ([("21015", "2024-03-04"), ("99992", "2026-06-01", "2026-05-01")], "21015", "21015", True),
        ([("21015", "2026-00-00"), ("99993", "2026-00-00")], "21015", "21015", True),
    ],
)
def test_the_commune_in_charge(entrees, commune, en_charge, incertaine):
    for ordre in (entrees, entrees[::-1]):
        assert lire_residence(residences(*ordre), JOUR) == (commune, en_charge, incertaine)


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
        if commune_le(histoire, jour):
            assert residence == (certaine, certaine, False)
        jour += UN_JOUR
