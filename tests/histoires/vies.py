# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How a life of the catalogue is told.

Unless a line says otherwise the newcomer is Moroccan, born on 12 May 1990, a third-country worker registered on 2
September 2024 in Schaerbeek with a card A valid until 2028; "today" is 24 November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .histoire import Histoire

AUJOURD_HUI = date(2026, 11, 24)
JOUR = "2024-09-02"
NAISSANCE = "1990-05-12"
OBLIGE, EXEMPTE, HORS, EXAMINER = "oblige", "exempte", "hors_public", "a_examiner"


@dataclass(frozen=True)
class Cas:
    """One life and what an examination must say of it.

    `regle`: code of one rule that decides (`C1` registered, `C2` obligation in force, `C3` not Belgian, `C4` age, `C5`
    legal stay, or the code of an exemption): false for `hors_public`, true for `exempte`, unknown for `a_examiner`,
    empty for `oblige`. `motif`: expected `ref_inscription_motif`. `reglement`: R1 or R2, empty when the reference date
    is not certain. `cloture`: the reason for which the file is closed, empty when it is not (loi.md §6).
    """

    nom: str
    histoire: Histoire
    resultat: str
    regle: str = ""
    exemption: str = ""
    motif: str = "inscrit"
    reglement: str = "R2"
    loi: str = "§2"
    cloture: str = ""
    jour: date = AUJOURD_HUI


def vie(
    jour=JOUR,
    *,
    naissance=NAISSANCE,
    nationalite="354",
    commune="21015",
    registre="1",
    carte="0010",
    expiration="2028-01-01",
    motif="040401",
    **personne,
):
    """A newcomer of that day; None leaves an entry out."""
    histoire = Histoire(naissance=naissance, **personne)
    if nationalite:
        histoire.nationalite(naissance if naissance[:4] != "0000" else "1990-01-01", nationalite)
    if registre:
        histoire.registre(jour, registre)
    if commune:
        histoire.commune(jour, commune)
    if carte:
        histoire.carte(jour, carte, expiration)
    if motif:
        histoire.motif(jour, motif)
    return histoire


def ailleurs(depuis, commune="44021", registre="1", **options):
    """Someone who lived elsewhere in Belgium since that day, then came to Schaerbeek on `JOUR`."""
    return vie(registre=None, **options).registre(depuis, registre).commune(depuis, commune)


def parti(code):
    """Seven years of stay broken by that code in IT 001."""
    return ailleurs("2017-01-02").commune("2022-03-01", code)


def attente(depuis, jour=JOUR, **options):
    """Waiting register in Schaerbeek since `depuis`, register of foreigners since `jour`."""
    options.setdefault("motif", "020000")
    return vie(jour, commune=None, **options).commune(depuis, "21015").registre(depuis, "5")


R1, SANS = {"reglement": "R1"}, {"reglement": ""}
