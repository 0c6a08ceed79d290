# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is at fault in the course of one infringement, from plain values (loi.md §7).

One infringement: invitations and one outcome, one decision, one fine; its dates in order, none to come. A fine needs an
invitation received and a hearing held, declined in writing, or missed and its term over; it is decided within two
years. The records are guarded by comparing: what is refused is a fault that was not there before
(models/etape/inscrit.py), so that what an old base holds can still be gone on with.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

#: The steps of one infringement, in the order of their days; each is the word of its step in a sentence.
CONSTAT, INVITATION, RECEPTION, CONVOCATION, REPORT, AUDITION = (
    "constat",
    "invitation",
    "reception",
    "convocation",
    "report",
    "audition",
)
DECISION, NOTIFICATION, PETITION, ISSUE, MOUVEMENT, REMBOURSEMENT = (
    "decision",
    "notification",
    "petition",
    "issue",
    "mouvement",
    "remboursement",
)
TENUE, DECLINEE, ABSENCE = "tenue", "declinee", "absence"
EN_COURS, ANNULE = "en_cours", "annule"
#: What a fine lacks whose hearing left nothing in writing: minutes, or the words of who declined.
SANS_ECRIT = {TENUE: "audition_sans_pv", DECLINEE: "renonciation_sans_ecrit"}


class Invitation(NamedTuple):
    """One invitation to be heard: when it was made and received, what came of it and when, the last day of its term.
    `presumee`: that it was received is presumed; `douteuse`: and nothing proves that it was posted; `canal`: how it
    went, None when it is not known. `convocation`: the day of the hearing that it says; `revenue`: it came back, not
    received; `reportee`: the day on which that hearing was called off; `ecrite`: the minutes of what was said, or the
    words with which the person declined, are kept."""

    invitee: date
    recue: date | None = None
    resultat: str | None = None
    jour: date | None = None
    limite: date | None = None
    presumee: bool = False
    douteuse: bool = False
    canal: str | None = None
    convocation: date | None = None
    revenue: bool = False
    reportee: date | None = None
    ecrite: bool = True


class Petition(NamedTuple):
    """One appeal: its day, what came of it and when."""

    jour: date
    issue: str = EN_COURS
    jour_issue: date | None = None


class Jugement(NamedTuple):
    """One decision. `envoyee`: the day it left, `notifiee`: received, which may be to come;
    `motivee`: exceptional reasons were given; `mouvements`: the days of its payments and write-offs;
    `rendus`: those of what was refunded of it."""

    jour: date
    amende: bool = True
    notifiee: date | None = None
    motivee: bool = False
    petitions: tuple = ()
    mouvements: tuple = ()
    rendus: tuple = ()
    envoyee: date | None = None


class Cours(NamedTuple):
    """The course of one infringement. `limite`: last day to impose a fine; `apres`: the last day of the proof whose
    lack it is, which it comes after; `protegee`: international protection; `sans_objet`: what it rested on is no
    more."""

    constat: date
    invitations: tuple = ()
    jugements: tuple = ()
    limite: date | None = None
    apres: date | None = None
    protegee: bool = False
    sans_objet: bool = False


class Faute(NamedTuple):
    """One fault: the word of its sentence, and what the sentence tells besides (days, words of steps)."""

    mot: str
    details: tuple = ()


def fautes(cours, aujourdhui):
    """Return what is at fault in the course of one infringement, a list of `Faute`, the gravest first.

    :param cours: a `Cours`
    :param aujourdhui: the day of today

    >>> fautes(Cours(date(2026, 3, 2)), date(2026, 3, 2))
    []
    >>> fautes(Cours(date(2026, 3, 3)), date(2026, 3, 2))
    [Faute(mot='a_venir', details=('constat', datetime.date(2026, 3, 3)))]
    """
    trouvees = list(_en_trop(cours)) + list(_a_venir(cours, aujourdhui)) + list(_desordre(cours))
    for jugement in cours.jugements:
        if jugement.amende:
            trouvees += _sans_fondement(cours, jugement)
    return trouvees


def _en_trop(cours):
    """One outcome of the invitations, one decision, one petition at a time; one invitation that stands, and once: two
    of one day to the same hearing went in two ways."""
    if len(cours.jugements) > 1:
        yield Faute("plusieurs_decisions", (len(cours.jugements),))
    parties = [(i.invitee, i.canal) for i in cours.invitations if i.canal]
    yield from (Faute("invitation_double", (un[0],)) for un in dict.fromkeys(parties) if parties.count(un) > 1)
    debout = {(i.invitee, i.convocation or date.min) for i in cours.invitations if not i.revenue and not i.reportee}
    yield from (Faute("invitation_en_cours", (jour,)) for jour, _fixee in sorted(debout)[1:])
    yield from (Faute("issue_reportee", (i.reportee,)) for i in cours.invitations if i.resultat and i.reportee)
    issues = [i for i in cours.invitations if i.resultat]
    if len(issues) > 1:
        yield Faute("plusieurs_auditions", (len(issues),))
    for jugement in cours.jugements:
        pendantes = [p for p in jugement.petitions if p.issue == EN_COURS]
        jours = [p.jour for p in jugement.petitions]
        if len(pendantes) > 1 or len(set(jours)) < len(jours):
            yield Faute("plusieurs_recours", (len(jours),))


def _chaines(cours):
    """The days that follow one another, as chains of ``(word, day or None)``."""
    for invitation in cours.invitations:
        # who had it before the presumed day answered before that day
        recue = None if invitation.presumee else invitation.recue
        debut = [(CONSTAT, cours.constat), (INVITATION, invitation.invitee), (RECEPTION, recue)]
        issue = [(AUDITION, invitation.jour if invitation.resultat else None)]
        yield debut + issue
        yield [(INVITATION, invitation.invitee), (REPORT, invitation.reportee)]
        # who declines does so before; nobody is heard, or absent, before the day that the invitation says
        fixee = [] if invitation.resultat == DECLINEE else issue
        yield [(INVITATION, invitation.invitee), (CONVOCATION, invitation.convocation), *fixee]
        for jugement in cours.jugements if invitation.resultat else ():
            yield [*debut, *issue, (DECISION, jugement.jour)]
    for jugement in cours.jugements:
        decidee = [
            (CONSTAT, cours.constat),
            (DECISION, jugement.jour),
            (NOTIFICATION, jugement.envoyee or jugement.notifiee),
        ]
        yield decidee
        for petition in jugement.petitions:
            yield [decidee[-1], (PETITION, petition.jour), (ISSUE, petition.jour_issue)]
        for jour in jugement.mouvements:
            yield [decidee[-1], (MOUVEMENT, jour)]
        annulee = max((p.jour_issue for p in jugement.petitions if p.issue == ANNULE), default=None)
        for jour in jugement.rendus:
            yield [(MOUVEMENT, max(jugement.mouvements, default=None)), (REMBOURSEMENT, jour)]
            yield [(ISSUE, annulee), (REMBOURSEMENT, jour)]
        if not jugement.notifiee and jugement.petitions:
            yield [(NOTIFICATION, date.max), (PETITION, jugement.petitions[0].jour)]


def _a_venir(cours, aujourdhui):
    jours = dict.fromkeys(pas for chaine in [[(CONSTAT, cours.constat)], *_chaines(cours)] for pas in chaine)
    # the day that an invitation says is to come
    jours = [(mot, jour) for mot, jour in jours if mot != CONVOCATION]
    return [Faute("a_venir", (mot, jour)) for mot, jour in jours if jour and aujourdhui < jour < date.max]


def _desordre(cours):
    trouvees = {}
    if cours.apres and cours.constat <= cours.apres:
        trouvees[Faute("constat_premature", (cours.apres,))] = None
    for chaine in _chaines(cours):
        connus = [(mot, jour) for mot, jour in chaine if jour]
        for (avant, premier), (apres, second) in pairwise(connus):
            if premier == date.max:
                trouvees[Faute("recours_sans_notification")] = None
            elif second < premier:
                trouvees[Faute("desordre", (apres, second, avant, premier))] = None
    return list(trouvees)


def _sans_fondement(cours, jugement):
    """What a fine lacks."""
    if cours.sans_objet:
        yield Faute("amende_sans_objet")
    if not cours.limite or jugement.jour > cours.limite:
        yield Faute("amende_tardive", (cours.limite,))
    if cours.protegee and not jugement.motivee:
        yield Faute("amende_protegee")
    issues = [i for i in cours.invitations if i.resultat]
    if not issues:
        yield Faute("amende_sans_audition")
    elif not any(i.recue and not (i.douteuse and i.resultat == ABSENCE) for i in issues):
        yield Faute("amende_sans_reception")
    elif all(i.resultat == ABSENCE and not (i.limite and i.limite < jugement.jour) for i in issues if i.recue):
        yield Faute("absence_avant_terme", (max((i.limite for i in issues if i.limite), default=None),))
    elif all(i.resultat == ABSENCE and i.convocation and i.convocation < i.recue for i in issues if i.recue):
        yield Faute("absence_sans_delai", (max(i.convocation for i in issues if i.recue),))
    yield from (Faute(SANS_ECRIT[i.resultat]) for i in issues if i.resultat in SANS_ECRIT and not i.ecrite)
