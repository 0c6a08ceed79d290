# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a file says on one day: nationality, card, reason of residence, permit (law.md §2b).

A *reading* (`lecture`) takes every unknown day as early (0) or as late (1) as possible. A fact is looked up in both,
each on its own day, and is known when the two answers are the same.
"""

from __future__ import annotations

from .histoire import carte_compte, expiration
from .intervalles import bornes, succession
from .modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    EXPIRATION_INCONNUE,
    NON,
    OUI,
    SANS_DATE_REFERENCE,
    Fait,
)

SANS_REFERENCE = Fait(None, (), SANS_DATE_REFERENCE)


class Etat:
    """The successions that are looked up on a day, made once for a file."""

    __slots__ = ("cartes", "motifs", "nationalites", "plurinationalites", "tables")

    def __init__(self, informations, cartes, tables):
        self.tables = tables
        self.cartes = cartes
        self.nationalites = succession(informations.get("031", ()))
        # Several nationalities coexist: each lasts until its own end, never until the next entry.
        self.plurinationalites = [entree for i in informations.get("032", ()) if (entree := bornes(i))]
        # IT 202 also carries free text; without a code it says nothing about the reason.
        self.motifs = succession([i for i in informations.get("202", ()) if i.code])

    # ---- nationality ------------------------------------------------------------------------------------------------

    def belge(self, lectures):
        """Belgian by IT 031 or IT 032."""
        belge = self.tables.belge
        return self._nationalite(lectures, lambda code: code == belge if code else None)

    def ue(self, lectures):
        """National of the EU, the EEA or Switzerland by IT 031 or IT 032. Refugees and persons of undetermined or
        unknown nationality never are; a code in no table leaves the question open unless another answers yes."""
        tables = self.tables

        def classe(code):
            if code in tables.ue_plus and not tables.sans_pays(code):
                return True
            return False if code and tables.nationalite_connue(code) else None

        return self._nationalite(lectures, classe)

    def _nationalite(self, lectures, classe):
        if lectures is None:
            return SANS_REFERENCE
        reponses, sources, doute = [], set(), False
        for lecture, jour in enumerate(lectures):
            codes = []  # one set of possible codes for each nationality held
            for etape in self.nationalites:
                if etape.en_vigueur(jour, lecture):
                    codes.append({i.code for i in etape.entrees})
                    sources.update(i.id for i in etape.entrees)
                    doute |= etape.doute
            for entree in self.plurinationalites:
                if (entree.tard if lecture else entree.tot) <= jour < (entree.fin_tard if lecture else entree.fin_tot):
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
            inconnus = [c for c in self._codes(sources) if classe(c) is None]
            return Fait(None, sources, CODE_INCONNU if inconnus else DATE_PARTIELLE)
        return Fait(OUI if reponse else NON, sources)

    def _codes(self, sources):
        entrees = [i for etape in self.nationalites for i in etape.entrees]
        entrees += [entree.information for entree in self.plurinationalites]
        return [i.code for i in entrees if i.id in sources]

    # ---- card, reason -----------------------------------------------------------------------------------------------

    def carte(self, lectures):
        """Code of the last card or document, expired or not."""
        return _code(self.cartes, lectures, self.tables.cartes_lues.__contains__)

    def motif(self, lectures):
        """Code of the reason of residence."""
        return _code(self.motifs, lectures, self.tables.motif_connu)

    # ---- permit of today --------------------------------------------------------------------------------------------

    def permis(self, jour):
        """(`jour_permis_fin`: last day of validity of the card, `jour_permis_valide`). A card that is no permit of more
        than three months is not a valid permit; the day of expiry still is a day of validity."""
        lectures = [[e for e in self.cartes if e.en_vigueur(jour, lecture)] for lecture in (0, 1)]
        etapes = lectures[0] + [e for e in lectures[1] if e not in lectures[0]]
        if not etapes:
            # A card withdrawn without another one: the permit is over.
            finies = tuple(sorted(i.id for e in self.cartes if e.limite_tard <= jour for i in e.entrees))
            valide = Fait(NON, finies) if finies else Fait(None, (), AUCUNE_ENTREE)
            return Fait(None, finies, AUCUNE_ENTREE), valide
        cartes = [i for e in etapes for i in e.entrees]
        sources = tuple(sorted(i.id for i in cartes))
        if any(e.doute for e in etapes):
            return Fait(None, sources, CONTRADICTOIRE), Fait(None, sources, CONTRADICTOIRE)
        certain = lectures[0] == lectures[1]
        fins = {expiration(i) for i in cartes}
        note = EXPIRATION_INCONNUE if fins == {(None, None)} else DATE_PARTIELLE
        tot, tard = fins.pop() if len(fins) == 1 else (None, None)
        fin = Fait(tot, sources) if tot and tot == tard and certain else Fait(None, sources, note)
        reponses = {_valide(i, jour, self.tables) for i in cartes} | (set() if certain else {(NON, "")})
        if len(reponses) == 1:
            valeur, note = reponses.pop()
        else:
            valeur, note = None, next((note for _, note in sorted(reponses, key=str) if note), DATE_PARTIELLE)
        return fin, Fait(valeur, sources, note)


def _valide(information, jour, tables):
    """('oui'/'non'/None, note) for one card on a day it has not been replaced."""
    compte = carte_compte(information, tables)
    tot, tard = expiration(information)
    if compte is False or (tard and tard < jour):
        return NON, ""
    if tot is None:
        return None, EXPIRATION_INCONNUE
    if information.debut_tot and tard < information.debut_tot:
        return None, CONTRADICTOIRE
    if compte is None:
        return None, CODE_INCONNU if information.code not in tables.attestations else DATE_PARTIELLE
    return (OUI, "") if tot >= jour else (None, DATE_PARTIELLE)


def _code(etapes, lectures, connu):
    """The code in force, when both readings agree on it and it is in the tables."""
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
    if codes[0] != codes[1] or len(codes[0]) != 1:
        return Fait(None, sources, DATE_PARTIELLE)
    code = codes[0].pop()
    return Fait(code, sources) if connu(code) else Fait(None, sources, CODE_INCONNU)


def _unanime(reponses):
    """The common answer, None when they differ (or one is unknown)."""
    reponses = set(reponses)
    return reponses.pop() if len(reponses) == 1 else None


def _un_oui_suffit(reponses):
    """Three-valued "or"."""
    if True in reponses:
        return True
    return None if None in reponses else False
