# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a summons, and a finding of refusal, rest on: link by link, from the reference date (loi.md §5-6).

Whoever takes such a step is shown its chain first: if a link is missing, or is not what happened, the step is wrong.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .delais import (
    ACHEVEMENT,
    INSCRIPTION,
    SOMMATION,
    derniere_lettre,
    sommation_en_cours,
    terme_courant,
    terme_suivi,
)
from .etapes import ATTESTATION, CONSTAT_REFUS, INSCRIPTION_ORGANISATEUR

REFERENCE, LETTRE, ENTREE, TERME = "reference", "lettre", "evenement", "terme"


class Maillon(NamedTuple):
    """One link. `genre`: "reference", "lettre", "evenement" or "terme"; `code`: which line of the version of the law
    names its article; `jour`: its day, of a term its last one; `lettre`: the `Lettre` and its `Reception`; `terme`: the
    term, counted."""

    genre: str
    code: str
    jour: date | None = None
    evenement: object = None
    lettre: object = None
    reception: object = None
    terme: object = None


def chaine(code, evenements, termes, jours, reference=None):
    """Return the links that a step rests on, oldest first; those that are missing are left out, and the step is then
    refused (conditions.py).

    :param code: "sommation_envoyee" or "constat_refus"
    :param evenements: the valid events, oldest first
    :param termes: the terms of the file
    :param int jours: working days after posting on which a letter is presumed received
    """
    sommation = sommation_en_cours(evenements) if code == CONSTAT_REFUS else (None, None)
    suivi = terme_suivi(termes, evenements, sommation) if any(sommation) else _a_sommer(termes)
    maillons = [Maillon(REFERENCE, REFERENCE, reference)] if reference else []
    maillons += _lettre(evenements, ATTESTATION, INSCRIPTION, jours)
    if suivi and suivi.type == ACHEVEMENT:
        inscription = next(e for e in evenements if e.type == INSCRIPTION_ORGANISATEUR)
        maillons.append(Maillon(ENTREE, ACHEVEMENT, inscription.date_effective, evenement=inscription))
    if suivi:
        maillons.append(Maillon(TERME, suivi.type, suivi.delai.echeance, terme=suivi))
    if code == CONSTAT_REFUS:
        maillons += _lettre(evenements, SOMMATION, SOMMATION, jours)
        derniere = next((t for t in reversed(termes) if t.type == SOMMATION), None)
        maillons += [Maillon(TERME, SOMMATION, derniere.delai.echeance, terme=derniere)] if derniere else []
    return maillons


def _a_sommer(termes):
    """The term at the end of which a summons is sent: the one that runs; of one without proof, what it followed."""
    courant = terme_courant(termes)
    if courant and courant.type != SOMMATION:
        return courant
    return next((t for t in reversed(termes) if t.type in (INSCRIPTION, ACHEVEMENT) and t.date_suite), None)


def _lettre(evenements, nom, code, jours):
    """The last letter of that name that did not come back."""
    lettre = derniere_lettre(evenements, nom)
    if not lettre:
        return []
    return [Maillon(LETTRE, code, lettre.jour, lettre.envoi or lettre.reponse, lettre, lettre.reception(jours))]
