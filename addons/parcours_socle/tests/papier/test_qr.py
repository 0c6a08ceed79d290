# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The code of a letter says nothing, is never the same twice, and is read back from paper and from a hand."""

import doctest
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_socle.papier import qr


def test_the_examples_are_true():
    assert not doctest.testmod(qr).failed


def test_a_code_is_drawn_at_random_and_read_back():
    codes = [qr.tirer() for _rang in range(2000)]
    assert len(set(codes)) == len(codes)
    assert all(qr.lire(code) == code for code in codes)


@given(st.integers(0, 20), st.sampled_from(["", " ", "-", "."]))
def test_a_code_copied_by_hand_is_read_as_it_was_drawn(rang, separateur):
    code = qr.tirer()
    main = code.lower().replace("o", "0").replace("i", "1")
    assert qr.lire(main[: 4 + rang] + separateur + main[4 + rang :]) == code


@given(st.text())
def test_what_is_no_code_is_none(texte):
    assert qr.lire(texte) in ("", qr.lire(qr.lire(texte)))


def test_the_drawing_says_what_it_is_to_who_does_not_see_it():
    dessin = ElementTree.fromstring(qr.svg(qr.tirer(), "Code & <lettre>"))
    assert dessin.findtext("{http://www.w3.org/2000/svg}title") == "Code & <lettre>"
