# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What somebody is on one day: nationality, card, reason of residence, register (loi.md §2b).

A *reading* (`lecture`) takes every unknown day as early (0) or as late (1) as possible. A fact is looked up in both,
each on its own day, and is known when the two answers are the same.
"""

from __future__ import annotations

from .intervalles import LECTURES
from .modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    NON,
    OUI,
    SANS_DATE_REFERENCE,
    Fait,
)

SANS_REFERENCE = Fait(None, (), SANS_DATE_REFERENCE)


# ---- nationality ----------------------------------------------------------------------------------------------------


def belge(histoire, lectures):
    """Belgian by IT 031 or IT 032.

    :param lectures: the day of each of the two readings, or None when the day is not known
    """
    return _nationalite(histoire, lectures, lambda code: code == histoire.tables.belge if code else None)


def ue(histoire, lectures):
    """National of the EU, the EEA or Switzerland by IT 031 or IT 032. Refugees and persons of undetermined or unknown
    nationality never are; a code in no table leaves the question open unless another answers yes."""
    tables = histoire.tables

    def classe(code):
        if code in tables.ue_plus and not tables.sans_pays(code):
            return True
        return False if code and tables.nationalite_connue(code) else None

    return _nationalite(histoire, lectures, classe)


def nationalite(histoire, jour):
    """Code of the nationality on that day. Who is Belgian is Belgian, whatever else; else IT 031 says it; without it,
    of the nationalities of IT 032, which hold together, the one that began last."""
    est_belge = belge(histoire, (jour, jour))
    if est_belge.valeur == OUI:
        return Fait(histoire.tables.belge, est_belge.sources)
    if est_belge.valeur is None:
        return est_belge
    lues = [_nationalites_tenues(histoire, jour, lecture) for lecture in LECTURES]
    lues = [lue for lue in lues if lue[0] or lue[1]]  # as above: a reading in which none has begun yet is no reading
    (principales, autres), derniere = lues[0], lues[-1]
    if principales != derniere[0] or len(principales) > 1 or (not principales and autres != derniere[1]):
        return Fait(None, est_belge.sources, DATE_PARTIELLE)
    code = principales.pop() if principales else max(autres)[1]
    return Fait(code, est_belge.sources)


def _nationalites_tenues(histoire, jour, lecture):
    """(codes of IT 031, {(start, code)} of IT 032) in force on that day in that reading."""
    principales = {i.code for e in histoire.nationalites if e.en_vigueur(jour, lecture) for i in e.entrees}
    autres = {(e.tot, e.information.code) for e in histoire.plurinationalites if _tient(e, jour, lecture)}
    return principales, autres


def _tient(entree, jour, lecture):
    return (entree.tard if lecture else entree.tot) <= jour < (entree.fin_tard if lecture else entree.fin_tot)


def _nationalite(histoire, lectures, classe):
    if lectures is None:
        return SANS_REFERENCE
    reponses, sources, doute = [], set(), False
    for lecture, jour in enumerate(lectures):
        codes = []  # one set of possible codes for each nationality held
        for etape in histoire.nationalites:
            if etape.en_vigueur(jour, lecture):
                codes.append({i.code for i in etape.entrees})
                sources.update(i.id for i in etape.entrees)
                doute |= etape.doute
        for entree in histoire.plurinationalites:
            if _tient(entree, jour, lecture):
                codes.append({entree.information.code})
                sources.add(entree.information.id)
                doute |= entree.doute
        if codes:
            reponses.append(_un_oui_suffit({_unanime(map(classe, possibles)) for possibles in codes}))
    if not reponses:
        return Fait(None, (), AUCUNE_ENTREE)
    # Everyone has a nationality: a reading in which none has begun yet is no reading.
    reponse, sources = _unanime(reponses), tuple(sorted(sources))
    if doute:
        return Fait(None, sources, CONTRADICTOIRE)
    if reponse is None:
        inconnus = [c for c in _codes(histoire, sources) if classe(c) is None]
        return Fait(None, sources, CODE_INCONNU if inconnus else DATE_PARTIELLE)
    return Fait(OUI if reponse else NON, sources)


def _codes(histoire, sources):
    entrees = [i for etape in histoire.nationalites for i in etape.entrees]
    entrees += [entree.information for entree in histoire.plurinationalites]
    return [i.code for i in entrees if i.id in sources]


# ---- card, reason, register -----------------------------------------------------------------------------------------


def carte(histoire, lectures):
    """Code of the last card or document, expired or not."""
    return _connu(code_en_vigueur(histoire.cartes, lectures), histoire.tables.cartes_lues.__contains__)


def motif(histoire, lectures):
    """Code of the reason of residence."""
    return _connu(code_en_vigueur(histoire.motifs, lectures), histoire.tables.motif_connu)


def _connu(fait, connu):
    """That code when it is in the tables: what another one means is unknown."""
    return fait if fait.valeur is None or connu(fait.valeur) else Fait(None, fait.sources, CODE_INCONNU)


def code_en_vigueur(etapes, lectures):
    """The code in force, when both readings agree on it: known to the tables or not."""
    if lectures is None:
        return SANS_REFERENCE
    codes, sources, doute = [], set(), False
    for lecture, jour in enumerate(lectures):
        trouves = set()
        for etape in etapes:
            if etape.en_vigueur(jour, lecture):
                trouves.update(i.code for i in etape.entrees)
                sources.update(i.id for i in etape.entrees)
                doute |= etape.doute
        codes.append(trouves)
    sources = tuple(sorted(sources))
    if not sources:
        return Fait(None, (), AUCUNE_ENTREE)
    if doute:
        return Fait(None, sources, CONTRADICTOIRE)
    tot, tard = codes
    if tot != tard or len(tot) != 1:
        return Fait(None, sources, DATE_PARTIELLE)
    return Fait(tot.pop(), sources)


def _unanime(reponses):
    """The common answer, None when they differ (or one is unknown)."""
    reponses = set(reponses)
    return reponses.pop() if len(reponses) == 1 else None


def _un_oui_suffit(reponses):
    """Three-valued "or"."""
    if True in reponses:
        return True
    return None if None in reponses else False
