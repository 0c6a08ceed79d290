# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of terms, and the legal terms that events give (loi.md §4-6). No database, no today: the same events give
the same terms, in whatever order they were entered.

A term is of a kind, a row of `TERMES`, and belongs to an owner: a pathway file here; a floor above adds rows of its own
(`parcours.delai._genres`). The columns:

======================  ===============================================================================================
`code`                  name of the kind; its length is the line of that code in the version of the law: number, unit
`departs`               ``f(Lecture) -> [Depart]``: what starts it, one for each that there is (the nth summons), with
                        the proof that meets it and what followed its end unmet
`proprietaire`          whose it is: "dossier", or a word of the floor above
`ouvrable`              whether an end on a day that does not work moves to the next one: a term of the person, never a
                        limit of the authority (§5)
`suspendable`           whether suspensions move it, until the kind on the screen says otherwise (an open question)
`ferme`                 whether the days without obligation do not run: a term that the person must meet
`arrets`                types of events that stop it for good; what begins after a finding runs as any other
`rappel`                days before its end on which somebody is told, until the kind on the screen says otherwise
`preuve_contredit`      whether a proof that comes after what followed contradicts it (see its life)
`continue_apres_revue`  whether it goes on once a person has seen that what followed came too early, and a finding that
                        came before its end stops it no more than that (see its life)
`doutes`                ``f(Lecture, Depart, Delai) -> word or None``, each of a doubt that the count itself knows; a
                        start may bring some of its own. Whatever they are, they make its end a review
======================  ===============================================================================================

What an event proves, starts and stops stands in the table of steps (etapes.py). Adding a term is a row, its labels and
its test.

**The ledger**, from the start of a term to its due date, line by line, so that "why this date?" always has an answer. A
term has so many months, then so many days. Its days are those after the starting day, up to and including the due date.
A suspension, where the law gives it to that term, stops the count on each of its days, first and last included, that
lies inside the running term; so do the days **without obligation** in a term that the person must meet: those on which
the person was exempt, outside the target group, or had a closed file, from the day of the fact, whatever day we learnt
it. Days of several count once, and those of a suspension are then the others'. What begins after the due date as
already moved changes nothing: the term is over. The move to a working day comes last, and the day it adds is no day of
the term (loi.md §4, §5). Belgian holidays come from the `holidays` library: the ten legal
ones, Easter Monday, Ascension Day and Whit Monday among them.

**The life of a term**, from the day it is first counted to the day nothing more follows from it, is a state machine.
What is stored of it and a new count, or a night, come in; what is stored next, what is to be done and the next day on
which to look come out (loi.md §5-7).

::

                    (its start was cancelled)
       ┌─────────────────────────────────────────> sans_objet
       │     (proof)           (refusal, closure)
       ├───────────────> tenu  ┌───────────────> arrete
    en_cours ──────(day after the due date)──────> echu
       │                                            │ known in time, nothing pending
       │ some days before                           ├─────────> proposed: a task, once
       └─────────> reminded, once                   │ known late, or a doubt
                                                    └─────────> to review, then proposed

A due date that moves is known from the day it moved. What was proposed about the former date is withdrawn. A summons or
a refusal that a fact entered later contradicts is reviewed, whatever else: it is never proposed again by itself.

One function says why a term is to be reviewed (:func:`a_revoir`): the count, which opens the review, the night, the
button and the steps that follow the end of a term (conditions.py) all ask it. Nothing follows before a person has
looked and said why; a review goes only with that, or when a fact makes it moot: the term was met, or moved into the
future, its start was cancelled, the owner closed, the doubt itself settled. What followed the end of the term all the
same, whatever the order in which it was entered, settles nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays
from dateutil.relativedelta import relativedelta

from ...registre_national.histoire.dates import FUTUR, UN_JOUR, lendemain
from .canaux import ACCUSE, CANAUX, EBOX, INCONNU, NON_RECLAME, REMISE, RETOURS
from .etapes import (
    ARRETS,
    ATTESTATION,
    ATTESTATION_FIN,
    ATTESTATION_RECUE,
    ATTESTATION_REMISE,
    CLOTURE,
    CONSTAT_REFUS,
    DOSSIER,
    ETAPES,
    INSCRIPTION_ORGANISATEUR,
    LETTRES,
    SOMMATION_ENVOYEE,
    SOMMATION_RECUE,
    SUSPENSION_ACCORDEE,
    SUSPENSION_ANNULEE,
    SUSPENSIONS,
    TRANSFERT_VIVALIS,
    preuves,
)

EN_COURS, ECHU, TENU, ARRETE, SANS_OBJET = "en_cours", "echu", "tenu", "arrete", "sans_objet"
#: A term that asks for something.
VIVANTS = (EN_COURS, ECHU)
RAPPELER, PROPOSER, REVOIR, ATTENDRE = "rappeler", "proposer", "revoir", "attendre"
#: Stage of a file in which nothing was done yet.
A_INFORMER = "a_informer"
#: Doubts that the count itself knows: of who was not handed the attestation of obligation, of an exemption over part of
#: a term, of a suspension over days of one that suspensions do not move, of a refusal whose summons came back.
JAMAIS_INFORME, EXEMPTION_PENDANT, SUSPENSION_PENDANT = "jamais_informe", "exemption_pendant", "suspension_pendant"
REFUS_SANS_SOMMATION = "refus_sans_sommation"
INSCRIPTION, ACHEVEMENT, SOMMATION = "inscription", "achevement", "sommation"
PREUVES_INSCRIPTION, PREUVES_ACHEVEMENT = preuves(INSCRIPTION), preuves(ACHEVEMENT)
#: Kinds of days without obligation, as the lines of a term call them where a suspension has its own reference; an
#: exemption is followed by its ground, "exempte:6".
FERMETURE, EXEMPTE, HORS_PUBLIC = "fermeture", "exempte", "hors_public"
#: Reasons of closure that a fact of the register, or a decision on an exemption, gives: its days are that fact's.
MOTIFS_DES_FAITS = frozenset(
    {"decede", "parti", "autre_region", "radie", "permis_perdu", "belge", "age", EXEMPTE, HORS_PUBLIC}
)
#: Stages that show the side road *suspended* while a suspension holds.
STAGES_SUSPENDABLES = frozenset({"informe", "inscrit", "en_cours"})
#: The figure that says how a term counts that starts on the last day of a month: 1, it ends on one; 0, it does not.
FIN_DE_MOIS = "fin_de_mois"
#: Units of a length -> how the ledger counts it.
UNITES = {"mois": ("mois", 1), "annees": ("mois", 12), "jours": ("jours", 1)}


class Parametres(NamedTuple):
    """What the law says of the terms: the figures of its version by their code, ``(number, unit, …)``, among them the
    length of each kind and the presumption of receipt in working days; and the kinds that suspensions move."""

    longueurs: Mapping
    suspendables: frozenset = frozenset()

    def duree(self, code):
        """Return a length as the ledger takes it: ``{"mois": 6}`` or ``{"jours": 60}``."""
        nombre, unite = self.longueurs[code][:2]
        mot, facteur = UNITES[unite]
        return {mot: nombre * facteur}

    def regles(self, genre):
        """Return how a term of that kind counts, as :func:`compter` takes it: its length, and what its end does. The
        later end of a month is for a term of the person; a limit of the authority takes the earlier date (§5)."""
        return self.duree(genre.code) | {
            "ouvrable": genre.ouvrable,
            "fin_de_mois": genre.ouvrable and self.fin_de_mois,
        }

    @property
    def jours_presomption(self):
        return self.longueurs["presomption"][0]

    @property
    def fin_de_mois(self):
        """Whether a term that starts on the last day of a month ends on the last day of one: the later date, also when
        the version does not say."""
        return FIN_DE_MOIS not in self.longueurs or bool(self.longueurs[FIN_DE_MOIS][0])


class Depart(NamedTuple):
    """One start of a term: in one word what it is, its day, the event that proves it met, and the one that followed its
    end unmet. `objet`: what it is about, for its owner (an infringement, a decision); `arret`: the day that
    stops this one alone; `doutes`: words of the doubts that its start brings along."""

    mot: str
    jour: date
    preuve: object = None
    suite: object = None
    objet: object = None
    arret: date | None = None
    doutes: tuple = ()


class Lecture(NamedTuple):
    """What the starts are read from: the valid events, oldest first, the reference date or None, whether the person is
    a volunteer, the parameters, and the terms counted so far (a summons looks at the term that it follows)."""

    evenements: list
    parametres: Parametres
    reference: date | None
    volontaire: bool
    termes: tuple

    def premier(self, *types):
        """Return the oldest event of one of those types, or None."""
        return next((e for e in self.evenements if e.type in types), None)

    def reception(self, lettre):
        """Return when a `Lettre` was received."""
        return lettre.reception(self.parametres.jours_presomption)


class Regime(NamedTuple):
    """What of its kind the life of a term depends on.

    `rappel`: days before its end on which somebody is told, 0: nobody; `preuve_contredit`: a proof that arrives after
    what followed contradicts it (a summons that was answered, a refusal found all the same); `continue_apres_revue`:
    once a person has seen that what followed came too early, the term goes on (completion); `arret_conclut`: what
    stops it is the finding that rests on its end, so that a doubt about that end outlives the stop.
    """

    rappel: int = 0
    preuve_contredit: bool = False
    continue_apres_revue: bool = False
    arret_conclut: bool = False


class Genre(NamedTuple):
    """A row of the table of terms; the columns are explained at the top of this file."""

    code: str
    departs: object
    proprietaire: str = DOSSIER
    ouvrable: bool = True
    suspendable: bool = False
    ferme: bool = True
    arrets: frozenset = ARRETS
    rappel: int = 0
    preuve_contredit: bool = False
    continue_apres_revue: bool = False
    doutes: tuple = ()

    def regime(self, rappel):
        """Return what the life of a term of this kind depends on, with the days that the screen says."""
        return Regime(rappel, self.preuve_contredit, self.continue_apres_revue, self.arret_conclut)

    @property
    def arret_conclut(self):
        """Whether what stops it is the finding that rests on its end; else its owner is closed."""
        return CONSTAT_REFUS in self.arrets


class Terme(NamedTuple):
    """One term, counted.

    `depart`: what it starts from; `date_etat`: the day it was met or stopped; `date_suite`: the day the summons that
    follows a term ended unmet was sent, or the refusal found; `cle`: what tells it apart from the others of its kind,
    whatever comes before it later: what it is about or, where that is nothing, minus its number; `doutes`: words of
    what the count itself doubts: each makes its end a review.
    """

    type: str
    rang: int
    depart: str
    delai: Delai
    etat: str
    date_etat: date | None = None
    date_suite: date | None = None
    objet: object = None
    cle: int = 0
    doutes: tuple = ()

    @property
    def suite_prematuree(self):
        """Whether what should follow its end came before it: a late fact moved the due date after the summons."""
        return bool(self.date_suite) and self.date_suite <= self.delai.echeance


def derniere(evenements, *types):
    """Return the last event of one of those types, or None.

    :param evenements: events of one file, oldest first, each with ``type`` and ``date_effective``
    """
    return next((evenement for evenement in reversed(evenements) if evenement.type in types), None)


def sommations(evenements):
    """Return the summonses, oldest first: pairs ``(sent, received)`` of events, either of which can be None.

    One that came back was not received: it is none of them.
    """
    return [(lettre.envoi, lettre.reponse) for lettre in lettres(evenements, SOMMATION) if not lettre.revenue]


def sommation_en_cours(evenements):
    """Return ``(sent, received)``, the events of the last summons; either can be None."""
    return next(reversed(sommations(evenements)), (None, None))


def preuve_apres_sommation(evenements, sommation, termes):
    """Return the event that answers a summons, or None: registration with an organiser, or completion when the term of
    completion was over when it was sent (loi.md §5, §6). Who was registered without anybody knowing it has answered.

    :param termes: the terms of registration and of completion of the file
    """
    jour = (sommation[0] or sommation[1]).date_effective
    suivi = terme_suivi(termes, evenements, sommation)
    if suivi and suivi.type == ACHEVEMENT and suivi.delai.echeance >= jour:
        return next(e for e in evenements if e.type == INSCRIPTION_ORGANISATEUR)
    preuves = PREUVES_ACHEVEMENT if suivi and suivi.type == ACHEVEMENT else PREUVES_INSCRIPTION
    return next((e for e in evenements if e.type in preuves and e.date_effective >= jour), None)


def terme_suivi(termes, evenements, sommation):
    """Return the term that a summons follows, or None when there is none: completion when the person was registered
    before it, else registration."""
    inscription = next((e for e in evenements if e.type == INSCRIPTION_ORGANISATEUR), None)
    genre = ACHEVEMENT if _vise_achevement(sommation, inscription) else INSCRIPTION
    return next((t for t in termes if t.type == genre), None)


def sommation_fondee(termes, evenements):
    """Whether the last summons was sent when the term that it follows was over, as this term is counted now: without
    it there is no refusal (art. 14). Events oldest first."""
    sommation = sommation_en_cours(evenements)
    depart = sommation[0] or sommation[1]
    suivi = depart and terme_suivi(termes, evenements, sommation)
    return bool(suivi) and suivi.delai.echeance < depart.date_effective


# ---- the starts, kind by kind ----------------------------------------------------------------------------------------


def _departs_inscription(lecture):
    """The law counts from the registration, the administration from the attestation: the later of the two (§5). Who was
    registered before it could start never had a term to register in."""
    attestation = next((lettre for lettre in lettres(lecture.evenements, ATTESTATION) if not lettre.revenue), None)
    if lecture.volontaire or not attestation or not lecture.reference:
        return []
    recue = lecture.reception(attestation)
    mot, jour = DEPARTS_LETTRES[ATTESTATION][recue.mot], recue.jour
    if lecture.reference > jour:
        mot, jour = "date_reference", lecture.reference
    preuve = lecture.premier(*PREUVES_INSCRIPTION)
    if preuve and preuve.date_effective < jour:
        return []
    inscription = lecture.premier(INSCRIPTION_ORGANISATEUR)
    suites = [s for s in _sommations(lecture) if not _vise_achevement(s, inscription)]
    return [Depart(mot, jour, preuve, _envoi(suites), doutes=recue.doutes)]


def _departs_achevement(lecture):
    inscription = lecture.premier(INSCRIPTION_ORGANISATEUR)
    if not inscription:
        return []
    suites = [s for s in _sommations(lecture) if _vise_achevement(s, inscription)]
    preuve = lecture.premier(*PREUVES_ACHEVEMENT)
    return [Depart(INSCRIPTION_ORGANISATEUR, inscription.date_effective, preuve, _envoi(suites))]


def _departs_sommation(lecture):
    """The receipt, by channel (§5). A finding follows the last one that was sent before it. One of which nothing proves
    that it was posted ends with the next one."""
    toutes, departs = _sommations(lecture), []
    constats = [e for e in lecture.evenements if e.type == CONSTAT_REFUS]
    for place, sommation in enumerate(toutes):
        recue = lecture.reception(Lettre(*sommation))
        preuve = preuve_apres_sommation(lecture.evenements, sommation, lecture.termes)
        debut = _premier_jour(sommation) if place else date.min
        fin = _premier_jour(toutes[place + 1]) if place + 1 < len(toutes) else FUTUR
        departs.append(
            Depart(
                DEPARTS_LETTRES[SOMMATION][recue.mot],
                recue.jour,
                preuve,
                next((c for c in reversed(constats) if debut <= c.date_effective < fin), None),
                # known by its day: its number changes when an older one is entered or cancelled
                _premier_jour(sommation).toordinal(),
                fin if recue.doutes and fin != FUTUR else None,
                recue.doutes,
            )
        )
    return departs


def _premier_jour(sommation):
    """The day on which a summons was sent, or received when that alone is known."""
    return (sommation[0] or sommation[1]).date_effective


def _sommations(lecture):
    # nobody summons a volunteer, and a summons of before has no effect any more (art. 7 §3)
    return [] if lecture.volontaire else sommations(lecture.evenements)


def _envoi(suites):
    """The event that dates the last of those summonses, or None."""
    return (suites[-1][0] or suites[-1][1]) if suites else None


def _vise_achevement(sommation, inscription):
    """Whether a summons follows the term of completion: the person was registered before it."""
    depart = sommation[0] or sommation[1]
    return bool(inscription) and inscription.date_effective < depart.date_effective


# ---- the doubts that the count itself knows --------------------------------------------------------------------------


def _jamais_informe(lecture, _depart, delai):
    """Whoever was not handed the attestation of obligation before the end did not know of it (§5, information). There
    is none for a volunteer."""
    remise = derniere_lettre(lecture.evenements, ATTESTATION)
    informe = lecture.volontaire or (remise and lecture.reception(remise).jour <= delai.echeance)
    return None if informe else JAMAIS_INFORME


def exemption_pendant(_lecture, _depart, delai):
    """Whoever was exempt on days of a term was asked for something meanwhile (§4)."""
    mots = {reference for ligne in delai.lignes for reference in ligne.references}
    exempte = any(isinstance(mot, str) and mot.partition(":")[0] == EXEMPTE for mot in mots)
    return EXEMPTION_PENDANT if exempte else None


def suspension_pendant(lecture, _depart, delai):
    """A suspension granted over days of a term that it does not move (§4)."""
    comptees = {reference for ligne in delai.lignes for reference in ligne.references}
    autres = (s for s in periodes_suspendues(lecture.evenements) if s.reference not in comptees)
    pendant = any(s.debut <= s.fin and s.debut <= delai.echeance and delai.depart < s.fin for s in autres)
    return SUSPENSION_PENDANT if pendant else None


def refus_sans_sommation(lecture, _depart, _delai):
    """A refusal rests on a summons that was sent since the one before it; one that came back was none (art. 14)."""
    depuis, jours = date.min, [_premier_jour(sommation) for sommation in _sommations(lecture)]
    for constat in () if lecture.volontaire else (e for e in lecture.evenements if e.type == CONSTAT_REFUS):
        if not any(depuis < jour <= constat.date_effective for jour in jours):
            return REFUS_SANS_SOMMATION
        depuis = constat.date_effective
    return None


TERMES = {
    genre.code: genre
    for genre in (
        Genre("inscription", _departs_inscription, suspendable=True, rappel=30, doutes=(refus_sans_sommation,)),
        Genre(
            "achevement",
            _departs_achevement,
            suspendable=True,
            rappel=60,
            continue_apres_revue=True,
            doutes=(refus_sans_sommation, _jamais_informe),
        ),
        Genre(
            "sommation",
            _departs_sommation,
            rappel=14,
            preuve_contredit=True,
            doutes=(_jamais_informe, exemption_pendant, suspension_pendant),
        ),
    )
}


# ---- working days (loi.md §5) ----------------------------------------------------------------------------------------


@lru_cache(maxsize=400)
def jours_feries(annee):
    """The Belgian public holidays of a year, as a frozenset of dates (Easter Sunday and Whit Sunday included)."""
    return frozenset(holidays.country_holidays("BE", years=annee))


def jour_ouvrable(jour):
    """Whether `jour` works: neither Saturday, Sunday nor Belgian public holiday."""
    return jour.weekday() < 5 and jour not in jours_feries(jour.year)


def prochain_jour_ouvrable(jour):
    """`jour` itself when it works, else the next day that does."""
    while not jour_ouvrable(jour):
        jour = lendemain(jour)
    return jour


def reception_presumee(envoi, jours):
    """Presumed day of receipt of a registered letter posted on `envoi`: that many working days after it. How many is
    for the version of the law to say (loi.md §5: three)."""
    jour = envoi
    for _ in range(jours):
        jour = prochain_jour_ouvrable(lendemain(jour))
    return jour


# ---- receipt of a letter, by channel (loi.md §5) ---------------------------------------------------------------------
# One reading for every letter of every floor: *notified* and *received* are the same day. What a file knows of a letter
# is in its events (`lettres`); a floor that keeps it in a record of its own (the invitation to be heard, a decision)
# calls `recevoir` with what that record says. The channels are those of canaux.py.

#: What the day of a receipt rests on.
EN_MAIN, PROUVEE, PRESUMEE, ACCESSIBLE = "en_main", "prouvee", "presumee", "accessible"
#: The doubt: a presumption needs a proved posting.
ENVOI_SANS_PREUVE = "envoi_sans_preuve"
#: What a letter that waits asks for, the most pressing first: to be sent again, a proof, its card.
ATTENTES = REVENUE, SANS_PREUVE, ACCUSE_ATTENDU = "revenue", "sans_preuve", "accuse_attendu"
#: Letters that were only handed over then.
CANAUX_ANCIENS = {ATTESTATION: REMISE}
#: What a term starts from, by letter and by what its receipt rests on.
DEPARTS_LETTRES = {
    ATTESTATION: {
        EN_MAIN: ATTESTATION_REMISE,
        PROUVEE: ATTESTATION_RECUE,
        PRESUMEE: "attestation_presumee",
        ACCESSIBLE: "attestation_ebox",
    },
    SOMMATION: {
        EN_MAIN: SOMMATION_RECUE,
        PROUVEE: SOMMATION_RECUE,
        PRESUMEE: SOMMATION_ENVOYEE,
        ACCESSIBLE: "sommation_ebox",
    },
}
#: Types of events that send each letter, or say what came back of it.
ENVOIS = {nom: frozenset(code for code, etape in ETAPES.items() if etape.envoie == nom) for nom in LETTRES}
REPONSES = {nom: frozenset(code for code, etape in ETAPES.items() if etape.repond == nom) for nom in LETTRES}


class Reception(NamedTuple):
    """When a letter was received. `jour`: the day from which terms run, not counted itself; None: not received, and no
    term starts; `mot`: what that day rests on; `doutes`: words of why the end of what runs from it is a review;
    `attendue`: whether the acknowledgment is still to come back."""

    jour: date | None
    mot: str | None = None
    doutes: tuple = ()
    attendue: bool = False


def recevoir(canal, envoi, jours, depot_prouve=True, issue=None, retour=None):
    """Return the `Reception` of a letter.

    :param canal: a key of `CANAUX`; None: a letter of before channels, plain registered
    :param date envoi: the day it was posted or handed over, or on which the message was accessible
    :param int jours: working days after posting on which it is presumed received: the figure of the version of the law
    :param bool depot_prouve: whether its posting is proved: a franking number, a list stamped by the post
    :param issue: what came back, one of `canaux.RECEPTIONS` or `RETOURS`; None: nothing, or a receipt of before
        channels
    :param date retour: the day of that: presented, refused, received as the person proves

    >>> recevoir("recommande", date(2026, 1, 2), 3).jour  # Friday: Monday 5, Tuesday 6, Wednesday 7
    datetime.date(2026, 1, 7)
    >>> recevoir("accuse", date(2026, 1, 2), 3, issue="presente", retour=date(2026, 1, 9)).jour
    datetime.date(2026, 1, 9)
    >>> recevoir("recommande", date(2026, 1, 2), 3, issue="demenage", retour=date(2026, 1, 9)).jour
    >>> compter(recevoir("ebox", date(2026, 1, 2), 3).jour, mois=2).echeance
    datetime.date(2026, 3, 4)
    """
    if issue in RETOURS:
        return Reception(None)
    if canal == REMISE:
        return Reception(envoi, EN_MAIN)
    if canal == EBOX:
        # the first working day after is day 1: one counts from the day before it
        return Reception(_plus(prochain_jour_ouvrable(lendemain(envoi)), jours=-1), ACCESSIBLE)
    if retour and not issue:
        return Reception(retour, PROUVEE)
    presumee = reception_presumee(envoi, jours)
    if not retour:
        doutes = () if depot_prouve or not canal else (ENVOI_SANS_PREUVE,)
        return Reception(presumee, PRESUMEE, doutes, canal == ACCUSE)
    # Without a card, not collected says no more than the presumption. What came back proves the posting; a later day
    # replaces the presumption, an earlier one moves nothing.
    if retour > presumee and (canal == ACCUSE or issue != NON_RECLAME):
        return Reception(retour, PROUVEE)
    return Reception(presumee, PRESUMEE)


class Lettre(NamedTuple):
    """A letter in the ledger: the event that sent it, or None for an old receipt alone, and the one that says what came
    back, or None."""

    envoi: object
    reponse: object = None
    nom: str = SOMMATION

    @property
    def jour(self):
        """The day it was sent; of an old receipt alone, received."""
        return (self.envoi or self.reponse).date_effective

    @property
    def canal(self):
        return (self.envoi and self.envoi.canal) or CANAUX_ANCIENS.get(self.nom)

    @property
    def revenue(self):
        """Whether it came back without being received."""
        return bool(self.reponse) and self.reponse.issue in RETOURS

    @property
    def sans_preuve(self):
        """Whether nothing proves that it was posted, nor that it arrived."""
        presumee = CANAUX.get(self.canal, INCONNU).presume
        return presumee and bool(self.envoi and self.canal) and not (self.envoi.depot_prouve or self.reponse)

    @property
    def receptions(self):
        """What can still be known of its receipt: words of `canaux.RECEPTIONS`; none once something came back."""
        return () if self.reponse else CANAUX.get(self.canal, INCONNU).receptions

    def reception(self, jours):
        """Return its `Reception`; working days as in :func:`recevoir`."""
        reponse = self.reponse
        if not self.envoi:
            return Reception(reponse.date_effective, PROUVEE)
        depot, issue = self.envoi.depot_prouve, reponse and reponse.issue
        return recevoir(self.canal, self.jour, jours, depot, issue, reponse and reponse.date_effective)


def lettres(evenements, nom):
    """Return the letters of that name, `Lettre`, oldest first.

    What came back belongs to the last one sent at the latest that day.

    :param evenements: the valid events, oldest first
    """
    envois = [[e, None] for e in evenements if e.type in ENVOIS[nom]]
    seules = []
    for reponse in (e for e in evenements if e.type in REPONSES[nom]):
        paire = next((p for p in reversed(envois) if p[0].date_effective <= reponse.date_effective), None)
        if not paire:
            seules.append([None, reponse])
        elif not paire[1]:
            paire[1] = reponse
    toutes = [Lettre(*paire, nom) for paire in envois + [s for s in seules if s[1].issue not in RETOURS]]
    return sorted(toutes, key=lambda lettre: lettre.jour)


def derniere_lettre(evenements, nom):
    """Return the last letter of that name that did not come back, or None."""
    return next((lettre for lettre in reversed(lettres(evenements, nom)) if not lettre.revenue), None)


def sans_les_revenues(evenements):
    """Return the events without the letters that came back: nothing follows from them."""
    if not any(e.issue in RETOURS for e in evenements):
        return evenements
    revenues = [lettre for nom in LETTRES for lettre in lettres(evenements, nom) if lettre.revenue]
    parties = [evenement for lettre in revenues for evenement in lettre[:2]]
    return [e for e in evenements if e not in parties]


def attente(evenements, termes, parametres):
    """Return what a letter of an open file waits for, a word of `ATTENTES`, the most pressing; or None.

    :param evenements: all the valid events, oldest first
    """
    trouvees = set()
    for nom, genre in ((ATTESTATION, INSCRIPTION), (SOMMATION, SOMMATION)):
        lettre = next(reversed(lettres(evenements, nom)), None)
        if not lettre or not lettre.envoi:
            continue
        if lettre.revenue:
            suivi = terme_suivi(termes, evenements, lettre[:2]) if nom == SOMMATION else None
            if not suivi or suivi.etat != TENU:
                trouvees.add(REVENUE)
            continue
        terme = next((t for t in reversed(termes) if t.type == genre), None)
        if terme and terme.etat != EN_COURS:
            continue
        recue = lettre.reception(parametres.jours_presomption)
        trouvees |= {SANS_PREUVE} if recue.doutes else {ACCUSE_ATTENDU} if recue.attendue else set()
    return next((mot for mot in ATTENTES if mot in trouvees), None)


# ---- the ledger ------------------------------------------------------------------------------------------------------


class Suspension(NamedTuple):
    """Days on which the term does not run, both ends included. `reference` is the caller's, given back in the lines."""

    debut: date
    fin: date
    reference: object = None


class Ligne(NamedTuple):
    """One step of the count. `genre`: "depart", "longueur", "suspension" or "ouvrable"; `date`: the due date after it;
    `jours`: days added; `references`: those of the suspensions that share these days."""

    genre: str
    date: date
    jours: int = 0
    references: tuple = ()


class Delai(NamedTuple):
    """A term counted: its start, its due date, and the lines that lead from one to the other; `fin_de_mois`: whether it
    ends later because it goes from the last day of a month to the last day of one."""

    depart: date
    echeance: date
    lignes: tuple
    fin_de_mois: bool = False


def compter(depart, mois=0, jours=0, suspensions=(), ouvrable=True, fin_de_mois=False):
    """Count a term.

    :param depart: the day it starts on, not counted
    :param mois: calendar months; a day that the last month lacks becomes its last day
    :param fin_de_mois: whether a start on the last day of a month makes it end on the last day of the last one
    :param jours: days, after the months
    :param suspensions: `Suspension`, in any order, overlapping or not; one that ends before it begins is ignored
    :param ouvrable: whether an end on a day that does not work moves to the next one
    :return: a `Delai`

    >>> compter(date(2026, 1, 15), mois=2).echeance  # 15 March 2026 is a Sunday
    datetime.date(2026, 3, 16)
    >>> compter(date(2026, 1, 15), mois=2, ouvrable=False).echeance
    datetime.date(2026, 3, 15)
    >>> compter(date(2026, 1, 15), mois=2, suspensions=[Suspension(date(2026, 2, 1), date(2026, 2, 10))]).echeance
    datetime.date(2026, 3, 25)
    >>> [compter(date(2026, 4, 30), mois=6, fin_de_mois=fin).echeance.day for fin in (False, True)]
    [30, 2]
    """
    simple = _plus(depart, jours, mois)
    terme = _plus(depart, jours, mois, True) if fin_de_mois and mois and _au_bout_du_mois(depart) else simple
    repousse = terme != simple
    lignes = [Ligne("depart", depart), Ligne("longueur", terme)]
    for debut, fin, references in _blocs(suspensions, depart):
        if debut > terme:
            break
        ajout = (fin - debut).days + 1
        terme = _plus(terme, jours=ajout)
        lignes.append(Ligne("suspension", terme, ajout, references))
    echeance = prochain_jour_ouvrable(terme) if ouvrable else terme
    if echeance != terme:
        lignes.append(Ligne("ouvrable", echeance, (echeance - terme).days))
    return Delai(depart, echeance, tuple(lignes), repousse)


def _au_bout_du_mois(jour):
    return jour.day == monthrange(jour.year, jour.month)[1]


def _plus(jour, jours, mois=0, au_bout_du_mois=False):
    """That day, so many months, on the last day of the month or not, and then so many days later; what no calendar
    holds is its first or its last day."""
    try:
        return jour + relativedelta(months=mois, day=31 if au_bout_du_mois else None) + timedelta(days=jours)
    except (ValueError, OverflowError):
        return FUTUR if mois + jours > 0 else date.min


def _blocs(suspensions, depart):
    """Suspended days after the start, as disjoint blocks in order: [first day, last day, references]."""
    blocs = []
    for debut, fin, reference in sorted(suspensions, key=lambda s: (s.debut, s.fin, str(s.reference))):
        debut = max(debut, lendemain(depart))
        if fin < debut:
            continue
        if blocs and debut <= blocs[-1][1]:
            blocs[-1][1] = max(blocs[-1][1], fin)
            blocs[-1][2] += (reference,)
        else:
            blocs.append([debut, fin, (reference,)])
    return blocs


def jours_du_terme(terme):
    """Return the first and the last day of a `Terme`, as `Suspension`: those after its start up to and including its
    due date, without the day of work that this was moved to (loi.md §4).

    >>> delai = compter(date(2026, 1, 15), mois=2)  # 15 March 2026 is a Sunday
    >>> jours = jours_du_terme(Terme("inscription", 1, "attestation", delai, EN_COURS))
    >>> jours.debut.isoformat(), jours.fin.isoformat()
    ('2026-01-16', '2026-03-15')
    """
    lignes = terme.delai.lignes
    dernier = lignes[-2 if lignes[-1].genre == "ouvrable" else -1].date
    return Suspension(lendemain(terme.delai.depart), dernier, terme.type)


def termes_touches(termes, debut, fin):
    """Return those of the terms not met of which a day lies between those two: a suspension over no day of one changes
    nothing. A summons is not suspended, but its end is then reviewed; what a refusal has stopped can be moved."""
    ouverts = (terme for terme in termes if terme.etat != TENU)
    return [t for t in ouverts if (jours := jours_du_terme(t)).debut <= fin and debut <= jours.fin]


# ---- the days that do not count: suspended, or the file was closed (loi.md §4) ---------------------------------------


def periodes_suspendues(evenements):
    """Return the suspensions that hold, as ledger `Suspension` in order: of each, the last decision entered counts. A
    decision about no suspension, or without a last day, counts for nothing.

    >>> from .etapes import Evenement
    >>> accord = Evenement("suspension_accordee", date(2026, 1, 5), 1, "s", date(2026, 6, 4))
    >>> fin = Evenement("suspension_fin_anticipee", date(2026, 3, 1), 2, "s", date(2026, 3, 1))
    >>> periodes_suspendues([fin, accord])
    [Suspension(debut=datetime.date(2026, 1, 5), fin=datetime.date(2026, 3, 1), reference='s')]
    """
    decisions, periodes = {}, []
    complets = (
        e for e in evenements if e.type in SUSPENSIONS and e.suspension and (e.fin or e.type == SUSPENSION_ANNULEE)
    )
    for evenement in sorted(complets, key=lambda e: e.rang):
        decisions.setdefault(evenement.suspension, []).append(evenement)
    for reference, suite in decisions.items():
        accord = next((e for e in suite if e.type == SUSPENSION_ACCORDEE), None)
        if accord and suite[-1].type != SUSPENSION_ANNULEE:
            periodes.append(Suspension(accord.date_effective, suite[-1].fin, reference))
    return sorted(periodes, key=lambda s: (s.debut, s.fin, str(s.reference)))


def periodes_fermees(evenements, sauf=frozenset()):
    """Return the days on which the file was closed: from each closure up to the day before the re-opening that was
    entered after it; of two in a row the last one, since the first made a pre-file only. The last period has no end
    while the file is closed.

    :param sauf: reasons of closure whose days are told otherwise: a period that is over and has no other is left out
    """
    periodes, debut, fin, motifs = [], None, None, set()
    for evenement in sorted((e for e in evenements if e.type in ("cloture", "reouverture")), key=lambda e: e.rang):
        if evenement.type == "reouverture":
            fin = _plus(evenement.date_effective, jours=-1)
            continue
        if debut and fin:
            periodes.append((Suspension(debut, fin, FERMETURE), motifs))
            debut, motifs = None, set()
        debut, fin = min(debut or FUTUR, evenement.date_effective), None
        motifs.add(evenement.motif)
    if debut:
        periodes.append((Suspension(debut, fin or FUTUR, FERMETURE), motifs))
    return [periode for periode, motifs in periodes if periode.fin == FUTUR or not motifs <= sauf]


class SansObligation(NamedTuple):
    """The days without obligation that the facts tell. `periodes`: `Suspension` by the words above, without an end
    (`FUTUR`) as long as the fact holds; `registre`: whether the closures of the register are among them, so that those
    of the ledger need not be looked at."""

    periodes: tuple = ()
    registre: bool = False


def periodes_sans_obligation(evenements, faits=None, volontaire=False):
    """Return the days that do not run in a term that the person must meet, as `Suspension` by the words above.

    A volunteer is obliged to nothing, and has the own 18 months all the same: only the days of a closed file count.

    :param evenements: the valid events of the file, in any order
    :param faits: `SansObligation`, or None when nothing was read of them
    """
    faits = faits or SansObligation()
    fermees = periodes_fermees(evenements, MOTIFS_DES_FAITS if faits.registre else frozenset())
    return fermees + [p for p in faits.periodes if p.reference == FERMETURE or not volontaire]


def _sans_les_jours(periodes, autres):
    """Return those periods without the days of the others."""
    for autre in autres:
        restes = []
        for periode in periodes:
            if autre.fin < periode.debut or periode.fin < autre.debut or autre.fin < autre.debut:
                restes.append(periode)
                continue
            if periode.debut < autre.debut:
                restes.append(periode._replace(fin=_plus(autre.debut, jours=-1)))
            if autre.fin < periode.fin:
                restes.append(periode._replace(debut=lendemain(autre.fin)))
        periodes = restes
    return periodes


# ---- the count -------------------------------------------------------------------------------------------------------


class Decompte(NamedTuple):
    """What the events of one owner give on a day, counted once.

    `termes`: all of them; `courant`: the one that runs; `ouvert`: whether they run at all, those of a closed owner have
    stopped. Of a file besides: the code of its stage, in one word why it has no next legal date, the next day on
    which a suspension changes its stage, whether the attestation of obligation is still to be handed over, and in one
    word what a letter of it waits for.
    """

    parametres: Parametres | None
    termes: tuple = ()
    courant: Terme | None = None
    ouvert: bool = True
    stage: str = ""
    sans_echeance: str | None = None
    bascule: date | None = None
    a_informer: bool = False
    attente: str | None = None


def decompter(
    evenements,
    parametres,
    jour,
    phase=DOSSIER,
    reference=None,
    volontaire=False,
    acheve=False,
    genres=TERMES,
    faits=None,
):
    """Return the `Decompte` of a pathway file.

    :param evenements: as :func:`delais`
    :param parametres: None when no version of the law applies: nothing is counted
    :param phase: that of the file; the terms of another one than "dossier" have stopped
    :param acheve: whether a closed file was closed because the pathway is completed
    :param faits: `SansObligation`, or None
    """
    tous = sorted(evenements, key=lambda e: (e.date_effective, e.rang))
    evenements = sans_les_revenues(tous)
    sans = periodes_sans_obligation(evenements, faits, volontaire)
    termes = tuple(delais(evenements, reference, parametres, volontaire, genres, sans)) if parametres else ()
    courant = terme_courant(termes)
    code = stage(evenements, somme=bool(courant) and courant.type == SOMMATION)
    if phase != DOSSIER:
        if phase == CLOTURE:
            code = "acheve" if acheve else "clos"
        return Decompte(parametres, termes, courant, False, code)
    if code in STAGES_SUSPENDABLES and suspendu(termes, evenements, parametres, jour):
        code = "suspendu"
    dispense = any(p.fin == FUTUR for p in sans)
    pourquoi = sans_echeance(termes, evenements, reference, parametres, volontaire, dispense)
    bascule = prochaine_bascule(evenements, jour, courant) if courant else None
    a_informer = code == A_INFORMER or not (volontaire or derniere(evenements, ATTESTATION_REMISE))
    # nobody sends a volunteer a letter whose receipt starts a term
    attend = attente(tous, termes, parametres) if parametres and not volontaire else None
    return Decompte(parametres, termes, courant, True, code, pourquoi, bascule, a_informer, attend)


def stage(evenements, somme=False):
    """Return the code of the stage of an open file: summoned while the term of a summons runs, else that of the last
    step that moves a stage, a summons that was answered apart.

    :param evenements: the valid events, oldest first
    :param bool somme: whether the term of a summons runs
    """
    if somme:
        return "somme"
    codes = [ETAPES[e.type].stage for e in evenements if e.type in ETAPES]
    return next((code for code in reversed(codes) if code and code != "somme"), A_INFORMER)


def delais(evenements, reference, parametres, volontaire=False, genres=TERMES, sans=None):
    """Return all the terms of one owner, a list of `Terme`, in the order of the table.

    :param evenements: the events that were not cancelled, `Evenement` in any order
    :param reference: the reference date, or a false value when it is not certain: registration has then no start
    :param volontaire: a volunteer has the term of completion only (loi.md §2)
    :param genres: the rows to count, those of one owner
    :param sans: the days without obligation (:func:`periodes_sans_obligation`); None: those of these events
    """
    evenements = sans_les_revenues(sorted(evenements, key=lambda e: (e.date_effective, e.rang)))
    # a version of the law that says nothing of a term gives none
    genres = {code: genre for code, genre in genres.items() if code in parametres.longueurs}
    sans = periodes_sans_obligation(evenements, volontaire=volontaire) if sans is None else sans
    compteur = _Compteur.de(evenements, parametres, sans)
    termes = []
    for genre in genres.values():
        lecture = Lecture(evenements, parametres, reference or None, volontaire, tuple(termes))
        comptes = [
            compteur.terme(genre, rang, depart, lecture)
            for rang, depart in enumerate(genre.departs(lecture), start=1)
            if depart.jour <= (depart.arret or FUTUR)
        ]
        objets = [terme.objet for terme in comptes]
        termes += [
            terme._replace(cle=terme.objet if terme.objet and terme.objet not in objets[:place] else -terme.rang)
            for place, terme in enumerate(comptes)
        ]
    return termes


def terme_courant(termes):
    """Return the term that runs, or None: an unanswered summons first, then completion, then registration."""
    for genre in reversed(TERMES):
        if courant := next((t for t in reversed(termes) if t.type == genre and t.etat == EN_COURS), None):
            return courant
    return None


def sans_echeance(termes, evenements, reference, parametres, volontaire=False, dispense=False):
    """Return in one word why an open file has no next legal date, or None when a term runs.

    :param dispense: whether the person is obliged to nothing, until a day that nobody knows
    """
    if terme_courant(termes):
        return None
    types = {evenement.type for evenement in evenements}
    for mot, vrai in (
        ("sans_reglement", not parametres),
        ("acheve", ATTESTATION_FIN in types),
        ("transfere", TRANSFERT_VIVALIS in types),
        ("refus", CONSTAT_REFUS in types),
        ("sans_obligation", dispense),
        ("volontaire_non_inscrit", volontaire),
        ("attestation_a_remettre", ATTESTATION_REMISE not in types),
        ("reference_inconnue", not reference),
    ):
        if vrai:
            return mot
    return "inscription_a_enregistrer"


def suspendu(termes, evenements, parametres, jour):
    """Whether a suspension of the term that runs holds on that day."""
    courant = terme_courant(termes)
    if not courant or courant.type not in parametres.suspendables:
        return False
    if not courant.delai.depart < jour <= courant.delai.echeance:
        return False
    return any(s.debut <= jour <= s.fin for s in periodes_suspendues(evenements))


def prochaine_bascule(evenements, jour, courant=None):
    """Return the next day after that one on which a suspension begins, or is over, or on which the term that runs has
    its first day under a suspension that began before; or None.

    :param courant: the term that runs, a `Terme`
    """
    periodes = [s for s in periodes_suspendues(evenements) if s.debut <= s.fin]
    jours = [j for s in periodes for j in (s.debut, lendemain(s.fin))]
    if courant and periodes:
        jours.append(lendemain(courant.delai.depart))
    return min((j for j in jours if j > jour), default=None)


class _Compteur(NamedTuple):
    """What all the terms of one owner share: the days without obligation, the suspensions, and since when the file is
    closed, or the person obliged to nothing, without an end that is known (`FUTUR`: not so)."""

    parametres: Parametres
    sans: list
    suspensions: list
    fermeture: date
    dispense: Suspension | None

    @classmethod
    def de(cls, evenements, parametres, sans):
        # What has no end has stopped the terms; its days count once it is over.
        fermeture = min((p.debut for p in sans if p.fin == FUTUR and p.reference == FERMETURE), default=FUTUR)
        dispenses = [p for p in sans if p.fin == FUTUR and p.reference != FERMETURE]
        dispense = min(dispenses, key=lambda p: p.debut, default=None)
        return cls(parametres, sans, periodes_suspendues(evenements), fermeture, dispense)

    def terme(self, genre, rang, depart, lecture):
        """One term: counted, with its state. A proof given after what stops it no longer meets it; days after it was
        met or stopped no longer move it. One that was met before it began never ran: all its days stay."""
        etat, fin, preuve = EN_COURS, None, depart.preuve
        fermeture = self.fermeture if genre.ferme else FUTUR
        delai = self._compter(genre, depart.jour)
        arret = self._arret(genre, depart, delai, lecture)
        if preuve and preuve.date_effective <= arret:
            etat, fin = TENU, preuve.date_effective
        elif (fin_forcee := min(arret, fermeture)) != FUTUR:
            etat, fin = ARRETE, fin_forcee
        suite = depart.suite and depart.suite.date_effective
        if fin and not (etat == TENU and fin < depart.jour):
            delai = self._compter(genre, depart.jour, fin, etat == TENU)
        if etat != TENU and genre.ferme and self._interrompt(delai, fin):
            etat, fin = ARRETE, max(self.dispense.debut, depart.jour)
            delai = self._compter(genre, depart.jour, fin, suite=suite)
        doutes = (*depart.doutes, *(doute(lecture, depart, delai) for doute in genre.doutes))
        doutes = tuple(dict.fromkeys(filter(None, doutes)))
        return Terme(genre.code, rang, depart.mot, delai, etat, fin, suite, depart.objet, doutes=doutes)

    @staticmethod
    def _arret(genre, depart, delai, lecture):
        """The day that stops a term for good: that of the finding which follows it, else the first one after its start.
        The obligation stays (§7): completion is stopped by a finding that came after its end, and by no other. Where
        no finding stops it, its owner is closed, and whatever begins later has stopped too."""
        depuis = delai.echeance if genre.continue_apres_revue else depart.jour if genre.arret_conclut else date.min
        arrets = [e.date_effective for e in lecture.evenements if e.type in genre.arrets and e.date_effective > depuis]
        if depart.suite and depart.suite.type in genre.arrets:
            arrets.append(depart.suite.date_effective)
        return min(*arrets, depart.arret or FUTUR, FUTUR)

    def _interrompt(self, delai, fin):
        """Whether the person is obliged to nothing, without an end, since a day inside a running term."""
        if not self.dispense or (fin and fin < self.dispense.debut):
            return False
        dernier = delai.lignes[-2 if delai.lignes[-1].genre == "ouvrable" else -1].date
        return self.dispense.debut <= dernier

    def _compter(self, genre, depart, fin=None, tenu=False, suite=None):
        """Count the days from a start.

        :param fin: days after it no longer move the due date, or None
        :param tenu: whether it ended by being met: what has no end is then cut there too, else it has stopped the term
        :param suite: the day of what followed a term that stopped before: nobody could know it, and what followed came
            before its end
        """
        sans = [p for p in self.sans if tenu or p.fin != FUTUR] if genre.ferme else []
        # a closure of the day that met it came with that, as that of a completion, and moves nothing
        sans = [p for p in sans if p.reference != FERMETURE or p.debut != fin]
        periodes = list(sans)
        if genre.code in self.parametres.suspendables:
            periodes += _sans_les_jours(self.suspensions, sans)
        if fin:
            periodes = [p._replace(fin=min(p.fin, fin)) for p in periodes if p.debut <= fin]
        if suite and suite >= fin:
            periodes.append(self.dispense._replace(fin=suite))
        return compter(depart, suspensions=periodes, **self.parametres.regles(genre))


# ---- the life of a term ----------------------------------------------------------------------------------------------


class Constat(NamedTuple):
    """What the count of today gives of a term: word of its start, due date, state, the day of what followed its end
    unmet (the summons sent, the refusal found), the day it was met or stopped, and what the count doubts."""

    depart: str
    echeance: date
    etat: str
    date_suite: date | None = None
    date_etat: date | None = None
    doutes: tuple = ()


class Suivi(NamedTuple):
    """What is kept of a term: the count, since when that due date is known, and what was done about it.
    `date_action`: the next day on which the night must look at it, or None."""

    depart: str
    echeance: date
    etat: str
    date_suite: date | None = None
    date_etat: date | None = None
    doutes: tuple = ()
    date_connue: date | None = None
    revue: bool = False
    revue_motif: str | None = None
    date_revue: date | None = None
    proche_faite: date | None = None
    echue_faite: date | None = None
    erreur: bool = False
    date_essai: date | None = None
    date_action: date | None = None

    @property
    def annonce(self):
        """Whether somebody may have been given a task about it."""
        return bool(self.proche_faite or self.echue_faite or self.revue or self.revue_motif)


class Entourage(NamedTuple):
    """What is pending around a term when its end is looked at: whether what it follows was over (a summons), a new
    outcome to apply, an exemption to decide, an open contestation, the attestation still to be handed over."""

    fondee: bool = True
    issue_a_appliquer: bool = False
    exemption_a_decider: bool = False
    contestation_ouverte: bool = False
    a_informer: bool = False

    @property
    def doute(self):
        """In one word, the first of what somebody must settle before anything follows, or None."""
        for mot, pendant in (
            ("suite_prematuree", not self.fondee),
            ("issue_contredite", self.issue_a_appliquer),
            ("exemption_demandee", self.exemption_a_decider),
            ("contestation_ouverte", self.contestation_ouverte),
            (JAMAIS_INFORME, self.a_informer),
        ):
            if pendant:
                return mot
        return None


SEREIN = Entourage()


def etat_du_jour(etat, echeance, jour):
    """Return the state on that day: a term that runs is over on the day after its due date."""
    return ECHU if etat == EN_COURS and jour > echeance else etat


def recompter(avant, constat, regime, jour, ouvert=True):
    """Return what is kept of a term once it is counted again, and whether its open tasks lost their reason.

    :param avant: the `Suivi` kept, or None for a term never seen
    :param constat: its count; whether it is over is a matter of the day
    :param bool ouvert: whether its owner is open: a term of a closed one has stopped
    """
    etat = ARRETE if constat.etat == EN_COURS and not ouvert else constat.etat
    constat = constat._replace(etat=etat_du_jour(etat, constat.echeance, jour))
    if avant is None:
        return _avec_suite(Suivi(*constat, date_connue=jour), regime, jour, ouvert), False
    apres = avant._replace(**constat._asdict())
    deplace = constat.echeance != avant.echeance or avant.etat == SANS_OBJET
    if deplace:
        # what was decided about the former date does not hold for the new one
        apres = apres._replace(date_connue=jour, revue=False, revue_motif=None, date_revue=None)
    elif avant.etat == TENU and constat.etat in VIVANTS:
        # its proof was cancelled: that it is unmet is learnt today
        apres = apres._replace(date_connue=jour, date_revue=None)
    elif avant.etat == ARRETE and constat.etat == ECHU and avant.date_etat and avant.date_etat <= constat.echeance:
        # what had stopped it never was (a radiation annulled): that it ended meanwhile is learnt today
        apres = apres._replace(date_connue=jour, date_revue=None)
    elif set(constat.doutes) - set(avant.doutes):
        # whoever looked did not know of it
        apres = apres._replace(date_revue=None)
    repousse = deplace and constat.echeance >= jour
    if repousse:
        apres = apres._replace(proche_faite=None, echue_faite=None, erreur=False)
    # what was done at the end was about another term: this one ended later than was known
    refait = bool(avant.echue_faite) and not repousse and constat.echeance > avant.echeance
    reprend = avant.etat not in VIVANTS and constat.etat in VIVANTS
    certain = avant.revue and avant.revue_motif in set(avant.doutes) - set(constat.doutes)
    if refait or reprend or certain or (avant.date_suite and not constat.date_suite):
        # the file was opened again, the summons was cancelled, the doubt settled: what follows is to be proposed again
        apres = apres._replace(echue_faite=None)
    etait, contredit = suite_contredite(avant, regime), ouvert and suite_contredite(constat, regime)
    # nobody has looked yet: a later summons does not settle that the one before came too early
    remplacee = avant.revue and etait and constat.date_suite and constat.echeance == avant.echeance
    leve = etait and not contredit and not remplacee
    if contredit and not etait:
        apres = apres._replace(date_revue=None)
    if leve:
        # the summons was cancelled, or the late fact was: there is nothing to review any more
        apres = apres._replace(date_revue=None)
    if leve or certain:
        apres = apres._replace(revue=False)
    suivi = bool(constat.date_suite) and not avant.date_suite
    fini = not contredit and (constat.etat not in VIVANTS or suivi)
    if fini:
        # what followed the end of the term settles no review of that end; of a summons too early that waited beyond the
        # finding, neither a later summons nor another count does
        attend = _termine(apres, regime, jour) or (constat.etat == ARRETE and (remplacee or avant.etat == ARRETE))
        apres = apres._replace(revue=apres.revue and ouvert and attend, erreur=False)
    retire = bool(fini or repousse or refait or leve or certain)
    return _avec_suite(apres, regime, jour, ouvert), retire and not apres.revue


def disparu(avant):
    """Return what is kept of a term that the events give no more."""
    return avant._replace(etat=SANS_OBJET, revue=False, erreur=False, date_action=None)


def suite_contredite(terme, regime):
    """Whether a fact entered later contradicts the summons or the refusal that followed a term: it was not over, or it
    was met.

    :param terme: a `Suivi` or a `Constat`
    """
    if not terme.date_suite:
        return False
    if terme.etat == TENU:
        return regime.preuve_contredit
    return terme.etat != SANS_OBJET and terme.date_suite <= terme.echeance


def a_revoir(suivi, regime, jour, entourage=SEREIN):
    """Return in one word why a person must look at a term before anything follows from its end, or None. Whoever looked
    said why; what is known only since then is looked at again (:func:`recompter`).

    A summons or a refusal that a late fact contradicts; a term that is over and was known only when it was (loi.md §7),
    or of which the count itself doubts something; one of which something must be settled first, until it is proposed.

    :param suivi: of a term whose owner is open
    """
    if suivi.revue:
        return suivi.revue_motif
    contredite = suite_contredite(suivi, regime)
    if contredite and not suivi.date_revue:
        return "refus_contredit" if suivi.etat == TENU else "suite_prematuree"
    if not _termine(suivi, regime, jour) or (suivi.date_revue and suivi.date_revue > suivi.echeance):
        return None
    suivie = suivi.echue_faite or (suivi.date_suite and not contredite)
    if not entourage.fondee and not suivie:
        return entourage.doute
    if REFUS_SANS_SOMMATION in suivi.doutes:
        # what was learnt last, and weighs most
        return REFUS_SANS_SOMMATION
    if suivi.date_connue > suivi.echeance:
        return "connue_tard"
    if suivi.doutes:
        return suivi.doutes[0]
    return None if suivie else entourage.doute


def _termine(suivi, regime, jour):
    """Whether a term ended unmet; the finding that followed stopped it after that."""
    if suivi.etat == ARRETE:
        # whenever it came, a finding that rests on nothing is looked at
        apres = bool(suivi.date_etat) and suivi.date_etat > suivi.echeance
        return regime.arret_conclut and (apres or REFUS_SANS_SOMMATION in suivi.doutes)
    return etat_du_jour(suivi.etat, suivi.echeance, jour) == ECHU


def prochaine(suivi, regime, jour, ouvert=True):
    """Return the next day on which the night must look at a term, or None."""
    if suivi.etat == SANS_OBJET or suivi.revue:
        return None
    if ouvert and a_revoir(suivi, regime, jour):
        return jour
    if ouvert and suite_contredite(suivi, regime):
        # the summons had no effect, a person saw it, and the pathway goes on
        if suivi.etat not in VIVANTS or not regime.continue_apres_revue:
            return None
    elif suivi.etat not in VIVANTS or suivi.date_suite:
        return None
    if suivi.echue_faite:
        return None
    if (suivi.erreur or suivi.date_revue) and suivi.date_essai == jour:
        return jour + UN_JOUR
    if regime.rappel and jour <= suivi.echeance and not suivi.proche_faite:
        return _plus(suivi.echeance, jours=-regime.rappel)
    return max(_plus(suivi.echeance, jours=1), suivi.date_revue or date.min)


def a_faire(suivi, regime, jour, entourage):
    """Return what a night does with a term: ``(action, why)``, the reason for a review only; or None.

    After its review it is proposed, as soon as nothing is left to settle first.
    """
    du = prochaine(suivi, regime, jour)
    if not du or du > jour:
        return None
    if motif := a_revoir(suivi, regime, jour, entourage):
        return REVOIR, motif
    if jour <= suivi.echeance:
        return RAPPELER, None
    return (ATTENDRE if entourage.doute else PROPOSER), None


def fait(suivi, action, regime, jour, motif=None, erreur=False):
    """Return what is kept of a term once that was done, or has failed: it is then tried again the next day."""
    if action == REVOIR:
        # what was proposed waits too, and is proposed again afterwards
        apres = suivi._replace(revue=True, revue_motif=motif, echue_faite=None, erreur=False)
    elif action == ATTENDRE:
        apres = suivi._replace(erreur=False, date_essai=jour)
    elif erreur:
        apres = suivi._replace(erreur=True, date_essai=jour)
    else:
        faite = {"proche_faite": jour} if action == RAPPELER else {"echue_faite": jour}
        apres = suivi._replace(erreur=False, date_essai=None, **faite)
    return _avec_suite(apres, regime, jour)


def _avec_suite(suivi, regime, jour, *ouvert):
    """A follow-up with the next day on which to look."""
    return suivi._replace(date_action=prochaine(suivi, regime, jour, *ouvert))


def a_la_main(suivi, regime, jour, entourage):
    """Return in one word why nobody may do by hand what follows the end of a term, or None: ``infondee``, ``rien``, or
    ``a_revoir`` when it must be reviewed first."""
    if not entourage.fondee:
        return "infondee"
    if suivi.etat != ECHU or suivi.date_suite or suivi.echue_faite:
        return "rien"
    return "a_revoir" if a_revoir(suivi, regime, jour, entourage) else None
