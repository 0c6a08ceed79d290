# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The number by which anybody verifies a paper: drawn at random, read back from a hand, kept as a digest."""

import doctest
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_socle.papier import numero, page, pdf

from .commun import DEUX


def test_the_examples_are_true():
    assert not doctest.testmod(numero).failed


def test_a_number_is_drawn_at_random_and_read_back_as_it_is_printed():
    tires = [numero.tirer() for _rang in range(2000)]
    assert len(set(tires)) == len(tires)
    assert all(numero.lire(numero.en_groupes(tire)) == tire for tire in tires)


@given(st.integers(0, 20), st.sampled_from(["", " ", "-", "."]))
def test_a_number_copied_by_hand_is_read_as_it_was_drawn(rang, separateur):
    tire = numero.tirer()
    main = tire.lower().replace("o", "0").replace("i", "1").replace("b", "8")
    assert numero.lire(main[:rang] + separateur + main[rang:]) == tire


@given(st.text())
def test_what_is_no_number_is_none(texte):
    assert numero.lire(texte) in ("", numero.lire(numero.lire(texte)))


def test_a_paper_that_can_be_verified_says_how_in_its_language_and_others_do_not():
    une = DEUX
    assert "verification" not in page.html(une)
    tire = numero.tirer()
    verifiable = replace(une, verification=tire, page_verification="https://exemple.invalid/verifier")
    dite = page.html(verifiable)
    assert numero.en_groupes(tire) in dite
    assert dite.count("https://exemple.invalid/verifier") == len(une.volets)
    assert pdf.imprimer(verifiable).pages
    assert page.Lettre.depuis_json(verifiable.en_json()) == verifiable


def test_who_has_no_address_dates_a_letter_without_a_comma_before():
    sans_lieu = replace(DEUX, volets=tuple(replace(volet, lieu="") for volet in DEUX.volets))
    dite = page.html(sans_lieu)
    assert ">Le 1er mars 2026<" in dite
    assert ">1 maart 2026<" in dite
