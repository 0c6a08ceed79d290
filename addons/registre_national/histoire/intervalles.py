# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Days, sets of days, and successions of entries whose days are sometimes known only to the month or the year.

An uncertain day is a pair (earliest, latest). A set of days is a sorted list of disjoint half-open intervals
``[start, end)``. A *succession* is the history of one information type, entry after entry; asked "on which days does
this hold?", it gives two sets: the days on which it **may** hold and those on which it **surely** holds. The first day
of a conjunction then lies between the first possible and the first sure day, whatever the unknown days really were.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

PASSE, FUTUR = date.min, date.max  # no known beginning, no known end
UN_JOUR = timedelta(days=1)
LECTURES = range(2)  # every unknown day as early (0), as late (1) as it can be


# ---- days -----------------------------------------------------------------------------------------------------------


def lendemain(jour):
    """The day after, or `FUTUR` at the end of time."""
    return jour + UN_JOUR if jour < FUTUR else FUTUR


def plus_mois(jour, mois):
    """`jour` moved by `mois` calendar months (may be negative); a day that the month lacks becomes its last day (31
    August + 6 months = 28 or 29 February). Outside the calendar: `PASSE` or `FUTUR`."""
    try:
        return jour + relativedelta(months=mois)
    except (ValueError, OverflowError):
        return FUTUR if mois > 0 else PASSE


def annees_revolues(debut, jour):
    """Completed years from `debut` to a `jour` that is not before it; the anniversary of a 29 February is the 28th in
    common years."""
    return max(relativedelta(jour, debut).years, 0)


def age(naissance, jour):
    """Completed years of age on `jour`. Who was born on 29 February is a year older on 1 March in common years, for the
    18th birthday as for the 65th: the day named on the birth certificate does not exist, so the year is completed when
    it is over (Belgian practice; docs/decisions.md). relativedelta takes 28 February, hence this line of our own.
    Negative before birth."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def anniversaire(naissance, annees):
    """First day on which who was born on `naissance` has completed so many years (`age`): of a 29 February, 1 March in
    common years. After the end of the calendar: `FUTUR`."""
    jour = plus_mois(naissance, 12 * annees)
    return jour if jour.day == naissance.day else lendemain(jour)


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

    def en_vigueur(self, jour, lecture):
        """Whether it holds on `jour` when every unknown day is read as early (0) or as late (1) as possible."""
        if lecture:
            return self.tard <= jour < self.limite_tard
        return self.tot <= jour < self.limite_tot


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


def passages(etapes):
    """The days on which what the steps say can change: each is the first day of something, or the first after it."""
    return {borne for etape in etapes for borne in etape[:4] if PASSE < borne < FUTUR}


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
