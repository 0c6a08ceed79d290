# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A text is filled in from a list of names, and nothing else happens: nothing runs, nothing is read twice, no hole."""

import doctest
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_socle.papier import gabarit
from odoo.addons.parcours_socle.papier.gabarit import (
    BALISES,
    ChampInconnu,
    PlaceMalEcrite,
    ValeurAbsente,
    champs,
    nettoyer,
    remplir,
    remplir_ligne,
    verifier,
)


def test_the_examples_are_true():
    assert not doctest.testmod(gabarit, optionflags=doctest.IGNORE_EXCEPTION_DETAIL).failed


@pytest.mark.parametrize("ecrit", ["{{personne.nom}}", "{{ personne.nom }}", "{{&nbsp;personne.nom\u200b }}"])
def test_a_place_is_read_with_what_an_editor_puts_around_it(ecrit):
    assert champs(ecrit) == ("personne.nom",)
    assert remplir(ecrit, {"personne.nom": "A"}) == "A"


@pytest.mark.parametrize(
    "ecrit",
    ["{{ personne.nom", "personne.nom }}", "{{ }}", "{{ a b }}", "{{ <b>nom</b> }}", "{{ 7*7 }}", "{{ nom.__class__ }}"]
    + ["{{ nom() }}", "{{ nom|safe }}", "{{ nom[0] }}", "{{{ nom }}}"],
)
def test_a_place_that_is_no_name_is_refused_and_shown(ecrit):
    with pytest.raises(PlaceMalEcrite) as refus:
        champs(ecrit)
    assert refus.value.champ in ecrit.replace("<b>", "").replace("</b>", "")


def test_a_name_that_is_not_of_the_list_is_refused_with_those_that_look_like_it():
    with pytest.raises(ChampInconnu) as refus:
        verifier("<p>{{ personne.prenom }} {{ commune.non }}</p>", ["personne.prenom", "commune.nom", "terme.jours"])
    assert (refus.value.champ, refus.value.proches) == ("commune.non", ("commune.nom",))


@pytest.mark.parametrize("vide", [None, "", "  ", "\x00"])
def test_no_letter_is_filled_in_with_a_hole_in_it(vide):
    with pytest.raises(ValeurAbsente) as refus:
        remplir("<p>{{ terme.echeance }}</p>", {"terme.echeance": vide})
    assert refus.value.champ == "terme.echeance"


def test_a_value_of_several_lines_stays_on_several_lines():
    assert remplir("{{ a }}", {"a": "x\ny & z"}) == "x<br/>y &amp; z"
    assert remplir_ligne("{{ a }}!", {"a": "x\n y"}) == "x y!"


@given(st.dictionaries(st.sampled_from(["a", "b.c", "d_e"]), st.text(min_size=1).map(lambda t: f"x{t}"), min_size=1))
def test_whatever_a_value_holds_it_is_printed_and_never_read(valeurs):
    """The page stays well-formed, and its text is what the values say."""
    texte = "".join(f"<p>{{{{ {nom} }}}}</p>" for nom in valeurs)
    racine = ElementTree.fromstring(f"<div>{remplir(texte, valeurs)}</div>")
    assert [paragraphe.tag for paragraphe in racine] == ["p"] * len(valeurs)
    for paragraphe, valeur in zip(racine, valeurs.values(), strict=True):
        assert {enfant.tag for enfant in paragraphe} <= {"br"}
        imprime = "".join(paragraphe.itertext()).split()
        assert "".join(imprime) == "".join("".join(gabarit._INTERDITS.sub("", valeur).split()).splitlines())


@given(st.text(alphabet="{}ab. <>&;/p\n"))
def test_any_text_is_read_or_refused_in_words(texte):
    try:
        noms = champs(texte)
    except PlaceMalEcrite as refus:
        assert refus.champ in str(refus)
    else:
        remplir(texte, dict.fromkeys(noms, "x"))


@pytest.mark.parametrize(
    ("ecrit", "garde"),
    [
        ("<p onclick='x()' style='color:red'>a</p>", "<p>a</p>"),
        ("<script>x</script><p>a</p><style>p{}</style>", "<p>a</p>"),
        ("<p><img src='http://127.0.0.1/x'/>a<iframe src='x'>b</iframe></p>", "<p>a</p>"),
        ("<p><a href='http://x'>a</a> <font>b</font></p>", "<p>a b</p>"),
        ("a<br>b", "<p>a<br/>b</p>"),
        ("<b>a</b> b<p>c</p>d", "<p><strong>a</strong> b</p><p>c</p><p>d</p>"),
        ("<h1>a</h1><ul><li>b<li>c</ul>", "<h2>a</h2><ul><li>b</li><li>c</li></ul>"),
        ("<table><tr><td colspan='2' class='x'>a</td></tr></table>", '<table><tr><td colspan="2">a</td></tr></table>'),
        ("<!-- a --><p>b</p>", "<p>b</p>"),
        ("", ""),
    ],
)
def test_a_text_keeps_what_a_letter_is_made_of(ecrit, garde):
    assert nettoyer(ecrit) == garde


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<b>",
                "</b>",
                "<script>",
                "</script>",
                "<img/>",
                "<ul>",
                "<li>",
                "</ul>",
            ]
            + [
                "<svg>",
                "<a href='x'>",
                "</a>",
                "<p/onload=x>",
                "&lt;",
                "&",
                "x",
                "é",
                "{{a}}",
                "<table>",
                "<tr>",
                "<td>",
            ]
            + ["</table>", "<h1>", "<br>", "<!--", "-->", "<style>"]
        )
    ).map(" ".join)
)
def test_any_text_comes_out_well_formed_and_clean_and_cleaning_again_changes_nothing(ecrit):
    propre = nettoyer(ecrit)
    racine = ElementTree.fromstring(f"<section>{propre}</section>")
    permises = {*BALISES, "div", "section"}
    for element in racine.iter():
        assert element.tag in permises
        assert set(element.attrib) <= set(BALISES.get(element.tag, ()))
    assert "".join(ElementTree.fromstring(f"<section>{nettoyer(propre)}</section>").itertext()) == "".join(
        racine.itertext()
    )
