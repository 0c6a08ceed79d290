# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters as PDF/A-3a: tagged, with a title, languages and alternative texts, every font in the file, to be read in
twenty years and by who cannot see them.
"""

from __future__ import annotations

import functools
import hashlib
import io
import threading
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pydyf
import weasyprint
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .page import Lettre, LogoIllisible, html

VARIANTE = "pdf/a-3a"
#: 45 by 20 millimetres, and 75 by 25 (style.css), in points of a printer.
TAILLE_LOGO, TAILLE_PARAPHE = (532, 237), (886, 296)
#: The address of the drawn signature, while a letter is made.
PARAPHE = "paraphe:"
STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")


class RienDuDehors(URLFetcher):
    """A document holds everything it shows: nothing is fetched while it is made, from this machine or another."""

    def fetch(self, url, headers=None):
        raise ValueError("A document may not fetch anything.")


class _Images(RienDuDehors):
    """The pictures of a letter, under the addresses that `imprimer` wrote, and nothing else."""

    def __init__(self, images: dict[str, bytes]):
        super().__init__()
        self._images = images

    def fetch(self, url, headers=None):
        if url in self._images:
            return URLFetcherResponse(url, self._images[url])
        return super().fetch(url, headers)


class _Presse(threading.local):
    """What all letters of a thread share: the style sheet, read once, the fonts and the pictures."""

    def __init__(self):
        self.polices = FontConfiguration()
        self.style = weasyprint.CSS(string=STYLE, font_config=self.polices, url_fetcher=RienDuDehors())
        self.images = {}


_presse = functools.cache(_Presse)


class Imprime(bytes):
    """A PDF that knows how many pages it has: opening it to count them takes longer than making it."""

    pages: int

    def __new__(cls, octets: bytes, pages: int):
        imprime = super().__new__(cls, octets)
        imprime.pages = pages
        return imprime


def imprimer(lettre: Lettre) -> Imprime:
    """Return the PDF of a letter.

    :raise page.LogoIllisible: see there
    """
    presse, adresse, images, cache = _presse(), "", {}, None
    if lettre.paraphe:
        # somebody's hand is kept in the paper only: the pictures of the next letters do not stand beside it
        images[PARAPHE], cache = reduire(lettre.paraphe, TAILLE_PARAPHE), {}
    if lettre.logo:
        logo = _reduire_logo(lettre.logo)
        adresse = f"logo:{hashlib.sha256(logo).hexdigest()}"
        if adresse not in presse.images:
            # One letterhead after the other: what was kept for the one before is not needed any more.
            presse.images.clear()
        images[adresse] = logo
    paraphe = PARAPHE if lettre.paraphe else ""
    pages = []

    def finir(document, fichier):
        pages.append(len(document.pages))
        _dire_langues(document, fichier)

    document = weasyprint.HTML(string=html(lettre, logo=adresse, paraphe=paraphe), url_fetcher=_Images(images))
    octets = document.write_pdf(
        stylesheets=[presse.style],
        font_config=presse.polices,
        cache=presse.images if cache is None else cache,
        pdf_variant=VARIANTE,
        finisher=finir,
    )
    return Imprime(octets, *pages)


@functools.lru_cache(maxsize=32)
def feuille(titre: str, texte: str, langue: str) -> bytes:
    """Return a PDF of one page that says that, in that language ("fr" or "nl")."""
    presse, dits = _presse(), (escape(titre), escape(texte))
    contenu = "<html lang='{0}-BE'><head><title>{1}</title></head><body><h1>{1}</h1><p>{2}</p></body></html>"
    document = weasyprint.HTML(string=contenu.format(langue, *dits), url_fetcher=_Images({}))
    return document.write_pdf(stylesheets=[presse.style], font_config=presse.polices, pdf_variant=VARIANTE)


@functools.lru_cache(maxsize=32)
def _reduire_logo(logo: bytes) -> bytes:
    """One letterhead is on thousands of letters."""
    return reduire(logo)


def reduire(image: bytes, taille: tuple[int, int] = TAILLE_LOGO) -> bytes:
    """Return a picture as a JPEG no larger than what the paper shows of it at 300 points an inch: it is in each letter
    that is kept, and the library copies a JPEG as it is.

    :raise page.LogoIllisible: it is no picture, or not one of those that a letterhead bears
    """
    try:
        with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as lue:
            dessin = lue.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise LogoIllisible("A letterhead bears a PNG or a JPEG picture.") from None
    dessin.thumbnail(taille)
    papier, sortie = Image.new("RGB", dessin.size, "white"), io.BytesIO()
    papier.paste(dessin, mask=dessin)
    papier.save(sortie, "JPEG", quality=92, subsampling=0)
    return sortie.getvalue()


def _dire_langues(document, pdf):
    """Say the language of each part in the tree of tags, where a screen reader takes it from: the library writes that
    of the document only. A part begins a page, and there are no other sections than parts."""
    langues, langue = {}, ""
    for reference, page in zip(pdf.page_references, document.pages, strict=True):
        langue = next((ancre.rpartition("-")[2] for ancre in page.anchors if ancre.startswith("volet-")), langue)
        langues[bytes(reference)] = langue
    for objet in pdf.objects:
        if isinstance(objet, pydyf.Dictionary) and objet.get("S") == "/Sect":
            objet["Lang"] = pydyf.String(f"{langues[bytes(objet['Pg'])]}-BE")


def se_lit(octets: bytes) -> bool:
    """Whether these bytes are a PDF of at least one page, that asks no password.

    >>> se_lit(b"no PDF")
    False
    """
    try:
        return bool(len(PdfReader(io.BytesIO(octets)).pages))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def fusionner(pdfs: Iterable[bytes], recto_verso: bool = False) -> bytes:
    """Return one PDF of these, in the order given: to be printed, not to be kept (each letter is, by itself, tagged).

    :param recto_verso: printed on both sides: a blank page follows a letter of an odd number of pages, so that the
        next one begins a sheet
    """
    ensemble = PdfWriter()
    for octets in pdfs:
        lecteur = PdfReader(io.BytesIO(octets))
        for page in lecteur.pages:
            ensemble.add_page(page)
        if recto_verso and len(lecteur.pages) % 2:
            ensemble.add_blank_page()
    sortie = io.BytesIO()
    ensemble.write(sortie)
    return sortie.getvalue()
