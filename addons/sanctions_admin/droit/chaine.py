# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a decision on an infringement rests on, link by link, as the chain of a refusal goes on
(parcours_accueil/droit/chaine.py): the fine before it, the finding, the invitation, what came of it, the last day for a
fine (loi.md §7)."""

from __future__ import annotations

from ...parcours_accueil.droit.chaine import ENTREE, LETTRE, TERME, Maillon
from ...parcours_accueil.droit.delais import Lettre
from .delais import PREUVE, objet_de, sur
from .etapes import (
    AUDITION_ABSENCE,
    AUDITION_DECLINEE,
    AUDITION_INVITATION,
    AUDITION_RECUE,
    AUDITION_REPORTEE,
    AUDITION_RETOURNEE,
    AUDITION_TENUE,
    DECISION_NOTIFIEE,
    INFRACTION_CONSTATEE,
)

AUDITION, AMENDE, MONTANT = "audition", "amende", "montant_amende"


def chaine(infraction, evenements, termes, jours):
    """Return the links that a decision on that infringement rests on, in the order of the procedure; those that are
    missing are left out, and a fine is then refused (ordre.py).

    :param infraction: what the events name it by
    :param evenements: the valid events of the sanction, oldest first
    :param termes: the terms of the sanction
    :param int jours: working days after posting on which a letter is presumed received
    """
    maillons = []
    for constat in sur(evenements, "infraction", infraction, INFRACTION_CONSTATEE)[:1]:
        avant = objet_de(constat, "decision")
        notifiees = sur(evenements, "decision", avant, DECISION_NOTIFIEE)[:1] if avant else []
        maillons += [Maillon(ENTREE, MONTANT, un.date_effective, evenement=un) for un in notifiees]
        maillons += _terme(termes, PREUVE, avant) if notifiees else []
        maillons.append(Maillon(ENTREE, MONTANT, constat.date_effective, evenement=constat))
    for invitation in sur(evenements, "infraction", infraction, AUDITION_INVITATION):
        maillons += _audition(invitation, evenements, termes, jours)
    return maillons + _terme(termes, AMENDE, infraction)


def _audition(invitation, evenements, termes, jours):
    """An invitation that stands (neither come back nor called off), what came of it and, of who was absent, the end of
    the term."""
    audition = objet_de(invitation, "audition")
    if sur(evenements, "audition", audition, AUDITION_RETOURNEE, AUDITION_REPORTEE):
        return []
    recue = next(iter(sur(evenements, "audition", audition, AUDITION_RECUE)), None)
    # of a letter without a channel the day was entered, as proved; otherwise only what came back says more than its way
    lettre = Lettre(invitation, recue if recue and (recue.issue or not invitation.canal) else None, AUDITION)
    maillons = [Maillon(LETTRE, AUDITION, lettre.jour, invitation, lettre, lettre.reception(jours))]
    for issue in sur(evenements, "audition", audition, AUDITION_TENUE, AUDITION_DECLINEE, AUDITION_ABSENCE)[:1]:
        if issue.type == AUDITION_ABSENCE:
            maillons += _terme(termes, AUDITION, audition)
        maillons.append(Maillon(ENTREE, AUDITION, issue.date_effective, evenement=issue))
    return maillons


def _terme(termes, genre, objet):
    """The last term of that kind about that object."""
    dernier = next((t for t in reversed(termes) if t.type == genre and t.objet == objet), None)
    return [Maillon(TERME, genre, dernier.delai.echeance, terme=dernier)] if dernier else []
