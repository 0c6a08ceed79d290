# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What somebody is on a day: nationality, card, reason of residence (loi.md §2b, registre.md §3).

Every unknown day is read twice, as early (0) and as late (1) as it can be: two *readings* (`lectures`). A fact is
looked up in both, each on its own day, and is known when the two answers are the same.
"""

from __future__ import annotations

from typing import NamedTuple

from .dates import en_vigueur
from .modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    NON,
    OUI,
    SANS_ETAT,
    Etat,
    Fait,
)


def lire_etat(histoire, lectures):
    """Return the `Etat` in two readings of a day.

    :param lectures: the earliest and the latest day, or None when there is none
    """
    if lectures is None:
        return SANS_ETAT
    tables, tenues = histoire.tables, _nationalites_tenues(histoire, lectures)
    cartes, motifs = _les_deux(histoire.cartes, lectures), _les_deux(histoire.motifs, lectures)
    return Etat(
        belge=_belge(histoire, tenues),
        ue=_ue(histoire, tenues),
        carte=_connu(_code(*cartes), carte_connue, tables),
        motif=_connu(_code(*motifs), motif_connu, tables),
        cartes=cartes,
    )


def _les_deux(etapes, lectures):
    """The steps in force in each reading, on its own day."""
    tot, tard = lectures
    return en_vigueur(etapes, tot, 0), en_vigueur(etapes, tard, 1)


# ---- nationality ----------------------------------------------------------------------------------------------------


class _Tenues(NamedTuple):
    """The nationalities held: in each reading in which one has begun, one set of possible codes a nationality."""

    lectures: list
    sources: tuple
    doute: bool


def _nationalites_tenues(histoire, lectures):
    """Everyone has a nationality: a reading in which none has begun yet is no reading."""
    lues, sources, doute = [], set(), False
    for lecture, jour in enumerate(lectures):
        codes = []
        for etape in en_vigueur(histoire.nationalites + histoire.plurinationalites, jour, lecture):
            codes.append({i.code for i in etape.entrees})
            sources.update(i.id for i in etape.entrees)
            doute |= etape.doute
        if codes:
            lues.append(codes)
    return _Tenues(lues, tuple(sorted(sources)), doute)


def _belge(histoire, tenues):
    return _nationalite(histoire, tenues, lambda code: code == histoire.tables.belge if code else None)


def _ue(histoire, tenues):
    """Refugees and persons of undetermined or unknown nationality never are; a code in no table leaves the question
    open unless another answers yes."""
    tables = histoire.tables

    def classe(code):
        if code in tables.ue_plus and not sans_pays(code):
            return True
        return False if code and nationalite_connue(code, tables) else None

    return _nationalite(histoire, tenues, classe)


def _nationalite(histoire, tenues, classe):
    sources = tenues.sources
    if not tenues.lectures:
        return Fait(None, (), AUCUNE_ENTREE)
    if tenues.doute:
        return Fait(None, sources, CONTRADICTOIRE)
    reponse = _unanime(
        [_un_oui_suffit({_unanime(map(classe, possibles)) for possibles in codes}) for codes in tenues.lectures]
    )
    if reponse is None:
        inconnus = [c for c in _codes(histoire, sources) if classe(c) is None]
        return Fait(None, sources, CODE_INCONNU if inconnus else DATE_PARTIELLE)
    return Fait(OUI if reponse else NON, sources)


def _codes(histoire, sources):
    etapes = histoire.nationalites + histoire.plurinationalites
    return [i.code for etape in etapes for i in etape.entrees if i.id in sources]


# ---- card, reason ---------------------------------------------------------------------------------------------------


def _code(tot, tard):
    """The one code of the steps in force, when both readings agree on it."""
    sources = tuple(sorted({i.id for etape in tot + tard for i in etape.entrees}))
    if not sources:
        return Fait(None, (), AUCUNE_ENTREE)
    for etape in tot + tard:
        if etape.doute:
            return Fait(None, sources, CONTRADICTOIRE)
    codes = {i.code for etape in tot for i in etape.entrees}
    if len(codes) != 1 or codes != {i.code for etape in tard for i in etape.entrees}:
        return Fait(None, sources, DATE_PARTIELLE)
    return Fait(codes.pop(), sources)


def _connu(fait, connu, tables):
    """That code when it is in the tables: what another one means is unknown."""
    return fait if fait.valeur is None or connu(fait.valeur, tables) else Fait(None, fait.sources, CODE_INCONNU)


def _unanime(reponses):
    """The common answer, None when they differ (or one is unknown)."""
    reponses = set(reponses)
    return reponses.pop() if len(reponses) == 1 else None


def _un_oui_suffit(reponses):
    """Three-valued "or"."""
    if True in reponses:
        return True
    return None if None in reponses else False


# ---- what a code means ----------------------------------------------------------------------------------------------


def carte_connue(code, tables):
    """Whether the code is that of a card or document that is understood."""
    return code in tables.cartes_connues or code in tables.attestations


def motif_connu(code, tables):
    """Whether the code is in the table, by itself or by its family ("0102xx": any two digits)."""
    connus = tables.motifs_connus
    return code in connus or (len(code) == 6 and code[4:].isdigit() and f"{code[:4]}xx" in connus)


def nationalite_connue(code, tables):
    """Whether the code says what the person is: a country of the table, or one of the foreigners without a country (711
    undetermined, 999 unknown, 8xx refugee of origin xx)."""
    return code in tables.nationalites_connues or code in tables.ue_plus or sans_pays(code) or code == tables.belge


def sans_pays(code):
    """Foreigners who are of no country, whatever the tables say."""
    return code in ("711", "999") or (len(code) == 3 and code[0] == "8" and code.isdigit())
