# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Check digits, the shift of the month, the parity of the serial."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulateur import numero
from simulateur.population import Population

naissances = st.dates(date(1900, 1, 1), date(2026, 12, 31))
series = st.integers(1, 998)


@given(naissances, series)
def test_composed_number_is_valid_and_generated(naissance, serie):
    compose = numero.composer(naissance.year, naissance.month, naissance.day, serie)
    assert len(compose) == 11
    assert numero.valide(compose) and numero.genere(compose)
    assert int(compose[2:4]) == naissance.month + 60
    # 97 minus the remainder, "2" before the nine for births from 2000: written here another way.
    neuf = int(compose[:9]) + (2_000_000_000 if naissance.year >= 2000 else 0)
    assert (neuf + int(compose[9:])) % 97 == 0


@given(naissances, series, st.integers(0, 10), st.integers(1, 9))
def test_one_changed_digit_is_never_valid_for_the_same_century(naissance, serie, place, ecart):
    compose = numero.composer(naissance.year, naissance.month, naissance.day, serie)
    change = compose[:place] + str((int(compose[place]) + ecart) % 10) + compose[place + 1 :]
    assert change[9:] != numero.controle(change[:9], naissance.year >= 2000)


@pytest.mark.parametrize(
    "texte", ["", "123", "ABCDEFGHIJK", "9061010015", "906101001555", "90610100100", "９０６１０１００１５５"]
)
def test_a_malformed_number_is_refused(texte):
    assert not numero.valide(texte)


def test_the_serial_says_the_sex_and_no_number_comes_twice():
    population = Population(3)
    population.peupler(3000, date(2026, 11, 24))
    assert all(int(fiche.niss[6:9]) % 2 == fiche.sexe % 2 for fiche in population.fiches)
    assert len({fiche.niss for fiche in population.fiches}) == 3000
    assert all(numero.genere(fiche.niss) for fiche in population.fiches)
    assert all(int(fiche.niss[6:9]) < numero.PREMIERE_SERIE_PARENTS for fiche in population.fiches)


def test_numbers_of_one_birth_date_run_out_with_a_clear_sentence():
    population = Population(1)
    rng = __import__("random").Random(1)
    with pytest.raises(ValueError, match="No number left"):
        for _rang in range(1000):
            population.par_niss[population.attribuer(rng, (1990, 1, 1), 1)] = None
    assert len(population.par_niss) == 399
