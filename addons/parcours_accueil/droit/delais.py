# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The legal terms of one file, counted from what happened in it (law.md §4-6). No database, no today: the same events
give the same terms, in whatever order they were entered.

A file has at most one term of registration, one of completion, and one for each summons. A term starts with an event,
is met by a proof, and stops when a refusal is found. What lies between is counted by the ledger (grand_livre.py):
suspensions, where the law gives them to that term, and the days on which the file was closed.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...registre_national.histoire.intervalles import FUTUR, UN_JOUR
from .etapes import ARRETS, SUSPENSIONS, preuves
from .grand_livre import Delai, Suspension, compter
from .termes import reception_presumee

INSCRIPTION, ACHEVEMENT, SOMMATION = "inscription", "achevement", "sommation"
EN_COURS, TENU, ARRETE = "en_cours", "tenu", "arrete"
PREUVES_INSCRIPTION, PREUVES_ACHEVEMENT = preuves(INSCRIPTION), preuves(ACHEVEMENT)
#: What the days of a closed file are called in the lines of a term, where a suspension has its own reference.
FERMETURE = "fermeture"


class Parametres(NamedTuple):
    """What the law says of the terms: months of each type, the types that suspensions move, and the working days after
    posting when a registered letter is presumed received."""

    mois: dict
    suspendables: frozenset
    jours_presomption: int


class Terme(NamedTuple):
    """One term of a file.

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
    envois = [[e, None] for e in evenements if e.type == "sommation_envoyee"]
    orphelines = []
    for recue in (e for e in evenements if e.type == "sommation_recue"):
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
    completion was over when it was sent (law.md §5, §6). Who was registered without anybody knowing it has answered.

    :param termes: the terms of registration and of completion of the file
    """
    jour = (sommation[0] or sommation[1]).date_effective
    suivi = terme_suivi(termes, evenements, sommation)
    if suivi and suivi.type == ACHEVEMENT and suivi.delai.echeance >= jour:
        return next(e for e in evenements if e.type == "inscription_organisateur")
    preuves = PREUVES_ACHEVEMENT if suivi and suivi.type == ACHEVEMENT else PREUVES_INSCRIPTION
    return next((e for e in evenements if e.type in preuves and e.date_effective >= jour), None)


def terme_suivi(termes, evenements, sommation):
    """Return the term that a summons follows, or None when there is none: completion when the person was registered
    before it, else registration."""
    inscription = next((e for e in evenements if e.type == "inscription_organisateur"), None)
    genre = ACHEVEMENT if _vise_achevement(sommation, inscription) else INSCRIPTION
    return next((t for t in termes if t.type == genre), None)


def sommation_fondee(termes, evenements):
    """Whether the last summons was sent when the term that it follows was over, as this term is counted now: without
    it there is no refusal (art. 14). Events oldest first."""
    sommation = sommation_en_cours(evenements)
    depart = sommation[0] or sommation[1]
    suivi = depart and terme_suivi(termes, evenements, sommation)
    return bool(suivi) and suivi.delai.echeance < depart.date_effective


def periodes_suspendues(evenements):
    """Return the suspensions that hold, as ledger `Suspension` in order: of each, the last decision entered counts.

    >>> from .etapes import Evenement
    >>> accord = Evenement("suspension_accordee", date(2026, 1, 5), 1, "s", date(2026, 6, 4))
    >>> fin = Evenement("suspension_fin_anticipee", date(2026, 3, 1), 2, "s", date(2026, 3, 1))
    >>> periodes_suspendues([fin, accord])
    [Suspension(debut=datetime.date(2026, 1, 5), fin=datetime.date(2026, 3, 1), reference='s')]
    """
    decisions, periodes = {}, []
    for evenement in sorted((e for e in evenements if e.type in SUSPENSIONS), key=lambda e: e.rang):
        decisions.setdefault(evenement.suspension, []).append(evenement)
    for reference, suite in decisions.items():
        accord = next((e for e in suite if e.type == "suspension_accordee"), None)
        if accord and suite[-1].type != "suspension_annulee":
            periodes.append(Suspension(accord.date_effective, suite[-1].fin, reference))
    return sorted(periodes, key=lambda s: (s.debut, s.fin, str(s.reference)))


def periodes_fermees(evenements):
    """Return the days on which the file was closed: from each closure up to the day before the re-opening that was
    entered after it; of two in a row the last one, since the first made a pre-file only. The last period has no end
    while the file is closed."""
    periodes, debut, fin = [], None, None
    for evenement in sorted((e for e in evenements if e.type in ("cloture", "reouverture")), key=lambda e: e.rang):
        if evenement.type == "reouverture":
            fin = evenement.date_effective - UN_JOUR
            continue
        if debut and fin:
            periodes.append(Suspension(debut, fin, FERMETURE))
            debut = None
        debut, fin = min(debut or FUTUR, evenement.date_effective), None
    if debut:
        periodes.append(Suspension(debut, fin or FUTUR, FERMETURE))
    return periodes


def delais(evenements, reference, parametres, volontaire=False):
    """Return all the terms of a file, a list of `Terme`: registration, completion, then the summonses.

    :param evenements: the events that were not cancelled, `Evenement` in any order
    :param reference: the reference date, or a false value when it is not certain: registration has then no start
    :param volontaire: a volunteer has the term of completion only (law.md §2)
    """
    evenements = sorted(evenements, key=lambda e: (e.date_effective, e.rang))
    compteur = _Compteur.de(evenements, parametres)
    # nobody summons a volunteer, and a summons of before has no effect any more (art. 7 §3)
    toutes = [] if volontaire else sommations(evenements)
    inscription = next((e for e in evenements if e.type == "inscription_organisateur"), None)
    termes = []
    if not volontaire and (depart := _depart_inscription(evenements, reference)):
        preuve = next((e for e in evenements if e.type in PREUVES_INSCRIPTION), None)
        suite = next((s for s in reversed(toutes) if not _vise_achevement(s, inscription)), None)
        # registered before it could start: there was never a term to register in
        if not preuve or preuve.date_effective >= depart[1]:
            termes.append(compteur.terme(INSCRIPTION, 1, *depart, preuve, suite))
    if inscription:
        preuve = next((e for e in evenements if e.type in PREUVES_ACHEVEMENT), None)
        suite = next((s for s in reversed(toutes) if _vise_achevement(s, inscription)), None)
        depart = "inscription_organisateur", inscription.date_effective
        termes.append(compteur.terme(ACHEVEMENT, 1, *depart, preuve, suite))
    for rang, sommation in enumerate(toutes, start=1):
        depart = _depart_sommation(*sommation, parametres.jours_presomption)
        preuve = preuve_apres_sommation(evenements, sommation, termes)
        suite = (derniere(evenements, "constat_refus"), None) if rang == len(toutes) else None
        termes.append(compteur.terme(SOMMATION, rang, *depart, preuve, suite))
    # What begins after the refusal is for the floor above: the proof after a fine, not a term of the pathway.
    return [t for t in termes if not (compteur.refus and t.delai.depart > compteur.refus)]


def terme_courant(termes):
    """Return the term that runs, or None: an unanswered summons first, then completion, then registration."""
    for genre in (SOMMATION, ACHEVEMENT, INSCRIPTION):
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
        ("acheve", "attestation_fin" in types),
        ("transfere", "transfert_vivalis" in types),
        ("refus", "constat_refus" in types),
        ("volontaire_non_inscrit", volontaire),
        ("attestation_a_remettre", "attestation_remise" not in types),
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


def _depart_inscription(evenements, reference):
    """The law counts from the registration, the administration from the attestation: the later of the two (§5)."""
    attestation = next((e for e in evenements if e.type == "attestation_remise"), None)
    if not attestation or not reference:
        return None
    if reference > attestation.date_effective:
        return "date_reference", reference
    return "attestation_remise", attestation.date_effective


def _depart_sommation(envoyee, recue, jours):
    """Receipt when there is a proof of it, else the day it is presumed (§5)."""
    if recue:
        return "sommation_recue", recue.date_effective
    return "sommation_envoyee", reception_presumee(envoyee.date_effective, jours)


def _vise_achevement(sommation, inscription):
    """Whether a summons follows the term of completion: the person was registered before it."""
    depart = sommation[0] or sommation[1]
    return bool(inscription) and inscription.date_effective < depart.date_effective


class _Compteur(NamedTuple):
    """What all the terms of one file share: the periods that do not count, and the days that stop them all."""

    parametres: Parametres
    fermees: list
    suspensions: list
    refus: date | None
    fermeture: date | None

    @classmethod
    def de(cls, evenements, parametres):
        fermees = periodes_fermees(evenements)
        # A file that is closed now has stopped; its days count once it is open again.
        fermeture = fermees.pop().debut if fermees and fermees[-1].fin == FUTUR else None
        refus = min((e.date_effective for e in evenements if e.type in ARRETS), default=None)
        return cls(parametres, fermees, periodes_suspendues(evenements), refus, fermeture)

    def terme(self, genre, rang, depart, jour, preuve, suite):
        """One term: counted, with its state. A proof given after the refusal was found no longer meets it; days after
        it was met or stopped no longer move it. One that was met before it began never ran: all its days stay."""
        etat, fin = EN_COURS, None
        if preuve and not (self.refus and self.refus < preuve.date_effective):
            etat, fin = TENU, preuve.date_effective
        elif arrets := [j for j in (self.refus, self.fermeture) if j]:
            etat, fin = ARRETE, min(arrets)
        periodes = [*self.fermees, *(self.suspensions if genre in self.parametres.suspendables else ())]
        if fin and not (etat == TENU and fin < jour):
            periodes = [p._replace(fin=min(p.fin, fin)) for p in periodes if p.debut <= fin]
        delai = compter(jour, mois=self.parametres.mois[genre], suspensions=periodes)
        origine = suite and (suite[0] or suite[1])
        return Terme(genre, rang, depart, delai, etat, fin, origine.date_effective if origine else None)
