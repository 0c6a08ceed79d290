# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A CSV or an xlsx file as lines of cells, whatever program and whatever country wrote it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

import openpyxl

from .modele import GrilleIllisible

#: Bytes of a file, of what is in an xlsx once it is opened; lines, and columns looked at.
TAILLE_MAX, OUVERT_MAX, LIGNES_MAX, COLONNES_MAX = 10_000_000, 100_000_000, 50_000, 60
SEPARATEURS = (";", ",", "\t", "|")


def lignes(octets: bytes) -> Iterator[tuple[int, list]]:
    """Give the lines that hold something, each with its number in the file, from 1.

    A cell of a CSV is a text; one of an xlsx is what the spreadsheet holds: a text, a number, a day, or None.
    :raise GrilleIllisible: vide, format, trop_grand
    """
    if len(octets) > TAILLE_MAX:
        raise GrilleIllisible("trop_grand")
    vues = 0
    for numero, cellules in _xlsx(octets) if octets[:4] == b"PK\x03\x04" else _csv(octets):
        if any(cellule is not None and str(cellule).strip() for cellule in cellules):
            vues += 1
            if vues > LIGNES_MAX:
                raise GrilleIllisible("trop_grand")
            yield numero, cellules[:COLONNES_MAX]
    if not vues:
        raise GrilleIllisible("vide")


def _xlsx(octets):
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            if sum(partie.file_size for partie in archive.infolist()) > OUVERT_MAX:
                raise GrilleIllisible("trop_grand")
        classeur = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
        feuille = classeur.worksheets[0]
        # What the file says of its own size is not to be believed.
        feuille.reset_dimensions()
        for numero, cellules in enumerate(feuille.iter_rows(values_only=True, max_col=COLONNES_MAX), 1):
            yield numero, list(cellules)
    except GrilleIllisible:
        raise
    except (zipfile.BadZipFile, ParseError, OSError, EOFError) as erreur:
        raise GrilleIllisible("format") from erreur
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError, RuntimeError) as erreur:
        # An archive that is no workbook: the library has no word of its own for it.
        raise GrilleIllisible("format") from erreur


def _csv(octets):
    texte = _texte(octets)
    premiere, _fin, reste = texte.partition("\n")
    debut = 0
    if premiere.strip().lower().startswith("sep=") and len(premiere.strip()) == 5:
        # Excel's own way to say it.
        separateur, texte, debut = premiere.strip()[4], reste, 1
    else:
        # The one that cuts the first lines most; a text in quotes may hold the others.
        tete = "\n".join(texte.splitlines()[:10])
        separateur = max(SEPARATEURS, key=lambda signe: sum(map(len, _lire(tete, signe))))
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    numero = 0
    try:
        for cellules in lecteur:
            yield debut + numero + 1, cellules
            numero = lecteur.line_num
    except csv.Error as erreur:
        raise GrilleIllisible("format") from erreur


def _lire(texte, separateur):
    try:
        return list(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur))
    except csv.Error:
        return []


def _texte(octets):
    """The text, in the charset that it shows: Excel writes UTF-8 with its mark, UTF-16, or that of Western Europe."""
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        texte = octets.decode("utf-16", "replace")
    else:
        try:
            texte = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            texte = octets.decode("cp1252", "replace")
    if "\0" in texte:
        raise GrilleIllisible("format")
    return texte
