# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Places with an organiser, and who waits for one (loi.md §6.3): in what order, until when as far as one can tell, and
what ends a wait. No database, no today but the one given.

A queue is that of one organiser, in one language, for one module. What nobody has told us (a capacity, a wait that was
never measured) is None here and "not known" on the screen, never 0.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import NamedTuple

from ...registre_national.histoire.dates import lendemain, plus_mois

#: The languages in which the pathway is followed.
LANGUES = FRANCAIS, NEERLANDAIS = ("fr", "nl")
#: What is waited for: the whole pathway, with which a registration comes, or a module of it.
MODULES = PARCOURS, LANGUE, CITOYENNETE, DROITS = ("parcours", "langue", "citoyennete", "droits")
#: What becomes of a wait, and why somebody gave it up, or had it taken off.
ETATS = ATTEND, PLACEE, RETIREE = ("attend", "placee", "retiree")
MOTIFS = AILLEURS, CLOTURE, DEMANDE, DESISTEMENT = ("ailleurs", "cloture", "demande", "desistement")
#: Days over which waits are measured, up to today.
MESURE = 90
#: Code, in a version of the law, of the share of the places that goes to obliged people at least, in percent; 0: the
#: version asks for none (loi.md §6.3).
PART_OBLIGES = "part_obliges"
#: Under the first ordinance a file stays active for so many months in a row of suspension (loi.md §6.3).
MOIS_SUSPENDU = 3


# ---- the queue -------------------------------------------------------------------------------------------------------


class Attente(NamedTuple):
    """One person who waits: its key (anything that sorts, by order of entry), the queue, the day of the request, and
    whether the person is obliged."""

    cle: int
    file: Hashable
    demandee: date
    oblige: bool = True


class Rang(NamedTuple):
    """Where somebody stands: the first one is 1, of so many."""

    position: int
    sur: int


def ordonner(attentes):
    """Return ``{key: Rang}``: obliged people first, then by the day of the request, then as entered.

    >>> jour = date(2026, 3, 2)
    >>> ordonner([Attente(1, "A", jour, oblige=False), Attente(2, "A", jour), Attente(3, "B", jour)])
    {2: Rang(position=1, sur=2), 1: Rang(position=2, sur=2), 3: Rang(position=1, sur=1)}
    """
    files = {}
    for attente in attentes:
        files.setdefault(attente.file, []).append(attente)
    return {
        attente.cle: Rang(position, len(suite))
        for suite in files.values()
        for position, attente in enumerate(sorted(suite, key=lambda a: (not a.oblige, a.demandee, a.cle)), 1)
    }


def mesurer(placees, jour):
    """Return the median wait, in days, of who was placed within the last 90 days; None when nobody was.

    :param placees: ``[(day of the request, day of the place)]``

    >>> jour = date(2026, 3, 31)
    >>> mesurer([(date(2026, 1, 1), date(2026, 1, 11)), (date(2026, 1, 1), date(2026, 1, 31))], jour)
    20
    >>> mesurer([(date(2025, 1, 1), date(2025, 12, 31))], jour) is None
    True
    """
    depuis = jour - timedelta(days=MESURE)
    jours = [(fin - debut).days for debut, fin in placees if depuis <= fin <= jour]
    return median(jours) if jours else None


def attendue(rang, mediane, jour):
    """Return the day on which somebody may expect a place: the last one waits for as long as people did, who stands
    half-way for half of it; None when no wait was measured.

    >>> attendue(Rang(1, 4), 40, date(2026, 3, 2)), attendue(Rang(4, 4), 40, date(2026, 3, 2))
    (datetime.date(2026, 3, 12), datetime.date(2026, 4, 11))
    """
    if mediane is None:
        return None
    return jour + timedelta(days=ceil(mediane * rang.position / rang.sur))


def au_bout(nombre, mediane, jour, libres):
    """Return the day that somebody who comes now may expect behind so many people: today where nobody waits and a place
    is free; None when no wait was measured.

    :param libres: places that are free; None: not known

    >>> au_bout(0, None, date(2026, 3, 2), 3), au_bout(0, None, date(2026, 3, 2), None)
    (datetime.date(2026, 3, 2), None)
    """
    if not nombre and libres:
        return jour
    return attendue(Rang(nombre + 1, nombre + 1), mediane, jour)


# ---- what ends a wait ------------------------------------------------------------------------------------------------


class Suite(NamedTuple):
    """What became of a wait, since when, and why nobody waits any more for a place that was not given."""

    etat: str = ATTEND
    fin: date | None = None
    motif: str | None = None


def suite(organisateur, module, demandee, inscriptions, fermees, placee=None):
    """Return the `Suite` that the events of a file give to one wait.

    The whole pathway is placed by a registration with that organiser; a module goes on being waited for by who is
    registered there, until the organiser says that they have their place in it. A registration elsewhere since the
    request ends any of them, and so does the closure of the file; opened again, nobody waits: the place in the queue is
    not kept.

    :param inscriptions: `droit.etapes.Inscription` of the file
    :param fermees: the days on which the file was closed (`delais.periodes_fermees`)
    :param placee: the day of the place in the module, as the organiser says it

    >>> from .etapes import Inscription
    >>> suite("BON", PARCOURS, date(2026, 3, 2), [Inscription("BON", date(2026, 4, 1))], ())
    Suite(etat='placee', fin=datetime.date(2026, 4, 1), motif=None)
    >>> suite("BAPA", LANGUE, date(2026, 3, 2), [Inscription("BON", date(2026, 4, 1))], ()).motif
    'ailleurs'
    """
    fins = [Suite(RETIREE, p.debut, CLOTURE) for p in fermees if p.debut <= p.fin and p.debut >= demandee]
    fins += [Suite(PLACEE, placee)] if placee else []
    for une in inscriptions:
        if une.organisateur != organisateur:
            fins += [Suite(RETIREE, une.debut, AILLEURS)] if une.debut >= demandee else []
        elif module == PARCOURS and (une.debut >= demandee or une.dure(demandee)):
            fins.append(Suite(PLACEE, max(une.debut, demandee)))
    # on the day of a closure, a place that was given was given
    return min(fins, key=lambda s: (s.fin, ETATS.index(s.etat)), default=Suite())


# ---- places ----------------------------------------------------------------------------------------------------------


class Places(NamedTuple):
    """What an organiser has in one language: how many places (None: not known), how many active people follow in it,
    and how many active people of whom nobody recorded the language."""

    capacite: int | None = None
    actifs: int = 0
    incertains: int = 0

    @property
    def libres(self):
        """Places that are free, at most when some follow in a language that nobody recorded; None: not known.

        >>> Places(10, 8, 1).libres, Places(None, 8).libres, Places(10, 12).libres
        (2, None, 0)
        """
        return None if self.capacite is None else max(self.capacite - self.actifs, 0)

    def pour(self, position):
        """Whether a place is surely free for who stands there in the queue: those before come first, and who follows in
        a language that nobody recorded may follow in this one. What nobody told is no place.

        >>> Places(10, 8).pour(2), Places(10, 8).pour(3), Places(10, 8, 1).pour(2), Places(None, 8).pour(1)
        (True, False, False, False)
        """
        return self.libres is not None and self.libres - self.incertains >= position


def suspendu_depuis(suspensions, jour):
    """Return the first day of the days in a row on which somebody is suspended up to that day; None: not suspended.

    :param suspensions: ``[(first day, last day)]``, which may overlap

    >>> suspendu_depuis([(date(2026, 1, 5), date(2026, 2, 1)), (date(2026, 2, 2), date(2026, 4, 1))], date(2026, 3, 1))
    datetime.date(2026, 1, 5)
    """
    depuis = None
    fin = date.min
    for debut, dernier in sorted(suspensions):
        if debut > jour:
            break
        if dernier < debut:
            continue
        if depuis is None or debut > lendemain(fin):
            depuis = debut
        fin = max(fin, dernier)
    return depuis if depuis is not None and fin >= jour else None


def actif(suspensions, jour, premiere=False):
    """Whether a file that is not closed is active with its organiser: not suspended that day; under the first ordinance
    (`premiere`), not suspended for more than three months in a row.

    >>> longue = [(date(2026, 1, 1), date(2026, 12, 31))]
    >>> [actif(longue, date(2026, 3, jour), premiere=True) for jour in (1, 31)], actif(longue, date(2026, 3, 1))
    ([True, True], False)
    >>> actif(longue, date(2026, 4, 1), premiere=True)
    False
    """
    depuis = suspendu_depuis(suspensions, jour)
    return depuis is None or (premiere and jour < plus_mois(depuis, MOIS_SUSPENDU))


def part_obliges(obliges, total):
    """Return the share of obliged people in percent, rounded down: 80 is reached when it is; None: nobody is there.

    >>> part_obliges(4, 5), part_obliges(799, 1000), part_obliges(0, 0)
    (80, 79, None)
    """
    return obliges * 100 // total if total else None
