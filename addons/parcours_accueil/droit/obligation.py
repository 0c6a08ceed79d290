# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The days on which somebody is obliged to nothing (loi.md §4): exempt, outside the target group, or with a reason of
the register to have the file closed; from the day of the fact, whatever day we learnt it.

The law is applied with the facts of each day on which its answer may be another (`moments`); the answers of one file
are then put together (`periodes`). No database, no today but the one given.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ...registre_national.histoire.dates import FUTUR, lendemain
from .faits import au_bout

VEILLE = timedelta(days=1)


class Moment(NamedTuple):
    """A day of a file on which the law is asked: its row (the facts of today), the facts of that day where they are
    known (ISO texts for dates), and what the law makes of the file today."""

    ligne: dict
    jour: date
    faits: dict
    issue: object

    def fait(self, nom):
        """Return a date among the facts of that day, or None."""
        return jour_du_fait(self.faits.get(nom, self.ligne[nom]))


def moments(lus, depuis, faits, limites, decides, jour):
    """Return the days on which what the law makes of a file may change, oldest first: ``[(day, {fact: value})]``, with
    the facts that are kept of that day; those of today stand for the others.

    :param lus: the facts since the reference date as the file keeps them, ``[[ISO day, {fact: value}], …]``, or nothing
    :param depuis: the first day to look at when nothing is kept
    :param dict faits: the facts of today
    :param limites: ``[(fact, (number, unit))]``: what lasts for so long, counted from that fact
    :param decides: days on which a decision on an exemption begins, or is over; some may be to come
    :param jour: today: what time alone will bring is left out
    """
    segments = [(date.fromisoformat(debut), du_jour) for debut, du_jour in lus or ()] or [(depuis, {})]
    trouves = []
    for (debut, du_jour), (fin, _suivant) in pairwise([*segments, (FUTUR, None)]):
        jours = {debut, *decides}
        for nom, duree in limites:
            if depuis_quand := jour_du_fait(du_jour.get(nom, faits.get(nom))):
                passee = lendemain(au_bout(depuis_quand, *duree))
                jours |= {passee} if passee <= jour else set()
        trouves += [(un, du_jour) for un in sorted(jours) if debut <= un < fin]
    return trouves


def jour_du_fait(valeur):
    """Return a date among the facts, as the file has it or keeps it (ISO); None when it is not known."""
    return date.fromisoformat(valeur) if isinstance(valeur, str) else valeur or None


def periodes(reponses, jour):
    """Return the days without obligation that have begun: ``[(first day, last day or None, word)]``.

    :param reponses: ``[(day, word or None)]``, oldest first: what holds from that day on; None: the person is obliged

    >>> mots = [(date(2025, 2, 10), None), (date(2025, 8, 1), "exempte:6"), (date(2025, 10, 1), None)]
    >>> periodes(mots, date(2025, 8, 15))
    [(datetime.date(2025, 8, 1), datetime.date(2025, 9, 30), 'exempte:6')]
    >>> periodes(mots[:2], date(2025, 8, 15))
    [(datetime.date(2025, 8, 1), None, 'exempte:6')]
    """
    suites = []
    for debut, mot in reponses:
        if not suites or suites[-1][1] != mot:
            suites.append((debut, mot))
    trouvees = []
    for (debut, mot), (suivant, _mot) in pairwise([*suites, (None, None)]):
        if mot and debut <= jour:
            trouvees.append((debut, suivant and suivant - VEILLE, mot))
    return trouvees


def fin_de_la_derniere(trouvees, mots, jour):
    """Return the day on which the person was obliged again: the one after the last period of those words that is over,
    or None when there is none.

    :param trouvees: as :func:`periodes` returns them
    :param mots: the words that count, each without its ground
    """
    fins = [fin for _debut, fin, mot in trouvees if fin and fin < jour and mot.partition(":")[0] in mots]
    return lendemain(max(fins)) if fins else None
