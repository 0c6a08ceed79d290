# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The conditions of the steps of a sanction, as those of the pathway file (parcours_accueil/droit/conditions.py)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .etapes import AUDITION_INVITATION, RECOUVREMENT_ENTAME, SANCTION_COMPLETE, SANCTION_VERIFICATION

CONDITIONS = {}


class SituationSanction(NamedTuple):
    """What the conditions see of a sanction; `evenements`: its valid events, oldest first; `solde`: still to pay."""

    phase: str
    evenements: tuple = ()
    solde: float = 0.0
    commune: str = ""
    roles: frozenset = frozenset()
    reference: date | None = None
    naissance: date | None = None

    def a_eu(self, *types):
        """Whether an event of one of those types holds."""
        return any(e.type in types for e in self.evenements)


def condition(predicat):
    """Put a predicate in the table of conditions; the step is meaningless where it does not hold."""
    predicat.explique = False
    CONDITIONS[predicat.__name__] = predicat
    return predicat


@condition
def deja_complete(situation, _saisie):
    return () if situation.a_eu(SANCTION_COMPLETE) else None


@condition
def deja_en_verification(situation, _saisie):
    return () if situation.a_eu(SANCTION_VERIFICATION, SANCTION_COMPLETE, AUDITION_INVITATION) else None


@condition
def rien_a_payer(situation, _saisie):
    return None if situation.solde > 0 else ()


@condition
def deja_en_recouvrement(situation, _saisie):
    return () if situation.a_eu(RECOUVREMENT_ENTAME) else None
