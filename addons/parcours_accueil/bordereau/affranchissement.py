# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table that leaves with the letters: for whom each is, in the order of the merged file, and the columns that come
back filled in. It comes back as it is (`lecture`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from .modele import COLONNES

#: Name of each column of the addresses, in French and in Dutch.
ADRESSES = {
    "rang": ("Rang", "Rang"),
    "rue": ("Rue et numéro", "Straat en nummer"),
    "localite": ("Code postal et localité", "Postcode en gemeente"),
    "pays": ("Pays", "Land"),
    "pages": ("Pages", "Bladzijden"),
}
#: Name of each channel; `cellules.CANAUX` reads them back.
CANAUX = {
    "accuse": ("Recommandé avec accusé de réception", "Aangetekend met ontvangstbewijs"),
    "recommande": ("Recommandé", "Aangetekend"),
    "ordinaire": ("Ordinaire", "Gewoon"),
    "remise": ("En mains propres", "Overhandigd"),
    "ebox": ("eBox", "eBox"),
}
_ORDRE = ("rang", "lettre", "canal", "nom", "rue", "localite", "pays", "pages")
_ORDRE += ("preuve", "envoi", "issue", "jour", "motif")
_LANGUES = {"fr": 0, "nl": 1}
#: What makes a spreadsheet take a text for a formula.
_FORMULE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Envoi:
    """A letter that leaves: its number, for whom, where, how, and how many pages it has.

    :param rue, localite: the lines of the address, the last one apart
    """

    lettre: str
    canal: str
    nom: str
    rue: str
    localite: str
    pays: str
    pages: int


def ecrire(envois: Iterable[Envoi], langue: str) -> bytes:
    """Return the CSV of the letters, in their order: UTF-8 with its mark and semicolons, as spreadsheets here open it.

    :param langue: "fr" or "nl", of who reads it
    """
    rang_langue, sortie = _LANGUES[langue], io.StringIO(newline="")
    noms = {cle: noms[rang_langue] for cle, noms in (COLONNES | ADRESSES).items()}
    table = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    table.writerow([noms[cle] for cle in _ORDRE])
    for rang, envoi in enumerate(envois, 1):
        canal = CANAUX[envoi.canal][rang_langue]
        qui = (envoi.nom, envoi.rue, envoi.localite, envoi.pays)
        table.writerow([rang, envoi.lettre, canal, *map(_sans_formule, qui), envoi.pages, *[""] * 5])
    return b"\xef\xbb\xbf" + sortie.getvalue().encode("utf-8")


def _sans_formule(texte: str) -> str:
    """A text on one line that no spreadsheet runs.

    >>> _sans_formule("=1+1"), _sans_formule("Rue\\nX")
    ("'=1+1", 'Rue X')
    """
    ligne = " ".join(texte.split())
    return f"'{ligne}" if ligne.startswith(_FORMULE) else ligne
