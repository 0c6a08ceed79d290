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
`ferme`                 whether the days on which the file was closed do not run
`arrets`                types of events that stop it for good; what would begin after them never begins
`rappel`                days before its end on which somebody is told, until the kind on the screen says otherwise
`preuve_contredit`      whether a proof that comes after what followed contradicts it (vie_terme.py)
`continue_apres_revue`  whether it goes on once a person has seen that what followed came too early (vie_terme.py)
======================  ===============================================================================================

What an event proves, starts and stops stands in the table of steps (etapes.py). What lies between start and end is
counted by the ledger (grand_livre.py): suspensions, where the law gives them to that term, and the days on which the
file was closed. Adding a term is a row, its labels and its test.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...registre_national.histoire.dates import FUTUR, UN_JOUR
from .etapes import (
    ARRETS,
    ATTESTATION_FIN,
    ATTESTATION_REMISE,
    CONSTAT_REFUS,
    INSCRIPTION_ORGANISATEUR,
    SOMMATION_ENVOYEE,
    SOMMATION_RECUE,
    TRANSFERT_VIVALIS,
    preuves,
)
from .grand_livre import Delai, compter
from .jours import reception_presumee
from .periodes import periodes_fermees, periodes_suspendues
from .vie_terme import ARRETE, EN_COURS, TENU, Regime

INSCRIPTION, ACHEVEMENT, SOMMATION = "inscription", "achevement", "sommation"
DOSSIER = "dossier"
PREUVES_INSCRIPTION, PREUVES_ACHEVEMENT = preuves(INSCRIPTION), preuves(ACHEVEMENT)
#: Units of a length -> how the ledger counts it.
UNITES = {"mois": ("mois", 1), "annees": ("mois", 12), "jours": ("jours", 1)}


class Parametres(NamedTuple):
    """What the law says of the terms: the length of each kind by its code, ``(number, unit)``, with that of the
    presumption of receipt in working days; and the kinds that suspensions move."""

    longueurs: dict
    suspendables: frozenset = frozenset()

    def duree(self, code):
        """Return a length as the ledger takes it: ``{"mois": 6}`` or ``{"jours": 60}``."""
        nombre, unite = self.longueurs[code]
        mot, facteur = UNITES[unite]
        return {mot: nombre * facteur}

    @property
    def jours_presomption(self):
        return self.longueurs["presomption"][0]


class Depart(NamedTuple):
    """One start of a term: in one word what it is, its day, the event that proves it met, and the one that followed its
    end unmet. `objet`: what it is about, for its owner (an infringement, a decision); `arret`: the day that
    stops this one alone."""

    mot: str
    jour: date
    preuve: object = None
    suite: object = None
    objet: object = None
    arret: date | None = None


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

    def regime(self, rappel):
        """Return what the life of a term of this kind depends on, with the days that the screen says."""
        return Regime(rappel, self.preuve_contredit, self.continue_apres_revue)


class Terme(NamedTuple):
    """One term, counted.

    `depart`: what it starts from; `date_etat`: the day it was met or stopped; `date_suite`: the day the summons that
    follows a term ended unmet was sent, or the refusal found.
    """

    type: str
    rang: int
    depart: str
    delai: Delai
    etat: str
    date_etat: date | None = None
    date_suite: date | None = None
    objet: object = None

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

    A receipt belongs to the last summons sent at the latest that day.
    """
    envois = [[e, None] for e in evenements if e.type == SOMMATION_ENVOYEE]
    orphelines = []
    for recue in (e for e in evenements if e.type == SOMMATION_RECUE):
        paire = next((p for p in reversed(envois) if p[0].date_effective <= recue.date_effective), None)
        if not paire:
            orphelines.append([None, recue])
        elif not paire[1]:
            paire[1] = recue
    return [tuple(paire) for paire in sorted(envois + orphelines, key=lambda p: (p[0] or p[1]).date_effective)]


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
    attestation = lecture.premier(ATTESTATION_REMISE)
    if lecture.volontaire or not attestation or not lecture.reference:
        return []
    mot, jour = ATTESTATION_REMISE, attestation.date_effective
    if lecture.reference > jour:
        mot, jour = "date_reference", lecture.reference
    preuve = lecture.premier(*PREUVES_INSCRIPTION)
    if preuve and preuve.date_effective < jour:
        return []
    inscription = lecture.premier(INSCRIPTION_ORGANISATEUR)
    suites = [s for s in _sommations(lecture) if not _vise_achevement(s, inscription)]
    return [Depart(mot, jour, preuve, _envoi(suites))]


def _departs_achevement(lecture):
    inscription = lecture.premier(INSCRIPTION_ORGANISATEUR)
    if not inscription:
        return []
    suites = [s for s in _sommations(lecture) if _vise_achevement(s, inscription)]
    preuve = lecture.premier(*PREUVES_ACHEVEMENT)
    return [Depart(INSCRIPTION_ORGANISATEUR, inscription.date_effective, preuve, _envoi(suites))]


def _departs_sommation(lecture):
    """Receipt when there is a proof of it, else the day it is presumed (§5); only the last one leads to a refusal."""
    toutes, departs = _sommations(lecture), []
    for sommation in toutes:
        envoyee, recue = sommation
        mot, jour = SOMMATION_RECUE, recue and recue.date_effective
        if not recue:
            mot = SOMMATION_ENVOYEE
            jour = reception_presumee(envoyee.date_effective, lecture.parametres.jours_presomption)
        preuve = preuve_apres_sommation(lecture.evenements, sommation, lecture.termes)
        suite = derniere(lecture.evenements, CONSTAT_REFUS) if sommation is toutes[-1] else None
        departs.append(Depart(mot, jour, preuve, suite))
    return departs


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


TERMES = {
    genre.code: genre
    for genre in (
        Genre("inscription", _departs_inscription, suspendable=True, rappel=30),
        Genre("achevement", _departs_achevement, suspendable=True, rappel=60, continue_apres_revue=True),
        Genre("sommation", _departs_sommation, rappel=14, preuve_contredit=True),
    )
}


# ---- the count -------------------------------------------------------------------------------------------------------


def delais(evenements, reference, parametres, volontaire=False, genres=TERMES):
    """Return all the terms of one owner, a list of `Terme`, in the order of the table.

    :param evenements: the events that were not cancelled, `Evenement` in any order
    :param reference: the reference date, or a false value when it is not certain: registration has then no start
    :param volontaire: a volunteer has the term of completion only (loi.md §2)
    :param genres: the rows to count, those of one owner
    """
    evenements = sorted(evenements, key=lambda e: (e.date_effective, e.rang))
    compteur = _Compteur.de(evenements, parametres)
    arrets = {
        code: min((e.date_effective for e in evenements if e.type in genre.arrets), default=FUTUR)
        for code, genre in genres.items()
    }
    termes = []
    for genre in genres.values():
        lecture = Lecture(evenements, parametres, reference or None, volontaire, tuple(termes))
        arret = arrets[genre.code]
        termes += [
            compteur.terme(genre, rang, depart, arret)
            for rang, depart in enumerate(genre.departs(lecture), start=1)
            if depart.jour <= (depart.arret or FUTUR)
        ]
    # What begins after the refusal is for the floor above: the proof after a fine, not a term of the pathway.
    return [t for t in termes if t.delai.depart <= arrets[t.type]]


def terme_courant(termes):
    """Return the term that runs, or None: an unanswered summons first, then completion, then registration."""
    for genre in reversed(TERMES):
        if courant := next((t for t in reversed(termes) if t.type == genre and t.etat == EN_COURS), None):
            return courant
    return None


def sans_echeance(termes, evenements, reference, parametres, volontaire=False):
    """Return in one word why an open file has no next legal date, or None when a term runs."""
    if terme_courant(termes):
        return None
    types = {evenement.type for evenement in evenements}
    for mot, vrai in (
        ("sans_reglement", not parametres),
        ("acheve", ATTESTATION_FIN in types),
        ("transfere", TRANSFERT_VIVALIS in types),
        ("refus", CONSTAT_REFUS in types),
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
    jours = [j for s in periodes for j in (s.debut, s.fin + UN_JOUR)]
    if courant and periodes:
        jours.append(courant.delai.depart + UN_JOUR)
    return min((j for j in jours if j > jour), default=None)


class _Compteur(NamedTuple):
    """What all the terms of one owner share: the periods that do not count, and the day of a closure without an end."""

    parametres: Parametres
    fermees: list
    suspensions: list
    fermeture: date

    @classmethod
    def de(cls, evenements, parametres):
        fermees = periodes_fermees(evenements)
        # A file that is closed now has stopped; its days count once it is open again.
        fermeture = fermees.pop().debut if fermees and fermees[-1].fin == FUTUR else FUTUR
        return cls(parametres, fermees, periodes_suspendues(evenements), fermeture)

    def terme(self, genre, rang, depart, arret):
        """One term: counted, with its state. A proof given after what stops it no longer meets it; days after it was
        met or stopped no longer move it. One that was met before it began never ran: all its days stay."""
        etat, fin, preuve = EN_COURS, None, depart.preuve
        fermeture = self.fermeture if genre.ferme else FUTUR
        arret = min(arret, depart.arret or FUTUR)
        if preuve and preuve.date_effective <= arret:
            etat, fin = TENU, preuve.date_effective
        elif (fin_forcee := min(arret, fermeture)) != FUTUR:
            etat, fin = ARRETE, fin_forcee
        periodes = [*(self.fermees if genre.ferme else ())]
        if genre.code in self.parametres.suspendables:
            periodes += self.suspensions
        if fin and not (etat == TENU and fin < depart.jour):
            periodes = [p._replace(fin=min(p.fin, fin)) for p in periodes if p.debut <= fin]
        duree = self.parametres.duree(genre.code)
        delai = compter(depart.jour, suspensions=periodes, ouvrable=genre.ouvrable, **duree)
        suite = depart.suite and depart.suite.date_effective
        return Terme(genre.code, rang, depart.mot, delai, etat, fin, suite, depart.objet)
