# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The conditions of the steps of a sanction, as those of the pathway file (parcours_accueil/droit/conditions.py)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...parcours_accueil.droit.delais import ARRETE, EN_COURS, TENU
from ...registre_national.histoire.dates import lendemain
from .delais import (
    PAIEMENT,
    PRESCRIPTION,
    PREUVE,
    amendes_notifiees,
    decision_notifiee,
    objet_de,
    sans_objet,
    sur,
)
from .etapes import (
    ABANDON,
    ABANDON_PROPOSE,
    AUDITION_INVITATION,
    CREANCE,
    DECISION_AMENDE,
    DECISION_NOTIFIEE,
    DECISION_PROPOSEE,
    DECISION_SANS_AMENDE,
    FONDEMENT_TOMBE,
    INFRACTION_CONSTATEE,
    RECOURS_ANNULE,
    RECOURS_DESISTE,
    RECOURS_INTRODUIT,
    RECOURS_REJETE,
    RECOUVREMENT_ENTAME,
    SANCTION_AVERTIE,
    SANCTION_COMPLETE,
    SANCTION_REPONSE,
    SANCTION_VERIFICATION,
)

CONDITIONS = {}


class SituationSanction(NamedTuple):
    """What the conditions see of a sanction; `evenements`: its valid events, oldest first; `termes`: its terms;
    `soldes`: still to pay of each fine, less than nothing when it is owed back; `protegee`: international
    protection; `a_moi`: who asks proposed the write-off that awaits another official."""

    phase: str
    evenements: tuple = ()
    termes: tuple = ()
    soldes: tuple = ()
    protegee: bool = False
    commune: str = ""
    roles: frozenset = frozenset()
    reference: date | None = None
    naissance: date | None = None
    a_moi: bool = False

    def a_eu(self, *types):
        """Whether an event of one of those types holds."""
        return any(e.type in types for e in self.evenements)


def condition(predicat, explique=False, quand=None):
    """Put a predicate in the table of conditions; the step is meaningless where it does not hold. One that explains
    itself holds up whatever is entered: the step is greyed (parcours_accueil)."""
    predicat.explique = predicat.grise = explique
    predicat.quand = quand
    CONDITIONS[predicat.__name__] = predicat
    return predicat


def condition_expliquee(predicat):
    """Put a predicate in the table of conditions; what stands in the way is told."""
    return condition(predicat, explique=True)


def condition_datee(quand):
    """Put a predicate in the table of conditions, with the first day on which it will hold, ``quand(situation)``."""
    return lambda predicat: condition(predicat, True, quand)


# ---- what the events of a sanction say -------------------------------------------------------------------------------


def sans_reponse(evenements):
    """Return the tellings of a change in the pathway file that nobody has answered: entered after the last answer.

    :param evenements: the valid events of a sanction
    """
    repondu = max((e.rang for e in evenements if e.type == SANCTION_REPONSE), default=None)
    avertis = (e for e in evenements if e.type == SANCTION_AVERTIE)
    return sorted((e for e in avertis if repondu is None or e.rang > repondu), key=lambda e: e.rang)


def amende_a_prouver(evenements):
    """Return the fine that a new infringement would rest on, or None: the last one notified, when it stands, rests on a
    finding that stands, and no infringement rests on it yet."""
    amendes = amendes_notifiees(evenements)
    if not amendes:
        return None
    decision, notifiee, annulee = amendes[-1]
    suivie = any(e.type == INFRACTION_CONSTATEE and ("decision", decision) in e.objets for e in evenements)
    return None if annulee or suivie or sans_objet(evenements, notifiee) else decision


def sans_amende(evenements):
    """Return the day on which it was notified that no fine follows the last infringement of a sanction, or None: it was
    fined, nothing is decided or notified, or it rests on nothing any more.

    :param evenements: the valid events of a sanction, oldest first
    """
    constats = [e for e in evenements if e.type == INFRACTION_CONSTATEE]
    decision, notifiee = decision_notifiee(evenements, constats[-1]) if constats else (None, None)
    sans = notifiee and decision.type == DECISION_SANS_AMENDE and not sans_objet(evenements, notifiee)
    return notifiee.date_effective if sans else None


def recours_en_cours(evenements):
    """Return the petitions that have no outcome yet, oldest first."""
    issues = (RECOURS_REJETE, RECOURS_ANNULE, RECOURS_DESISTE)
    denoues = {objet for e in evenements if e.type in issues for objet in e.objets if objet[0] == "recours"}
    introduits = (e for e in evenements if e.type == RECOURS_INTRODUIT)
    return [e for e in introduits if not denoues.intersection(e.objets)]


def abandon_propose(evenements):
    """Return the proposal to write off that awaits another official, or None: nothing was written off, or claimed,
    since."""
    proposes = [e for e in evenements if e.type == ABANDON_PROPOSE]
    depuis = max((e.rang for e in evenements if e.type in (ABANDON, CREANCE)), default=0)
    dernier = max(proposes, key=lambda e: e.rang, default=None)
    return dernier if dernier and dernier.rang > depuis else None


# ---- conditions ------------------------------------------------------------------------------------------------------


@condition
def deja_complete(situation, _saisie):
    return () if situation.a_eu(SANCTION_COMPLETE) else None


@condition
def deja_en_verification(situation, _saisie):
    return () if situation.a_eu(SANCTION_VERIFICATION, SANCTION_COMPLETE, AUDITION_INVITATION) else None


@condition
def rien_a_payer(situation, _saisie):
    return None if any(solde > 0 for solde in situation.soldes) else ()


@condition
def abandon_deja_propose(situation, _saisie):
    return () if abandon_propose(situation.evenements) else None


@condition
def abandon_non_propose(situation, _saisie):
    return None if abandon_propose(situation.evenements) else ()


@condition_expliquee
def abandon_a_moi(situation, _saisie):
    """One official proposes, another one writes off."""
    return () if situation.a_moi else None


@condition_expliquee
def a_trancher(situation, _saisie):
    """What one official proposed is decided by another one, or taken away, before the sanction is closed."""
    proposees = {objet_de(e, "decision") for e in situation.evenements if e.type == DECISION_PROPOSEE}
    prises = (DECISION_AMENDE, DECISION_SANS_AMENDE)
    return () if any(not sur(situation.evenements, "decision", un, *prises) for un in proposees) else None


@condition_expliquee
def amende_a_envoyer(situation, _saisie):
    """A fine that two officials decided is not dropped by one who closes."""
    for decidee in (e for e in situation.evenements if e.type == DECISION_AMENDE):
        envoyee = sur(situation.evenements, "decision", objet_de(decidee, "decision"), DECISION_NOTIFIEE)
        tombee = sur(situation.evenements, "infraction", objet_de(decidee, "infraction"), FONDEMENT_TOMBE)
        if not envoyee and not tombee:
            return ()
    return None


@condition_expliquee
def compte_ouvert(situation, _saisie):
    """Nothing owed, by the person or to the person, is dropped by closing."""
    return () if any(situation.soldes) else None


@condition
def rien_a_rendre(situation, _saisie):
    return None if any(solde < 0 for solde in situation.soldes) else ()


@condition
def deja_en_recouvrement(situation, _saisie):
    return () if situation.a_eu(RECOUVREMENT_ENTAME) else None


@condition
def deja_protegee(situation, _saisie):
    return () if situation.protegee else None


@condition
def rien_a_repondre(situation, _saisie):
    return None if sans_reponse(situation.evenements) else ()


@condition
def aucune_amende_notifiee(situation, _saisie):
    return None if amende_a_prouver(situation.evenements) else ()


@condition
def preuve_donnee(situation, _saisie):
    terme = _preuve(situation)
    return (terme.date_etat,) if terme and terme.etat == TENU else None


@condition_expliquee
def sans_obligation(situation, _saisie):
    """Who is exempt, or whose file is closed, has nothing to prove meanwhile (loi.md §4)."""
    terme = _preuve(situation)
    return (terme.date_etat,) if terme and terme.etat == ARRETE else None


@condition_expliquee
def recours_pendant(situation, _saisie):
    """An appeal suspends execution, and while one is pending no new infringement is found (loi.md §7)."""
    pendants = recours_en_cours(situation.evenements)
    return (pendants[0].date_effective,) if pendants else None


@condition_datee(lambda situation: lendemain(_preuve(situation).delai.echeance))
def preuve_en_cours(situation, saisie):
    terme = _preuve(situation)
    if not terme:
        return None
    return (terme.delai.echeance,) if saisie.jour <= terme.delai.echeance else None


@condition_datee(lambda situation: lendemain(min(_fins_paiement(situation))))
def paiement_en_cours(situation, saisie):
    """Nothing is collected while the person can still pay: one fine whose term is over is enough."""
    fins = _fins_paiement(situation)
    return (min(fins),) if fins and saisie.jour <= min(fins) else None


def _fins_paiement(situation):
    """The last days on which fines can still be paid."""
    return [t.delai.echeance for t in situation.termes if t.type == PAIEMENT and t.etat == EN_COURS]


@condition_expliquee
def amende_sans_objet(situation, _saisie):
    """Nothing is collected of fines that rest on nothing any more: a head cancels their notification."""
    vives = [notifiee for _d, notifiee, annulee in amendes_notifiees(situation.evenements) if not annulee]
    return () if vives and all(sans_objet(situation.evenements, un) for un in vives) else None


@condition_expliquee
def creance_prescrite(situation, saisie):
    """Nothing is collected of a claim that is prescribed: each one that is still owed."""
    fins = [t.delai.echeance for t in situation.termes if t.type == PRESCRIPTION and t.etat == EN_COURS]
    return (max(fins),) if fins and saisie.jour > max(fins) else None


def _preuve(situation):
    """The term to give proof after the fine that a new infringement would rest on."""
    decision = amende_a_prouver(situation.evenements)
    return next((t for t in situation.termes if t.type == PREUVE and t.objet == decision), None)
