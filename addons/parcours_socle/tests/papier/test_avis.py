# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The mail that says that a letter waits says it in both languages, and nothing else."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_socle.papier.avis import rediger


def test_it_says_who_has_the_letter_and_how_to_reach_them_in_both_languages():
    avis = rediger(
        {"fr": "Commune d’Uccle", "nl": "Gemeente Ukkel"},
        {"fr": ("Place Jean Vander Elst 29", "", "02 000 00 00"), "nl": ("Jean Vander Elstplein 29",)},
    )
    francais, neerlandais = avis.texte.split("---")
    assert "l’administration suivante : Commune d’Uccle." in francais
    assert "  Place Jean Vander Elst 29\n  02 000 00 00\n" in francais
    assert "bij de volgende administratie: Gemeente Ukkel." in neerlandais
    assert avis.entetes["Auto-Submitted"] == "auto-generated"
    page = ElementTree.fromstring(f"<div>{avis.html}</div>")
    assert [bloc.get("lang") for bloc in page.iter("div")][1:] == ["fr-BE", "nl-BE"]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_no_name_of_an_authority_becomes_markup(nom):
    avis = rediger({"fr": nom, "nl": nom}, {"fr": (nom,), "nl": ()})
    page = ElementTree.fromstring(f"<div>{avis.html}</div>")
    assert {element.tag for element in page.iter()} <= {"div", "p", "br", "small", "hr"}


def test_a_language_is_never_left_out():
    with pytest.raises(KeyError):
        rediger({"fr": "A"}, {"fr": ()})
