# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The days that do not count in a term: those suspended, and those on which the file was closed (loi.md §4)."""

from __future__ import annotations

from ...registre_national.histoire.dates import FUTUR, UN_JOUR
from .etapes import SUSPENSION_ACCORDEE, SUSPENSION_ANNULEE, SUSPENSIONS
from .grand_livre import Suspension

#: What the days of a closed file are called in the lines of a term, where a suspension has its own reference.
FERMETURE = "fermeture"


def periodes_suspendues(evenements):
    """Return the suspensions that hold, as ledger `Suspension` in order: of each, the last decision entered counts.

    >>> from datetime import date
    >>> from .etapes import Evenement
    >>> accord = Evenement("suspension_accordee", date(2026, 1, 5), 1, "s", date(2026, 6, 4))
    >>> fin = Evenement("suspension_fin_anticipee", date(2026, 3, 1), 2, "s", date(2026, 3, 1))
    >>> periodes_suspendues([fin, accord])
    [Suspension(debut=datetime.date(2026, 1, 5), fin=datetime.date(2026, 3, 1), reference='s')]
    """
    decisions, periodes = {}, []
    for evenement in sorted((e for e in evenements if e.type in SUSPENSIONS), key=lambda e: e.rang):
        decisions.setdefault(evenement.suspension, []).append(evenement)
    for reference, suite in decisions.items():
        accord = next((e for e in suite if e.type == SUSPENSION_ACCORDEE), None)
        if accord and suite[-1].type != SUSPENSION_ANNULEE:
            periodes.append(Suspension(accord.date_effective, suite[-1].fin, reference))
    return sorted(periodes, key=lambda s: (s.debut, s.fin, str(s.reference)))


def periodes_fermees(evenements):
    """Return the days on which the file was closed: from each closure up to the day before the re-opening that was
    entered after it; of two in a row the last one, since the first made a pre-file only. The last period has no end
    while the file is closed."""
    periodes, debut, fin = [], None, None
    for evenement in sorted((e for e in evenements if e.type in ("cloture", "reouverture")), key=lambda e: e.rang):
        if evenement.type == "reouverture":
            fin = evenement.date_effective - UN_JOUR
            continue
        if debut and fin:
            periodes.append(Suspension(debut, fin, FERMETURE))
            debut = None
        debut, fin = min(debut or FUTUR, evenement.date_effective), None
    if debut:
        periodes.append(Suspension(debut, fin or FUTUR, FERMETURE))
    return periodes
