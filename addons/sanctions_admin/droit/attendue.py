# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a sanction awaits from its official, and a record says: one thing at a time, on the last infringement."""

from __future__ import annotations

from .delais import decision_notifiee, objet_de, sur
from .etapes import (
    AUDITION_ABSENCE,
    AUDITION_DECLINEE,
    AUDITION_INVITATION,
    AUDITION_REPORTEE,
    AUDITION_RETOURNEE,
    AUDITION_TENUE,
    DECISION_PROPOSEE,
    FONDEMENT_TOMBE,
    INFRACTION_CONSTATEE,
    SANCTION_COMPLETE,
)

INVITER, ENTENDRE, DECIDER, TRANCHER, ENVOYER = "inviter", "entendre", "decider", "trancher", "envoyer"
RIEN = (False, None, None)


def attendue(evenements):
    """Return ``(word, infringement, record)``: the invitation, what came of it, the proposal of a decision, that
    another official decides, or that it leaves; the record is the invitation without outcome, what was proposed, or
    the decision that did not leave. ``(False, None, None)``: nothing.

    :param evenements: the valid events of a running sanction, oldest first
    """
    constats = [e for e in evenements if e.type == INFRACTION_CONSTATEE]
    if not constats or not any(e.type == SANCTION_COMPLETE for e in evenements):
        return RIEN
    infraction = objet_de(constats[-1], "infraction")
    decision, notifiee = decision_notifiee(evenements, constats[-1])
    if notifiee or sur(evenements, "infraction", infraction, FONDEMENT_TOMBE):
        return RIEN
    if decision:
        return ENVOYER, infraction, objet_de(decision, "decision")
    if proposees := sur(evenements, "infraction", infraction, DECISION_PROPOSEE):
        return TRANCHER, infraction, objet_de(proposees[-1], "decision")
    auditions = [objet_de(e, "audition") for e in sur(evenements, "infraction", infraction, AUDITION_INVITATION)]
    issues = (AUDITION_TENUE, AUDITION_DECLINEE, AUDITION_ABSENCE)
    if any(sur(evenements, "audition", audition, *issues) for audition in auditions):
        return DECIDER, infraction, None
    finies = (AUDITION_RETOURNEE, AUDITION_REPORTEE)
    parties = [audition for audition in auditions if not sur(evenements, "audition", audition, *finies)]
    return (ENTENDRE, infraction, parties[-1]) if parties else (INVITER, infraction, None)
