# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Where things stand on the timeline of a file: days to places, in thousandths of its width. No words, no colours.

Bars that overlap are on different rows; what is longer than the rest (a prescription of five years) does not press the
rest together, and goes on past the edge; marks that would touch are one above the other; a suspension is drawn on each
bar that it moves, where it lies inside that bar.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

#: The width of a timeline, the least days that it shows, and the room that a mark takes.
LARGEUR, JOURS_MIN, ECART = 1000, 60, 16
#: A bar of more days does not say how far the timeline goes; that many of its first days are on it all the same.
LONGUE, APERCU = 1300, 150
#: Marks that would touch are stacked that high, and no higher.
NIVEAUX = 6
#: A graduation every so many months; the first with at most so many of them.
PAS, GRADUATIONS = (1, 2, 3, 6, 12, 24, 60, 120), 10


class Barre(NamedTuple):
    """Days from one to another, both included, known to the caller by `cle`."""

    cle: object
    debut: date
    fin: date


class Marque(NamedTuple):
    cle: object
    jour: date


class Trace(NamedTuple):
    """A bar, or a part of one, drawn: its key, from where, how wide, on which row, and whether it goes on past the
    edge."""

    cle: object
    x: float
    largeur: float
    rang: int
    coupe: bool = False


class Point(NamedTuple):
    """A mark, drawn: its key, where, and how high."""

    cle: object
    x: float
    niveau: int


class Frise(NamedTuple):
    """A timeline: its first and last day, what is drawn, and where today is. `graduations`: ``[(day, x)]``."""

    debut: date
    fin: date
    barres: tuple
    hachures: tuple
    marques: tuple
    aujourdhui: float
    graduations: tuple


def disposer(barres, suspensions, marques, jour, suspendues=()):
    """Return the `Frise` of a file, or None when there is nothing to show.

    :param barres: the terms, `Barre`
    :param suspensions: the suspensions, `Barre`
    :param marques: the events, `Marque`
    :param jour: today
    :param suspendues: the keys of the bars that suspensions move
    """
    if not barres and not marques:
        return None
    bornes = [j for b in barres for j in (b.debut, _bout(b))] + [j for s in suspensions for j in (s.debut, s.fin)]
    bornes += [m.jour for m in marques] + [jour]
    debut, fin = min(bornes), max(bornes)
    marge = max((fin - debut).days // 40, (JOURS_MIN - (fin - debut).days + 1) // 2, 2)
    debut, fin = _decaler(debut, -marge), _decaler(fin, marge)
    etendue = (fin - debut).days

    def place(quand):
        return round(LARGEUR * (quand - debut).days / etendue, 1)

    traces = []
    rangs = []  # the last day of each row
    for barre in sorted(barres, key=lambda b: (b.debut, b.fin)):
        rang = next((r for r, occupe in enumerate(rangs) if occupe < barre.debut), len(rangs))
        rangs[rang : rang + 1] = [barre.fin]
        x = place(barre.debut)
        traces.append(Trace(barre.cle, x, round(place(min(barre.fin, fin)) - x, 1), rang, barre.fin > fin))
    par_cle = {barre.cle: barre for barre in barres}
    hachures = []
    for trace in (t for t in traces if t.cle in suspendues):
        barre = par_cle[trace.cle]
        for suspension in suspensions:
            de, a = max(suspension.debut, barre.debut), min(suspension.fin, barre.fin)
            if de <= a:
                hachures.append(Trace(suspension.cle, place(de), round(place(a) - place(de), 1), trace.rang))
    points, derniers = [], {}
    for marque in sorted(marques, key=lambda m: m.jour):
        x = place(marque.jour)
        libres = [n for n in range(NIVEAUX) if n not in derniers or x - derniers[n] >= ECART]
        niveau = libres[0] if libres else min(derniers, key=derniers.get)
        derniers[niveau] = x
        points.append(Point(marque.cle, x, niveau))
    graduations = tuple((quand, place(quand)) for quand in _graduations(debut, fin))
    return Frise(debut, fin, tuple(traces), tuple(hachures), tuple(points), place(jour), graduations)


def _bout(barre):
    """How far a bar says that the timeline goes."""
    longue = (barre.fin - barre.debut).days > LONGUE
    return _decaler(barre.debut, APERCU) if longue else barre.fin


def _decaler(jour, jours):
    """That day, so many days away; what no calendar holds is its first or its last day."""
    try:
        return jour + timedelta(days=jours)
    except OverflowError:
        return date.max if jours > 0 else date.min


def _graduations(debut, fin):
    """First days of months between those days, evenly, few enough to be read."""
    mois = (fin.year - debut.year) * 12 + fin.month - debut.month
    pas = next((p for p in PAS if mois / p <= GRADUATIONS), PAS[-1])
    premier = debut.year * 12 + debut.month  # the month after the first one, counted from year 0
    premier += -premier % pas
    jours = (date(m // 12, m % 12 + 1, 1) for m in range(premier, fin.year * 12 + fin.month, pas))
    return [jour for jour in jours if debut <= jour <= fin]
