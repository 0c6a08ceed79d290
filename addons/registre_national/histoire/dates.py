# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Dates of which the register may know only a part ("1990-05-00"), and the intervals and successions made of them:
never a guessed day, only an earliest and a latest one.

Every partial date of the house is read here, those of an answer (`depuis_parties`) and those we stored
(`lire_partielle`). A set of days is a sorted list of disjoint half-open intervals ``[start, end)``. A *succession* is
the history of one information type, entry after entry; asked "on which days does this hold?" (`periodes`), it gives
two sets: the days on which it **may** hold and those on which it **surely** holds. The first day of a conjunction then
lies between the first possible and the first sure day, whatever the unknown days really were.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

from dateutil.relativedelta import relativedelta

PASSE, FUTUR = date.min, date.max  # no known beginning, no known end
UN_JOUR = timedelta(days=1)
LECTURES = range(2)  # every unknown day as early (0), as late (1) as it can be

_TEXTE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


# ---- days -----------------------------------------------------------------------------------------------------------


def lendemain(jour):
    """The day after, or `FUTUR` at the end of time."""
    return jour + UN_JOUR if jour < FUTUR else FUTUR


def plus_mois(jour, mois):
    """`jour` moved by `mois` calendar months (may be negative); a day that the month lacks becomes its last day (31
    August + 6 months = 28 or 29 February). Outside the calendar: `PASSE` or `FUTUR`."""
    try:
        return jour + _mois(mois)
    except (ValueError, OverflowError):
        return FUTUR if mois > 0 else PASSE


@lru_cache(maxsize=64)
def _mois(mois):
    return relativedelta(months=mois)


# ---- incomplete dates -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, order=True, slots=True)
class DatePartielle:
    """A year, a month and a day, each 0 when unknown. They compare in calendar order, the unknown before the known.

    >>> DatePartielle(1990, 5, 0).texte
    '1990-05-00'
    >>> DatePartielle(1990, 5, 0).etendue
    (datetime.date(1990, 5, 1), datetime.date(1990, 5, 31))
    """

    annee: int
    mois: int = 0
    jour: int = 0
    #: "century/year/month/day" as the register wrote it, when something of it cannot be read: what is 0 is then not
    #: said to be unknown, and nothing was guessed. No part of the date itself.
    ecrite: str = field(default="", compare=False, kw_only=True)
    #: "YYYY-MM-DD", zeros for what is unknown.
    texte: str = field(init=False)
    #: The earliest and the latest day it can be; None when the year is unknown.
    au_plus_tot: date | None = field(init=False)
    au_plus_tard: date | None = field(init=False)
    #: The day when all three parts are known, else None.
    exacte: date | None = field(init=False)
    #: (`au_plus_tot`, `au_plus_tard`)
    etendue: tuple[date | None, date | None] = field(init=False)
    #: The days after these two; the end of time when they are not known.
    apres: tuple[date, date] = field(init=False)

    def __post_init__(self):
        annee, mois, jour = self.annee, self.mois, self.jour
        tot = tard = None
        if annee:
            tot = date(annee, mois or 1, jour or 1)
            tard = date(annee, mois or 12, jour or monthrange(annee, mois or 12)[1])
        # The class is frozen: its own derived fields are set once, here.
        poser = object.__setattr__
        poser(self, "texte", f"{annee:04d}-{mois:02d}-{jour:02d}")
        poser(self, "au_plus_tot", tot)
        poser(self, "au_plus_tard", tard)
        poser(self, "exacte", tot if jour else None)
        poser(self, "etendue", (tot, tard))
        poser(self, "apres", tuple(lendemain(borne) if borne else FUTUR for borne in (tot, tard)))

    @classmethod
    def tolerant(cls, annee: int, mois: int, jour: int) -> Self:
        """Keep of a doubtful date what makes sense: a 13th month or a 31 April leave that part, and the finer ones,
        unknown.
        """
        if not 0 < annee <= date.max.year:
            return cls(0, 0, 0)
        if not 0 < mois <= 12:
            return cls(annee, 0, 0)
        if jour not in range(1, monthrange(annee, mois)[1] + 1):
            return cls(annee, mois, 0)
        return cls(annee, mois, jour)

    @classmethod
    def entre(cls, tot: date | None, tard: date | None) -> Self:
        """The partial date whose earliest and latest days are these.

        >>> DatePartielle.entre(date(2026, 3, 1), date(2026, 3, 31)).texte
        '2026-03-00'
        """
        if tot is None or tard is None:
            return cls(0, 0, 0)
        if tot == tard:
            return cls(tot.year, tot.month, tot.day)
        return cls(tot.year, tot.month if (tot.year, tot.month) == (tard.year, tard.month) else 0, 0)


#: A date of which nothing is known.
INCONNUE = DatePartielle(0, 0, 0)


@lru_cache(maxsize=65536)
def depuis_parties(siecle: str, annee: str, mois: str, jour: str) -> DatePartielle:
    """Read the four texts of the register (century, year, month, day), each perhaps empty or not a number.

    A year without its century is unknown; so is a year or a century that is not written with its two digits, since a
    lost digit would make it another one. A month or a day of one digit is read as it is. What cannot be read is kept in
    `ecrite`. The same few thousand dates come back all the time: the result is kept.

    >>> depuis_parties("20", "23", "5", "").texte
    '2023-05-00'
    >>> depuis_parties("20", "23", "13", "1").ecrite
    '20/23/13/1'
    """
    lue = INCONNUE
    if len(siecle) == len(annee) == 2 and _chiffres(siecle) and _chiffres(annee):
        nombres = (int(partie) if _chiffres(partie) else 0 for partie in (mois, jour))
        lue = DatePartielle.tolerant(int(siecle + annee), *nombres)
    if _lue(siecle + annee, lue.annee) and _lue(mois, lue.mois) and _lue(jour, lue.jour):
        return lue
    return replace(lue, ecrite="/".join(partie[:8] for partie in (siecle, annee, mois, jour)))


def _lue(partie: str, valeur: int) -> bool:
    """Whether a part that is written says this value; an empty one, or zeros, say that it is unknown."""
    return not partie or (partie.isascii() and partie.isdigit() and int(partie[:8]) == valeur)


def _chiffres(texte: str) -> bool:
    return len(texte) <= 2 and texte.isascii() and texte.isdigit()


@lru_cache(maxsize=65536)
def lire_partielle(texte: str | None) -> DatePartielle:
    """Read a stored text, tolerantly: what makes no sense in it is unknown, and the whole of it when it is no
    "YYYY-MM-DD" at all.

    >>> lire_partielle("2023-02-30").texte, lire_partielle(None).texte
    ('2023-02-00', '0000-00-00')
    """
    trouve = _TEXTE.fullmatch(texte) if isinstance(texte, str) else None
    return DatePartielle.tolerant(*map(int, trouve.groups())) if trouve else INCONNUE


# ---- sets of days ---------------------------------------------------------------------------------------------------


def intersection(gauche, droite):
    """Days of both sets."""
    communs = []
    for debut, fin in gauche:
        for debut2, fin2 in droite:
            tard, tot = max(debut, debut2), min(fin, fin2)
            if tard < tot:
                communs.append((tard, tot))
    return communs


def complement(ensemble):
    """Days of the calendar outside the set."""
    reste, depart = [], PASSE
    for debut, fin in ensemble:
        if depart < debut:
            reste.append((depart, debut))
        depart = fin
    if depart < FUTUR:
        reste.append((depart, FUTUR))
    return reste


def autour(ensemble, jour):
    """The interval of the set that holds `jour`, or None."""
    for debut, fin in ensemble:
        if debut <= jour < fin:
            return debut, fin
    return None


# ---- successions ----------------------------------------------------------------------------------------------------


class Etape(NamedTuple):
    """One step of a succession: it starts between `tot` and `tard` and ends between `limite_tot` and `limite_tard`
    (excluded), at its own end or at the start of the next step. Several entries in it: the file does not say which of
    them came last. `doute`: its dates contradict one another, it holds nowhere for sure."""

    tot: date
    tard: date
    limite_tot: date
    limite_tard: date
    entrees: tuple
    doute: bool


class _Entree(NamedTuple):
    tot: date
    tard: date
    fin_tot: date
    fin_tard: date
    information: object
    doute: bool


def bornes(information):
    """The entry with both ends of its uncertain dates filled in, or None when it never held (end = start). An end
    before the start is a contradiction: the entry may hold from the earlier of the two days until the next entry, and
    surely holds nowhere."""
    tot, tard = information.debut_tot, information.debut_tard
    if tot is None or tard is None:
        tot, tard = PASSE, FUTUR
    elif tard < tot:
        return _Entree(tard, tot, FUTUR, FUTUR, information, True)
    fin_tot, fin_tard = information.fin_tot or information.fin_tard, information.fin_tard or information.fin_tot
    if fin_tot is None:
        return _Entree(tot, tard, FUTUR, FUTUR, information, False)
    if fin_tard < fin_tot or fin_tard < tot:
        return _Entree(min(tot, fin_tot, fin_tard), tard, FUTUR, FUTUR, information, True)
    if fin_tot == fin_tard == tot == tard:
        return None
    if tot < fin_tard <= tard:
        tard = fin_tard - UN_JOUR  # it began before it ended
    return _Entree(tot, tard, fin_tot, fin_tard, information, False)


def succession(informations):
    """The steps of one information type in which each entry ends where the next begins, or at its own end when that is
    earlier. Entries whose order the dates do not tell (same day, overlapping unknown days) share one step. An end
    that touches the next start (the same day, the day before, the same partial date) leaves no gap: the
    register writes both. The order of `informations` does not matter."""
    entrees = [entree for information in informations if (entree := bornes(information))]
    entrees.sort(key=_ordre)
    groupes, horizon = [], PASSE
    for entree in entrees:
        if groupes and entree.tot <= horizon:
            groupes[-1].append(entree)
            horizon = max(horizon, entree.tard)
        else:
            groupes.append([entree])
            horizon = entree.tard
    etapes, suivant = [], None
    for groupe in reversed(groupes):
        etape = _etape(groupe, suivant)
        etapes.append(etape)
        suivant = etape
    etapes.reverse()
    return etapes


def en_vigueur(etapes, jour, lecture):
    """Those of the steps that hold on `jour` when every unknown day is read as early (0) or as late (1) as possible."""
    if lecture:
        return [etape for etape in etapes if etape.tard <= jour < etape.limite_tard]
    return [etape for etape in etapes if etape.tot <= jour < etape.limite_tot]


def _ordre(entree):
    return entree.tot, entree.tard, entree.information.id


def _etape(groupe, suivant):
    if len(groupe) == 1:
        tot, tard, fin_tot, fin_tard, information, doute = groupe[0]
        entrees = (information,)
    else:
        tot, tard = groupe[0].tot, min(entree.tard for entree in groupe)
        fin_tot, fin_tard = min(entree.fin_tot for entree in groupe), max(entree.fin_tard for entree in groupe)
        entrees, doute = tuple(entree.information for entree in groupe), any(entree.doute for entree in groupe)
    if suivant is None:
        return Etape(tot, tard, fin_tot, fin_tard, entrees, doute)
    if fin_tot == FUTUR or _touche(fin_tot, fin_tard, suivant):
        fin_tot, fin_tard = suivant.tot, suivant.tard
    return Etape(tot, tard, min(fin_tot, suivant.tot), min(fin_tard, suivant.tard), entrees, doute)


def _touche(fin_tot, fin_tard, suivant):
    return fin_tot == fin_tard and suivant.tot == suivant.tard == lendemain(fin_tot)


def periodes(etapes, classe):
    """(days on which it may hold, days on which it surely holds), `classe(information)` being True, False or None
    (unknown) for each entry."""
    possibles, certaines, precedente = [], [], None
    for etape in etapes:
        verite = _verite(etape, classe)
        if verite is not False:
            _ajouter(possibles, etape.tot, etape.limite_tard)
        if verite is True:
            # The same answer before and after an uncertain day of passage: that day does not matter.
            suite = precedente is not None and precedente[2:4] == etape[0:2]
            _ajouter(certaines, etape.tot if suite else etape.tard, etape.limite_tot)
        precedente = etape if verite is True else None
    return possibles, certaines


def _verite(etape, classe):
    if etape.doute:
        return None
    verite = classe(etape.entrees[0])
    for information in etape.entrees[1:]:
        if classe(information) is not verite:
            return None
    return verite


def _ajouter(ensemble, debut, fin):
    if ensemble and debut <= ensemble[-1][1]:
        ensemble[-1] = (ensemble[-1][0], max(fin, ensemble[-1][1]))
    elif debut < fin:
        ensemble.append((debut, fin))
