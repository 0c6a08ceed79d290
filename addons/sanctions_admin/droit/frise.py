# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the marks of the timeline of a sanction are of: its letters, its hearings, what was found and decided, appeals,
and the account; what is of none of these is of its course."""

from __future__ import annotations

from .etapes import (
    ABANDON,
    AMENDE_TOMBEE,
    AUDITION_ABSENCE,
    AUDITION_DECLINEE,
    AUDITION_INVITATION,
    AUDITION_RECUE,
    AUDITION_REPORTEE,
    AUDITION_RETOURNEE,
    AUDITION_TENUE,
    CREANCE,
    DECISION_AMENDE,
    DECISION_NOTIFIEE,
    DECISION_PROPOSEE,
    DECISION_RETOURNEE,
    DECISION_SANS_AMENDE,
    FONDEMENT_TOMBE,
    INFRACTION_CONSTATEE,
    PAIEMENT,
    RECOURS_ANNULE,
    RECOURS_DESISTE,
    RECOURS_INTRODUIT,
    RECOURS_REJETE,
    RECOUVREMENT_ENTAME,
    REMBOURSEMENT,
)

LETTRE, AUDITION, DECISION, RECOURS, COMPTE, COURS = "lettre", "audition", "decision", "recours", "compte", "cours"
FAMILLES = {
    LETTRE: {AUDITION_INVITATION, AUDITION_RECUE, AUDITION_RETOURNEE, DECISION_NOTIFIEE, DECISION_RETOURNEE},
    AUDITION: {AUDITION_TENUE, AUDITION_DECLINEE, AUDITION_ABSENCE, AUDITION_REPORTEE},
    DECISION: {
        *(INFRACTION_CONSTATEE, FONDEMENT_TOMBE, AMENDE_TOMBEE),
        *(DECISION_PROPOSEE, DECISION_AMENDE, DECISION_SANS_AMENDE),
    },
    RECOURS: {RECOURS_INTRODUIT, RECOURS_REJETE, RECOURS_ANNULE, RECOURS_DESISTE},
    COMPTE: {CREANCE, PAIEMENT, REMBOURSEMENT, ABANDON, RECOUVREMENT_ENTAME},
}


def famille(genre):
    """Return the family of a step of a sanction.

    >>> famille(PAIEMENT), famille("sanction_complete")
    ('compte', 'cours')
    """
    return next((nom for nom, genres in FAMILLES.items() if genre in genres), COURS)
