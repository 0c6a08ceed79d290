# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The ledger of a term: from its start to its due date, line by line, so that "why this date?" always has an answer.

A term has so many months, then so many days. Its days are those after the starting day, up to and including the due
date. A suspension stops the count on each of its days, first and last included, that lies inside the running term; days
of several suspensions count once. One that begins after the due date as already moved changes nothing: the term is
over. The move to a working day comes last, and the day it adds is no day of the term (loi.md §4, §5).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from ...registre_national.histoire.dates import UN_JOUR, plus_mois
from .jours import prochain_jour_ouvrable


class Suspension(NamedTuple):
    """Days on which the term does not run, both ends included. `reference` is the caller's, given back in the lines."""

    debut: date
    fin: date
    reference: object = None


class Ligne(NamedTuple):
    """One step of the count. `genre`: "depart", "longueur", "suspension" or "ouvrable"; `date`: the due date after it;
    `jours`: days added; `references`: those of the suspensions that share these days."""

    genre: str
    date: date
    jours: int = 0
    references: tuple = ()


class Delai(NamedTuple):
    """A term counted: its start, its due date, and the lines that lead from one to the other."""

    depart: date
    echeance: date
    lignes: tuple


def compter(depart, mois=0, jours=0, suspensions=(), ouvrable=True):
    """Count a term.

    :param depart: the day it starts on, not counted
    :param mois: calendar months; a day that the last month lacks becomes its last day
    :param jours: days, after the months
    :param suspensions: `Suspension`, in any order, overlapping or not; one that ends before it begins is ignored
    :param ouvrable: whether an end on a day that does not work moves to the next one
    :return: a `Delai`

    >>> compter(date(2026, 1, 15), mois=2).echeance  # 15 March 2026 is a Sunday
    datetime.date(2026, 3, 16)
    >>> compter(date(2026, 1, 15), mois=2, ouvrable=False).echeance
    datetime.date(2026, 3, 15)
    >>> compter(date(2026, 1, 15), mois=2, suspensions=[Suspension(date(2026, 2, 1), date(2026, 2, 10))]).echeance
    datetime.date(2026, 3, 25)
    """
    terme = plus_mois(depart, mois) + timedelta(days=jours)
    lignes = [Ligne("depart", depart), Ligne("longueur", terme)]
    for debut, fin, references in _blocs(suspensions, depart):
        if debut > terme:
            break
        ajout = (fin - debut).days + 1
        terme += timedelta(days=ajout)
        lignes.append(Ligne("suspension", terme, ajout, references))
    echeance = prochain_jour_ouvrable(terme) if ouvrable else terme
    if echeance != terme:
        lignes.append(Ligne("ouvrable", echeance, (echeance - terme).days))
    return Delai(depart, echeance, tuple(lignes))


def _blocs(suspensions, depart):
    """Suspended days after the start, as disjoint blocks in order: [first day, last day, references]."""
    blocs = []
    for debut, fin, reference in sorted(suspensions, key=lambda s: (s.debut, s.fin, str(s.reference))):
        debut = max(debut, depart + UN_JOUR)
        if fin < debut:
            continue
        if blocs and debut <= blocs[-1][1]:
            blocs[-1][1] = max(blocs[-1][1], fin)
            blocs[-1][2] += (reference,)
        else:
            blocs.append([debut, fin, (reference,)])
    return blocs
