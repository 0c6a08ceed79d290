# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The page of a letter: what stands on it for whom, in which language, and that no value becomes markup."""

import doctest
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_socle.papier import page
from odoo.addons.parcours_socle.papier.page import RECOMMANDE, Destinataire, Lettre, LogoIllisible, Volet, html

from .commun import DEUX, FR, LETTRE, dessin


def lue(lettre, **options):
    return ElementTree.fromstring(html(lettre, **options))


def classe(racine, nom):
    return [element for element in racine.iter() if nom in (element.get("class") or "").split()]


def mots(element):
    return " ".join(" ".join(element.itertext()).split())


def test_the_examples_are_true():
    assert not doctest.testmod(page).failed


def test_a_letter_in_both_languages_says_first_that_the_other_one_follows():
    racine = lue(DEUX)
    assert racine.get("lang") == "fr-BE"
    assert [volet.get("lang") for volet in classe(racine, "volet")] == ["fr-BE", "nl-BE"]
    assert [(mots(suite), suite.get("lang")) for suite in classe(racine, "suite")] == [
        ("De Nederlandse tekst volgt.", "nl-BE")
    ]
    assert [mots(lieu) for lieu in classe(racine, "lieu")] == [
        "Molenbeek-Saint-Jean, le 1er mars 2026",
        "Sint-Jans-Molenbeek, 1 maart 2026",
    ]


def test_an_address_abroad_ends_with_the_country():
    racine = lue(replace(LETTRE, destinataire=Destinataire("A", ("1 rue B", "59000 Lille"), "France")))
    assert mots(classe(racine, "adresse")[0]) == "A 1 rue B 59000 Lille FRANCE"


def test_a_letter_without_an_address_says_that_it_is_handed_over():
    racine = lue(replace(DEUX, destinataire=Destinataire("Amina Exemple", (), "France"), canal=RECOMMANDE))
    assert [mots(adresse) for adresse in classe(racine, "adresse")] == [
        "Remis en mains propres Amina Exemple",
        "Persoonlijk overhandigd Amina Exemple",
    ]


def test_a_registered_letter_says_so():
    assert mots(classe(lue(replace(LETTRE, canal=RECOMMANDE)), "canal")[0]) == "Recommandé"
    assert not classe(lue(LETTRE), "canal")


def test_the_ombudsman_alone_says_nothing_of_an_appeal():
    racine = lue(replace(LETTRE, volets=(replace(FR, recours=""),)))
    assert mots(classe(racine, "recours")[0]) == "Si vous n’êtes pas satisfait Le médiateur écoute."
    assert not classe(lue(replace(LETTRE, volets=(replace(FR, recours="", mediateur=""),))), "recours")


def test_a_long_address_is_written_smaller():
    longue = Destinataire("x" * 120, ("y" * 80, "1000 Bruxelles"))
    assert classe(lue(replace(LETTRE, destinataire=longue)), "serre")
    assert not classe(lue(LETTRE), "serre")


def test_a_letterhead_bears_a_picture_with_its_text_or_none():
    image = next(lue(replace(LETTRE, logo=dessin())).iter("img"))
    assert image.get("alt") == "Logo\N{NO-BREAK SPACE}: Commune de Molenbeek-Saint-Jean"
    assert image.get("src").startswith("data:image/png;base64,")
    assert not list(lue(LETTRE).iter("img"))
    with pytest.raises(LogoIllisible):
        html(replace(LETTRE, logo=b"<svg/>"))


def test_the_preview_of_a_text_bears_no_code():
    racine = lue(replace(LETTRE, jeton=""), style="p > b { color: red }")
    assert not classe(racine, "code")
    assert racine.findtext("head/style") == "p > b { color: red }"


@given(st.text(), st.lists(st.text(), min_size=1, max_size=5), st.text())
def test_no_value_becomes_markup(nom, lignes, objet):
    lettre = replace(
        LETTRE,
        reference=objet,
        numero=nom,
        destinataire=Destinataire(nom, tuple(lignes), nom),
        volets=(replace(FR, objet=objet, expediteur=nom, contact=tuple(lignes), mediateur=nom, recours=objet),),
    )
    racine = lue(lettre)
    balises = {element.tag.rpartition("}")[2] for element in racine.iter()}
    assert balises <= {"html", "head", "title", "meta", "body", "section", "div", "p", "h1", "h2", "span", "br"} | {
        *("strong", "ul", "li", "svg", "path")
    }


textes = st.text()
volets = st.builds(
    Volet,
    **dict.fromkeys(("expediteur", "lieu", "objet", "corps", "mediateur", "recours"), textes),
    langue=st.sampled_from(["fr", "nl"]),
    contact=st.lists(textes, max_size=3).map(tuple),
)
lettres = st.builds(
    Lettre,
    **dict.fromkeys(("numero", "reference", "jeton", "logo_texte", "canal"), textes),
    jour=st.dates(),
    destinataire=st.builds(Destinataire, textes, st.lists(textes, max_size=3).map(tuple), textes),
    volets=st.lists(volets, min_size=1, max_size=2).map(tuple),
    logo=st.binary(max_size=20),
)


@given(lettres)
def test_a_letter_goes_to_another_process_and_is_the_same_there(lettre):
    ligne = lettre.en_json()
    assert "\n" not in ligne
    assert ligne.isascii()
    assert Lettre.depuis_json(ligne) == lettre
