# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law expects now of whoever works on a file: one thing, the most pressing, in one word.

A row a thing that can be expected, the most pressing first: its word, which is the code of a step, or of what is done
beside the steps; who may do it, in the words of the table of steps (a step says it itself); and
``f(situation, day) -> bool``, whether it is expected. A step is expected only when nothing stands in its way
(conditions.py): what is shown first on the screen can be done.
"""

from __future__ import annotations

from typing import NamedTuple

from .conditions import fermee, possible
from .delais import (
    ACCUSE,
    SOMMATION,
    derniere_lettre,
    periodes_suspendues,
    terme_courant,
)
from .etapes import (
    ACQUITTEMENT_COMMUNE,
    ATTESTATION,
    ATTESTATION_FIN,
    ATTESTATION_ORGANISATEUR,
    ATTESTATION_RECUE,
    ATTESTATION_REMISE,
    COMMUNE,
    CONSTAT_REFUS,
    DOSSIER,
    ETAPES,
    GENS,
    INSCRIPTION_ORGANISATEUR,
    INSCRIPTIONS,
    SOMMATION_ENVOYEE,
    SOMMATION_RECUE,
    SUIVIES,
    TOUTES,
)

#: What is done beside the steps: apply the outcome of an examination, check a closure, decide on an exemption, settle a
#: contestation, find the fact or the document that an examination lacks, review a term.
GESTES = ISSUE, FIN_A_VERIFIER, EXEMPTION, CONTESTATION, FAIT, REVUE = (
    "issue",
    "cloture_a_verifier",
    "exemption",
    "contestation",
    "fait",
    "revue",
)
#: What brings a contestation, and what settles it: by what each does.
DEMANDES = frozenset(code for code, etape in ETAPES.items() if etape.effet == "contester")
REPONSES = frozenset(code for code, etape in ETAPES.items() if etape.effet in ("trancher", "renoncer"))


class Attendue(NamedTuple):
    """A row; the columns are explained at the top of this file. `phases`: those of the file in which it is expected."""

    mot: str
    quand: object
    phases: frozenset = frozenset({DOSSIER})
    qui: tuple = GENS


def _contestee(situation, _jour):
    """A contestation waits for an answer: one that was accepted waits for the register, and for nobody here."""
    repondues = {objet for e in situation.evenements if e.type in REPONSES for objet in e.objets}
    demandes = (e for e in situation.evenements if e.type in DEMANDES)
    return any(not repondues.intersection(e.objets) for e in demandes)


def _a_revoir(situation, _jour):
    return any(suivi.revue for suivi, _regime in situation.suivis)


def _sommee(situation, jour):
    """The term of the summons is over, and unanswered."""
    courant = terme_courant(situation.termes)
    return bool(courant) and courant.type == SOMMATION and courant.delai.echeance < jour


def _echue(situation, _jour):
    """A term is over and unmet; after “no fine” the commune alone decides whether it summons again."""
    return bool(terme_courant(situation.termes))


def _carte(nom):
    def attendue(situation, _jour):
        """The acknowledgment of a letter is not back yet."""
        lettre = derniere_lettre(situation.evenements, nom)
        return bool(lettre and lettre.envoi) and lettre.canal == ACCUSE and not lettre.reponse

    return attendue


def _suspendue(situation, jour):
    return any(p.debut <= jour <= p.fin for p in periodes_suspendues(situation.evenements))


def _a_inscrire(situation, jour):
    """After a finding of refusal the registration can still be recorded: nothing asks for it."""
    return not _suspendue(situation, jour) and not situation.a_eu(CONSTAT_REFUS)


def _inscrite(situation, jour):
    return not _suspendue(situation, jour) and bool(situation.inscription_du(jour))


def _a_attester(situation, jour):
    """Registered, and the organiser has said nothing since."""
    if not _inscrite(situation, jour):
        return False
    types = INSCRIPTIONS | {ATTESTATION_ORGANISATEUR}
    dernier = max((e for e in situation.evenements if e.type in types), key=lambda e: (e.date_effective, e.rang))
    return dernier.type in INSCRIPTIONS


ATTENDUES = (
    Attendue(ISSUE, lambda s, _jour: s.issue_a_appliquer and s.resultat != "a_examiner"),
    Attendue(FIN_A_VERIFIER, lambda s, _jour: s.cloture_a_verifier, TOUTES),
    Attendue(ACQUITTEMENT_COMMUNE, lambda s, _jour: s.commune_a_acquitter),
    Attendue(EXEMPTION, lambda s, _jour: s.exemption_a_decider, TOUTES, COMMUNE),
    Attendue(CONTESTATION, _contestee, TOUTES, COMMUNE),
    Attendue(FAIT, lambda s, _jour: s.resultat == "a_examiner", SUIVIES),
    Attendue(REVUE, _a_revoir),
    Attendue(ATTESTATION_REMISE, lambda s, _jour: not s.volontaire),
    Attendue(CONSTAT_REFUS, _sommee),
    Attendue(SOMMATION_ENVOYEE, _echue),
    Attendue(SOMMATION_RECUE, _carte(SOMMATION)),
    Attendue(ATTESTATION_RECUE, _carte(ATTESTATION)),
    Attendue(INSCRIPTION_ORGANISATEUR, _a_inscrire),
    Attendue(ATTESTATION_ORGANISATEUR, _a_attester),
    Attendue(ATTESTATION_FIN, _inscrite),
)


def ouvertes(etapes, situation, jour, conditions=None):
    """Return the codes of the steps that can be taken on that day: shown, and held up by nothing that is known."""
    return [
        code
        for code, etape in etapes.items()
        if possible(etape, situation, jour, conditions) and not fermee(etape, situation, jour, conditions)
    ]


def attendue(situation, jour, offertes=None):
    """Return the word of what the law expects now, or None: nothing does, or it is for others to do.

    :param offertes: the codes of the steps that can be taken (:func:`ouvertes`)
    """
    if offertes is None:
        offertes = ouvertes(ETAPES, situation, jour)
    for ligne in ATTENDUES:
        permise = ligne.mot in offertes if ligne.mot in ETAPES else situation.roles.intersection(ligne.qui)
        if permise and situation.phase in ligne.phases and ligne.quand(situation, jour):
            return ligne.mot
    return None
