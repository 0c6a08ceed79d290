# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The terms of a sanction: rows of the table of terms, whose columns are explained in parcours_accueil (loi.md §5).

Each infringement has its own term to impose a fine, each invitation its own hearing, each fine its own proof, appeal,
payment and prescription. The events of the sanction come with the proofs of the pathway file, which answer a fine.
"""

from __future__ import annotations

from ...parcours_accueil.droit.delais import ENVOI_SANS_PREUVE, Depart, Genre, Lettre, compter, suspension_pendant
from ...parcours_accueil.droit.etapes import SUSPENSIONS, preuves
from .etapes import (
    AMENDE_TOMBEE,
    AUDITION_ABSENCE,
    AUDITION_DECLINEE,
    AUDITION_RECUE,
    AUDITION_REPORTEE,
    AUDITION_TENUE,
    DECISION_AMENDE,
    DECISION_NOTIFIEE,
    DECISION_PROPOSEE,
    DECISION_SANS_AMENDE,
    FONDEMENT_TOMBE,
    INFRACTION_CONSTATEE,
    PRESCRIPTION_INTERROMPUE,
    RECOURS_ANNULE,
    RECOURS_INTRODUIT,
    SANCTION,
    SANCTION_CLOSE,
)

AMENDE, PAIEMENT, PREUVE, PRESCRIPTION, RECOURS = "amende", "paiement", "preuve_amende", "prescription", "recours"
#: The figure after which the term of appeal starts when the letter did not state the remedies, and that start.
SANS_REMEDES, DEPART_TARDIF = "recours_sans_mention", "sans_remedes"
#: What annuls a fine: the Council of State, or that the fine which its infringement rests on was annulled.
ANNULATIONS = (RECOURS_ANNULE, AMENDE_TOMBEE)
#: The doubt: what rests on the end of a term was learnt after it.
CONNUE_TARD = "connue_tard"
#: What ends every term of a sanction.
ARRETS = frozenset({SANCTION_CLOSE})
#: Whatever proves that the pathway is followed answers a fine.
PREUVES_SUIVI = preuves("inscription")
#: Steps of the pathway file that the terms of a sanction look at, beside its days without obligation.
DU_DOSSIER = PREUVES_SUIVI | SUSPENSIONS
#: Steps of the pathway file after which the terms of its sanctions are counted again.
RECOMPTENT = DU_DOSSIER | {"cloture", "reouverture"}


def sur(evenements, genre, objet, *types):
    """Return the events of those types about that object, oldest first: ``("decision", 7)``."""
    return [e for e in evenements if e.type in types and (genre, objet) in e.objets]


def objet_de(evenement, genre):
    """Return what an event is about, of that word ("audition", "decision"); None when it is about none."""
    return next((cle for nom, cle in evenement.objets if nom == genre), None)


def _departs_audition(lecture):
    """The invitation received; heard or declined meets it, each on its own invitation, and a hearing that is called off
    stops it. Who was absent has it until its end, which a fine follows; a decision without one needs no end."""
    departs = []
    for recue in (e for e in lecture.evenements if e.type == AUDITION_RECUE):
        audition = objet_de(recue, "audition")
        issues = sur(lecture.evenements, "audition", audition, AUDITION_TENUE, AUDITION_DECLINEE)
        amende = sans = None
        if sur(lecture.evenements, "audition", audition, AUDITION_ABSENCE):
            infraction = objet_de(recue, "infraction")
            amende = _premier(sur(lecture.evenements, "infraction", infraction, DECISION_AMENDE))
            sans = _premier(sur(lecture.evenements, "infraction", infraction, DECISION_SANS_AMENDE))
        arret = _premier(sur(lecture.evenements, "audition", audition, AUDITION_REPORTEE)) or sans
        arret = arret and arret.date_effective
        doutes = _doutes(recue)
        departs.append(Depart(AUDITION_RECUE, recue.date_effective, _premier(issues), amende, audition, arret, doutes))
    return departs


def _doutes(recue):
    """What is in doubt of a receipt: a presumption needs a proved posting, or something that came back."""
    return (ENVOI_SANS_PREUVE,) if Lettre(recue, recue if recue.issue else None).sans_preuve else ()


def _departs_amende(lecture):
    """The finding of each infringement; a decision on it ends the term, a fine or none. One that rests on nothing any
    more stops it. A limit that passes over a proposal is looked at: what was signed on paper in time, and decided here
    after it, is learnt late (loi.md §7)."""
    departs = []
    for constat in (e for e in lecture.evenements if e.type == INFRACTION_CONSTATEE):
        infraction = objet_de(constat, "infraction")
        decisions = sur(lecture.evenements, "infraction", infraction, DECISION_AMENDE, DECISION_SANS_AMENDE)
        chute = _premier(sur(lecture.evenements, "infraction", infraction, FONDEMENT_TOMBE))
        arret = chute and chute.date_effective
        jour = constat.date_effective
        proposees = not decisions and sur(lecture.evenements, "infraction", infraction, DECISION_PROPOSEE)
        doutes = (CONNUE_TARD,) if proposees else ()
        departs.append(Depart(INFRACTION_CONSTATEE, jour, _premier(decisions), None, infraction, arret, doutes))
    return departs


def _departs_preuve(lecture):
    """The notification; whatever proves that the pathway is followed meets it, since the finding of the infringement:
    who is registered already does not register again."""
    departs = []
    for decision, notifiee, annulation in _amendes(lecture):
        constat = _premier(
            sur(lecture.evenements, "infraction", objet_de(notifiee, "infraction"), INFRACTION_CONSTATEE)
        )
        depuis = (constat or notifiee).date_effective
        preuve = next((e for e in lecture.evenements if e.type in PREUVES_SUIVI and e.date_effective >= depuis), None)
        departs.append(Depart(DECISION_NOTIFIEE, notifiee.date_effective, preuve, None, decision, annulation))
    return departs


def depart_recours(notifiee, remedes, parametres):
    """Return ``(word, day)`` of the start of the term of appeal: the notification when the letter stated the appeal,
    its forms and term and the ombudsman, else four months after it (law on the Council of State, art. 19).

    :param date notifiee: the day of the notification
    :param bool remedes: whether the letter stated them
    :param parametres: `Parametres` of the version of the law
    """
    if remedes:
        return DECISION_NOTIFIEE, notifiee
    return DEPART_TARDIF, compter(notifiee, **parametres.duree(SANS_REMEDES), ouvrable=False).echeance


def _departs_recours(lecture):
    return [
        Depart(
            *depart_recours(notifiee.date_effective, notifiee.remedes, lecture.parametres),
            _premier(sur(lecture.evenements, "decision", decision, RECOURS_INTRODUIT)),
            None,
            decision,
        )
        for decision, notifiee, _annulation in _amendes(lecture)
    ]


def _departs_paiement(lecture):
    return [
        Depart(DECISION_NOTIFIEE, notifiee.date_effective, _solde(lecture, decision), None, decision, annulation)
        for decision, notifiee, annulation in _amendes(lecture)
    ]


def _departs_prescription(lecture):
    """The end of the term of payment [open, default], or the last act that interrupted it while it ran: a contrainte
    that was notified, a seizure, an order to pay, an acknowledgment of the debt (loi.md §7)."""
    fins = {t.objet: t.delai.echeance for t in lecture.termes if t.type == PAIEMENT}
    return [
        Depart(*_cours_de_prescription(lecture, fins[decision]), _solde(lecture, decision), None, decision, annulation)
        for decision, _notifiee, annulation in _amendes(lecture)
    ]


def _cours_de_prescription(lecture, fin):
    """Return ``(word, day)`` from which prescription runs: what came once it was over interrupts nothing."""
    mot, depart = "fin_paiement", fin
    actes = (e.date_effective for e in lecture.evenements if e.type == PRESCRIPTION_INTERROMPUE)
    for jour in sorted(actes):
        terme = compter(depart, **lecture.parametres.duree(PRESCRIPTION), ouvrable=False).echeance
        if depart < jour <= terme:
            mot, depart = PRESCRIPTION_INTERROMPUE, jour
    return mot, depart


def _amendes(lecture):
    """The fines that were notified: ``(decision, its notification, the day it was annulled or None)``."""
    return amendes_notifiees(lecture.evenements)


def amendes_notifiees(evenements):
    """Return the fines that were notified, oldest first: ``[(decision, its notification, day annulled or None)]``.

    :param evenements: the valid events of a sanction, oldest first
    """
    amendes = []
    for notifiee in (e for e in evenements if e.type == DECISION_NOTIFIEE):
        decision = objet_de(notifiee, "decision")
        if sur(evenements, "decision", decision, DECISION_AMENDE):
            annulation = _premier(sur(evenements, "decision", decision, *ANNULATIONS))
            amendes.append((decision, notifiee, annulation and annulation.date_effective))
    return amendes


def decision_notifiee(evenements, constat):
    """Return ``(decision, its notification)``, the events of what was decided on an infringement; either can be None.

    :param evenements: the valid events of a sanction, oldest first
    :param constat: the event of its finding
    """
    infraction = objet_de(constat, "infraction")
    decision = _premier(sur(evenements, "infraction", infraction, DECISION_AMENDE, DECISION_SANS_AMENDE))
    notifiees = sur(evenements, "decision", objet_de(decision, "decision"), DECISION_NOTIFIEE) if decision else ()
    return decision, _premier(notifiees)


def sans_objet(evenements, notifiee):
    """Whether the infringement of a fine that was notified rests on nothing any more, itself or by the one before it.

    :param evenements: the valid events of a sanction
    :param notifiee: the event of the notification
    """
    infraction, vues = objet_de(notifiee, "infraction"), set()
    while infraction and infraction not in vues:
        vues.add(infraction)
        if sur(evenements, "infraction", infraction, FONDEMENT_TOMBE):
            return True
        constat = _premier(sur(evenements, "infraction", infraction, INFRACTION_CONSTATEE))
        avant = constat and objet_de(constat, "decision")
        notifiees = sur(evenements, "decision", avant, DECISION_NOTIFIEE) if avant else ()
        infraction = objet_de(notifiees[0], "infraction") if notifiees else None
    return False


def _solde(lecture, decision):
    """The payment, or the write-off, with which a claim is paid in full; None while something is owed."""
    reste, dernier = 0, None
    for mouvement in sur(lecture.evenements, "decision", decision, "creance", "paiement", "remboursement", "abandon"):
        reste += mouvement.montant
        if mouvement.type in ("paiement", "abandon"):
            dernier = mouvement
    return dernier if reste <= 0 else None


def _premier(evenements):
    return evenements[0] if evenements else None


TERMES = {
    genre.code: genre
    for genre in (
        Genre("audition", _departs_audition, SANCTION, ferme=False, arrets=ARRETS, rappel=7),
        # a limit of the authority: not moved to a working day (§5)
        Genre(AMENDE, _departs_amende, SANCTION, ouvrable=False, ferme=False, arrets=ARRETS, rappel=90),
        # the one that is the person's to meet: the days without obligation do not run in it (§4)
        Genre("preuve_amende", _departs_preuve, SANCTION, arrets=ARRETS, rappel=14, doutes=(suspension_pendant,)),
        Genre("recours", _departs_recours, SANCTION, ferme=False, arrets=ARRETS),
        Genre("paiement", _departs_paiement, SANCTION, ferme=False, arrets=ARRETS),
        Genre("prescription", _departs_prescription, SANCTION, ouvrable=False, ferme=False, arrets=ARRETS, rappel=180),
    )
}
