# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The file of a letter can be archived, read aloud, and recognised when it comes back."""

import io
import subprocess
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from odoo.addons.parcours_socle.papier import pdf, qr
from odoo.addons.parcours_socle.papier.page import RECOMMANDE, Destinataire, LogoIllisible

from .commun import DEUX, FR, LETTRE, NL, NOMS, dessin, etiquettes, lire, texte


@pytest.fixture(scope="module")
def deux():
    return lire(replace(DEUX, logo=dessin()))


def image(octets, page=1, points=200):
    """The picture of a page, as a printer makes it."""
    commande = ["pdftoppm", "-r", str(points), "-f", str(page), "-l", str(page), "-gray", "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(commande, input=octets, capture_output=True, check=True).stdout))


def test_the_file_says_that_it_is_an_archive_and_what_its_colours_are(deux):
    racine = deux.trailer["/Root"]
    declare = racine["/Metadata"].get_data().decode("utf-8")
    assert 'pdfaid:part="3"' in declare or "<pdfaid:part>3</pdfaid:part>" in declare
    assert 'pdfaid:conformance="A"' in declare or "<pdfaid:conformance>A</pdfaid:conformance>" in declare
    assert [intention["/S"] for intention in racine["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert racine["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"
    assert "/ID" in deux.trailer
    assert "/Encrypt" not in deux.trailer


def test_every_font_is_in_the_file_with_the_signs_that_it_draws(deux):
    polices = {nom: police.get_object() for page in deux.pages for nom, police in page["/Resources"]["/Font"].items()}
    assert polices
    for police in polices.values():
        assert "/ToUnicode" in police
        decrit = police["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(decrit)


def test_the_file_has_a_title_an_author_and_the_languages_of_its_parts(deux):
    assert deux.metadata.title == f"{FR.objet} / {NL.objet}"
    assert deux.metadata.author == FR.expediteur
    assert deux.trailer["/Root"]["/Lang"] == "fr-BE"
    assert deux.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [e["/Lang"] for e in etiquettes(deux) if e["/S"] == "/Sect"] == ["fr-BE", "nl-BE"]


def test_a_part_of_several_pages_is_in_its_language_on_each():
    long = replace(DEUX, volets=(replace(FR, corps="<p>Une ligne.</p>" * 80), NL))
    fichier = lire(long)
    assert len(fichier.pages) >= 4
    langues = [e["/Lang"] for e in etiquettes(fichier) if e["/S"] == "/Sect"]
    assert langues == ["fr-BE"] * (len(fichier.pages) - 1) + ["nl-BE"]


def test_pictures_are_told_and_headings_lists_and_paragraphs_are_named(deux):
    vues = list(etiquettes(deux))
    assert [e.get("/Alt") for e in vues if e["/S"] == "/Figure"] == [
        "Logo\N{NO-BREAK SPACE}: Commune de Molenbeek-Saint-Jean",
        "Code de cette lettre",
        "Logo: Gemeente Sint-Jans-Molenbeek",
        "Code van deze brief",
    ]
    assert {"/Sect", "/H1", "/H2", "/P", "/L", "/LI", "/Span"} <= {e["/S"] for e in vues}


def test_everything_the_law_asks_for_is_on_the_paper(deux):
    imprime = texte(deux)
    for volet in (FR, NL):
        for ligne in (volet.expediteur, volet.objet, *volet.contact, volet.mediateur, *volet.recours.splitlines()):
            assert ligne in imprime
    for ligne in (DEUX.numero, DEUX.reference, DEUX.destinataire.nom, *DEUX.destinataire.lignes, "1 / 2", "2 / 2"):
        assert ligne in imprime


@pytest.mark.parametrize("nom", NOMS)
def test_a_name_is_printed_in_any_script(nom):
    """Every sign has its drawing, and the text of the file is the name."""
    octets = pdf.imprimer(replace(LETTRE, destinataire=replace(LETTRE.destinataire, nom=nom)))
    sortie = subprocess.run(["pdftotext", "-raw", "-", "-"], input=octets, capture_output=True, check=True).stdout
    imprime = {signe for signe in sortie.decode("utf-8") if not signe.isspace()}
    assert {signe for signe in nom if not signe.isspace()} <= imprime


def test_the_code_is_read_back_from_the_paper():
    for _tirage in range(5):
        code = qr.tirer()
        octets = pdf.imprimer(replace(LETTRE, jeton=code))
        assert [trouve.text for trouve in zxingcpp.read_barcodes(image(octets))] == [code]


@pytest.mark.parametrize(
    "destinataire",
    [
        LETTRE.destinataire,
        Destinataire(
            "Maria da Conceição dos Santos Oliveira de Albuquerque", ("Rue " + "Longue " * 9, "1080 X"), "Brésil"
        ),
        Destinataire("Xx" * 45, ("Rue" * 20, "1080 X")),
    ],
)
def test_the_window_shows_the_address_whole_and_nothing_else_is_near_it(destinataire):
    """A window slides over the sheet: what it must show, and what it might show (page.py)."""
    feuille = image(pdf.imprimer(replace(LETTRE, destinataire=destinataire, canal=RECOMMANDE)), points=254)
    assert feuille.size == pytest.approx((2100, 2970), abs=1)
    encre = feuille.point(lambda gris: 255 * (gris < 128))
    autour = encre.copy()
    autour.paste(0, (1050, 450, 1950, 790))
    assert encre.crop((1050, 450, 1950, 790)).getbbox()
    assert not autour.crop((950, 340, 2050, 900)).getbbox()


def test_a_picture_is_kept_no_larger_than_the_paper_shows_it():
    grand, petit = pdf.imprimer(replace(LETTRE, logo=dessin((4000, 3000)))), pdf.imprimer(LETTRE)
    assert len(grand) < len(petit) + 20_000
    assert Image.open(io.BytesIO(pdf.reduire(dessin((4000, 3000))))).size == (316, 237)
    with pytest.raises(LogoIllisible):
        pdf.imprimer(replace(LETTRE, logo=b"\x89PNG\r\n\x1a\nbroken"))


def test_two_letterheads_are_never_mixed_up():
    rouge = dessin((100, 100), "JPEG")
    for logo in (rouge, dessin((300, 300)), rouge):
        fichier = lire(replace(LETTRE, logo=logo))
        (image_,) = fichier.pages[0]["/Resources"]["/XObject"].values()
        assert image_.get_object()._data == pdf.reduire(logo)


def test_a_text_that_asks_for_something_outside_gets_nothing():
    octets = pdf.imprimer(
        replace(LETTRE, volets=(replace(FR, corps='<p><img src="file:///etc/hostname" alt="x"/>a</p>'),))
    )
    assert not PdfReader(io.BytesIO(octets)).pages[0].images


def test_letters_are_put_together_in_their_order():
    lettres = [pdf.imprimer(replace(lettre, numero=f"N-{rang}")) for rang, lettre in enumerate((LETTRE, DEUX, LETTRE))]
    ensemble = PdfReader(io.BytesIO(pdf.fusionner(lettres)))
    assert [page.extract_text().split("N-")[1][0] for page in ensemble.pages] == ["0", "1", "1", "2"]
    recto = PdfReader(io.BytesIO(pdf.fusionner(lettres, recto_verso=True)))
    assert [bool(page.extract_text()) for page in recto.pages] == [True, False, True, True, True, False]
