# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The course of a file, as its events give it: phase, opening, closure, enrolments. What a cancelled entry had done is
undone by reading the course again without it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .etapes import CHANGEMENT_ORGANISATEUR, CLOTURE, INSCRIPTION_ORGANISATEUR, PREDOSSIER

INSCRIPTIONS = frozenset({INSCRIPTION_ORGANISATEUR, CHANGEMENT_ORGANISATEUR})


class Cours(NamedTuple):
    """Phase of a file, why and when it was closed when it is, and its first opening."""

    phase: str
    motif: str | None = None
    date_cloture: date | None = None
    ouverture: date | None = None


class Inscription(NamedTuple):
    """One enrolment: with whom, from when, until when (None: still)."""

    organisateur: object
    debut: date
    fin: date | None = None


def cours(evenements, depart=PREDOSSIER):
    """Return the `Cours` that valid events give: the last one entered that names a phase says which.

    :param evenements: `Evenement` in any order, the cancelled ones left out
    :param depart: the phase before any of them
    """
    dans_l_ordre = sorted((e for e in evenements if e.phase), key=lambda e: e.rang)
    ouvertures = [e.date_effective for e in dans_l_ordre if e.type == "ouverture"]
    ouverture = ouvertures[0] if ouvertures else None
    if not dans_l_ordre:
        return Cours(depart, ouverture=ouverture)
    dernier = dans_l_ordre[-1]
    if dernier.phase == CLOTURE:
        return Cours(CLOTURE, dernier.motif, dernier.date_effective, ouverture)
    return Cours(dernier.phase, ouverture=ouverture)


def inscriptions(evenements):
    """Return the enrolments, in order: each lasts until the next one begins.

    >>> from .etapes import Evenement
    >>> premier = Evenement("inscription_organisateur", date(2024, 6, 3), 1, organisateur="BAPA")
    >>> second = Evenement("changement_organisateur", date(2024, 9, 2), 2, organisateur="BON")
    >>> [(i.organisateur, i.fin) for i in inscriptions([second, premier])]
    [('BAPA', datetime.date(2024, 9, 2)), ('BON', None)]
    """
    suite = sorted((e for e in evenements if e.type in INSCRIPTIONS), key=lambda e: (e.date_effective, e.rang))
    fins = [*(e.date_effective for e in suite[1:]), None]
    return [Inscription(e.organisateur, e.date_effective, fin) for e, fin in zip(suite, fins, strict=False)]
