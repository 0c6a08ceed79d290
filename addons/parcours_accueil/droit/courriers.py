# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of letters: a row a kind of letter, the life that all of them have, and what their texts may name (loi.md
§7b). A floor above adds its rows (`parcours.courrier._genres`). The columns:

===============  ======================================================================================================
`code`           name of the kind
`proprietaires`  what it is about: "dossier", or the word of what it answers, a field of the letter besides its file
`destinataire`   to whom it goes: PERSONNE, or VIVALIS
`etape`          type of event that its posting records (etapes.py); empty: its posting is written on the letter alone
`tient_a`        types of entries that it tells, when its posting is no step: one of them cancelled, or undone by
                 another, and what did not leave yet does not leave any more
`acte`           block of remedies that it bears (parcours.mention); empty: none
`recours`        what of that block is printed: all of it, or the ombudsman alone, when the letter only prepares an act
`toujours`       whether it always bears the block; else what it answers says so (a decision that gives what was asked
                 has nothing to appeal against)
`regard`         whether the register is asked again, and the file looked at, at most `FRAICHEUR` before it is printed
`phases`         phases of the file in which it is made
`conditions`     names of the predicates below that must hold, looked at in that order when it is made and again at the
                 last look: then who does not meet one drops out, with that word kept. Those of its step come after
`qui`            who makes it, in the words of the table of steps
`en_nombre`      whether it is made for many files at once
`brochure`       whether the brochure for newcomers goes with it
`precise`        whether who makes it says something in the words of the letter (the place `lettre.precision`)
`champs`         what its text may name, besides `communs`
`communs`        what it may name as every letter does; a paper that is no letter (`PAPIERS`) has its own
===============  ======================================================================================================

Adding a letter is a row, its label and sentences, its text and its test.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from .canaux import CANAUX, INCONNU
from .delais import terme_courant
from .etapes import (
    ATTESTATION_REMISE,
    CLOTURE,
    COMMUNE,
    CONSTAT_REFUS,
    DOSSIER,
    INSCRIPTIONS,
    OUVERTES,
    SOMMATION_ENVOYEE,
    SUIVIES,
    TOUTES,
    cours,
    table,
)

PERSONNE, VIVALIS = ("personne", "vivalis")
#: What a letter can answer, each a field of the letter.
OBJETS = EXEMPTION, CONTESTATION, SUSPENSION, ATTESTATION = ("exemption", "contestation", "suspension", "attestation")
#: The block of a decision, and what of a block is printed.
REFUS = "refus"
TOUT, MEDIATEUR = ("tout", "mediateur")
#: How old the last answer of the register may be when a letter is printed.
FRAICHEUR = timedelta(minutes=15)

#: Where each letter may speak of these.
COMMUNS = frozenset(
    {
        "personne.nom",
        "dossier.reference",
        "lettre.date",
        "lettre.precision",
        "commune.nom",
        "commune.adresse",
        "commune.telephone",
        "commune.courriel",
        "commune.texte",
        "agent.nom",
        "duree.inscription",
        "duree.achevement",
        "duree.sommation",
        "organisateurs",
    }
)
OBLIGATION = frozenset({"obligation.date", "terme.nom", "terme.fin"})
DEMANDE = frozenset({"demande.objet", "demande.article", "demande.explication", "demande.date", "demande.texte"})
DECISION = DEMANDE | {"decision.date", "decision.issue", "decision.motif", "decision.auteur"}
SUSPENDUE = DECISION | {"suspension.debut", "suspension.fin"}
#: What an attestation says of whom, and of which organiser.
ATTESTEE = frozenset({"personne.naissance", "personne.numero", "emetteur.nom"})
CHEZ = frozenset({"inscription.organisateur", "inscription.date", "inscription.langue"})
REFUSEE = OBLIGATION | {"sommation.date", "sommation.reception", "refus.date"}


class Genre(NamedTuple):
    """A row of the table; the columns are explained at the top of this file."""

    code: str
    proprietaires: tuple = (DOSSIER,)
    destinataire: str = PERSONNE
    etape: str = ""
    tient_a: tuple = ()
    acte: str = ""
    recours: str = TOUT
    toujours: bool = True
    regard: bool = True
    phases: frozenset = frozenset({DOSSIER})
    conditions: tuple = ()
    qui: tuple = COMMUNE
    en_nombre: bool = False
    brochure: bool = False
    precise: bool = False
    champs: frozenset = frozenset()
    communs: frozenset = COMMUNS

    @property
    def objets(self):
        """The fields by which a letter says what it answers."""
        return tuple(mot for mot in self.proprietaires if mot != DOSSIER)

    @property
    def permis(self):
        """All that its text may name."""
        return self.communs | self.champs


#: Nobody is told of a pathway that is not theirs any more, nor twice at once.
DU_DOSSIER = ("decede", "autre_commune", "dossier_ferme", "deja_en_route")

#: What is handed over there and then is printed as often as it is given.
DU_VIVANT = ("decede", "autre_commune", "deja_en_route")

GENRES = table(
    Genre(
        "attestation_obligation",
        etape=ATTESTATION_REMISE,
        conditions=(*DU_DOSSIER, "issue_contraire", "pas_oblige"),
        en_nombre=True,
        brochure=True,
        champs=OBLIGATION,
    ),
    Genre("invitation_piece", phases=SUIVIES, conditions=DU_DOSSIER, precise=True, champs=OBLIGATION),
    Genre(
        "accuse",
        proprietaires=(EXEMPTION, CONTESTATION, SUSPENSION),
        phases=TOUTES,
        conditions=("decede", "autre_commune", "deja_en_route", "demande_tranchee"),
        champs=DEMANDE,
    ),
    Genre(
        "decision_exemption",
        proprietaires=(EXEMPTION,),
        acte=REFUS,
        toujours=False,
        phases=TOUTES,
        conditions=("decede", "autre_commune", "deja_en_route", "rien_de_decide", "decide_autrement"),
        champs=DECISION | {"decision.fin"},
    ),
    # what was given is taken back: an act of its own, with its reasons and its remedies
    Genre(
        "fin_exemption",
        proprietaires=(EXEMPTION,),
        acte=REFUS,
        phases=TOUTES,
        conditions=("decede", "autre_commune", "deja_en_route", "rien_de_fini"),
        champs=DECISION,
    ),
    Genre(
        "decision_suspension",
        proprietaires=(SUSPENSION,),
        acte=REFUS,
        toujours=False,
        phases=OUVERTES,
        conditions=("decede", "autre_commune", "deja_en_route", "decide_autrement", "rien_de_decide"),
        champs=SUSPENDUE,
    ),
    Genre(
        "fin_suspension",
        proprietaires=(SUSPENSION,),
        acte=REFUS,
        phases=OUVERTES,
        conditions=("decede", "autre_commune", "deja_en_route", "rien_de_fini"),
        champs=SUSPENDUE,
    ),
    Genre(
        "decision_contestation",
        proprietaires=(CONTESTATION,),
        acte=REFUS,
        phases=TOUTES,
        conditions=("decede", "autre_commune", "deja_en_route", "rien_de_decide"),
        champs=DECISION,
    ),
    Genre(
        "rappel",
        conditions=(*DU_DOSSIER, "issue_contraire", "pas_oblige", "jamais_informe", "deja_inscrit", "terme_passe"),
        en_nombre=True,
        champs=OBLIGATION,
    ),
    Genre(
        "sommation",
        etape=SOMMATION_ENVOYEE,
        acte=REFUS,
        recours=MEDIATEUR,
        conditions=(*DU_DOSSIER, "issue_contraire", "pas_oblige"),
        en_nombre=True,
        champs=OBLIGATION,
    ),
    Genre(
        "refus",
        tient_a=(CONSTAT_REFUS,),
        acte=REFUS,
        recours=MEDIATEUR,
        conditions=(*DU_DOSSIER, "pas_de_refus"),
        en_nombre=True,
        champs=REFUSEE,
    ),
    Genre(
        "transfert",
        destinataire=VIVALIS,
        tient_a=(CONSTAT_REFUS,),
        phases=OUVERTES,
        conditions=("autre_commune", "deja_en_route", "pas_de_refus"),
        champs=REFUSEE,
    ),
    Genre(
        "cloture",
        tient_a=(CLOTURE,),
        phases=frozenset({CLOTURE}),
        conditions=DU_DOSSIER,
        en_nombre=True,
        champs=frozenset({"cloture.date", "cloture.motif"}),
    ),
    Genre("demenagement", conditions=(*DU_DOSSIER, "pas_demenage"), en_nombre=True, champs=OBLIGATION),
    # given and never sent: what else stands in the way of these, and who gives them, stands in attestations.py
    Genre(
        "attestation_inscription", (ATTESTATION,), regard=False, conditions=DU_VIVANT, qui=(), champs=ATTESTEE | CHEZ
    ),
    Genre(
        "attestation_suspension",
        (ATTESTATION,),
        regard=False,
        conditions=DU_VIVANT,
        qui=(),
        champs=ATTESTEE | CHEZ | {"suspension.debut", "suspension.fin", "suspension.motif"},
    ),
    Genre(
        "attestation_fin_parcours",
        (ATTESTATION,),
        regard=False,
        conditions=DU_VIVANT,
        qui=(),
        champs=ATTESTEE | CHEZ | {"fin.date"},
    ),
    Genre(
        "attestation_situation",
        (ATTESTATION,),
        regard=False,
        conditions=DU_VIVANT,
        qui=(),
        champs=ATTESTEE | {"situation.texte"},
    ),
)

#: What is written, printed and kept as a letter is, and is sent to nobody: its text is put in force as theirs are.
PAPIERS = table(
    Genre(
        "convention",
        qui=(),
        communs=frozenset({"personne.nom", "dossier.reference", "lettre.date"}),
        champs=frozenset(
            {
                "organisateur.nom",
                "inscription.date",
                "parcours.langue",
                "convention.convenu",
                "convention.presents",
            }
        ),
    ),
)
#: The welcome agreement; the line of a version of the law that says in how many days it is signed has its name too.
CONVENTION = "convention"
ATTESTATION_OBLIGATION, SOMMATION, ACCUSE = ("attestation_obligation", "sommation", "accuse")
#: The letters that say what was decided on a request; and, by what they are about, those that say that it was ended.
FINS = {EXEMPTION: "fin_exemption", SUSPENSION: "fin_suspension"}
DECISIONS = frozenset({"decision_exemption", "decision_suspension", "decision_contestation", *FINS.values()})


class Acte(NamedTuple):
    """What a letter tells of a decision: its day, its reasons, who took it."""

    jour: object = None
    motif: object = ""
    auteur: object = None


# ---- the life of a letter --------------------------------------------------------------------------------------------

ETATS = BROUILLON, PRET, IMPRIME, POSTE, RECU, RETOURNE, ECARTE, ANNULE = (
    "brouillon",
    "pret",
    "imprime",
    "poste",
    "recu",
    "retourne",
    "ecarte",
    "annule",
)
#: Once printed, what was printed is kept whatever follows.
IMPRIMES = frozenset({IMPRIME, POSTE, RECU, RETOURNE})
#: Another of the same kind waits for these.
EN_ROUTE = frozenset({BROUILLON, PRET, IMPRIME})
#: These went nowhere.
SANS_SUITE = frozenset({ECARTE, ANNULE})
#: What is done with a letter: from which state to which.
GESTES = {
    "regarder": {BROUILLON: PRET, PRET: PRET},
    "ecarter": {BROUILLON: ECARTE, PRET: ECARTE},
    "imprimer": {PRET: IMPRIME},
    "poster": {IMPRIME: POSTE},
    "remettre": {IMPRIME: RECU},
    "recevoir": {POSTE: RECU},
    "retourner": {POSTE: RETOURNE},
    "annuler": {BROUILLON: ANNULE, PRET: ANNULE, IMPRIME: ANNULE},
    # the entry of the ledger that said so was cancelled
    "reprendre_envoi": {POSTE: IMPRIME, RECU: IMPRIME, RETOURNE: IMPRIME},
    "reprendre_reponse": {RECU: POSTE, RETOURNE: POSTE},
}


def suivant(etat, geste):
    """Return the state of a letter after something is done with it, or None when that cannot be done then.

    >>> suivant(PRET, "imprimer"), suivant(IMPRIME, "imprimer"), suivant(BROUILLON, "poster")
    ('imprime', None, None)
    """
    return GESTES[geste].get(etat)


def envoyer(canal):
    """Return what is done with a letter that goes by that channel: one handed over is received there and then.

    >>> envoyer("remise"), envoyer("recommande")
    ('remettre', 'poster')
    """
    return CANAUX.get(canal, INCONNU).geste


def frais(regard, maintenant):
    """Whether the last look, a moment or None, still tells how things are now."""
    return regard is not None and timedelta() <= maintenant - regard <= FRAICHEUR


# ---- what stands in the way of a letter ------------------------------------------------------------------------------


class Vue(NamedTuple):
    """What the conditions see of a letter besides the situation of its file: the communes in charge when it was made
    and now; whether what it answers is decided, and whether what was decided was ended by another decision; whether
    another of its kind, about the same thing, is under way; and the day of today."""

    commune: object = None
    commune_du_jour: object = None
    tranche: bool = False
    fini: bool = False
    autre_en_route: bool = False
    jour: date | None = None


CONDITIONS = {}


def condition(predicat):
    """Keep a predicate: ``(genre, situation, vue)`` -> the word of its sentence is its name, and it returns None when
    nothing stands in the way, else a tuple of what the sentence tells besides."""
    CONDITIONS[predicat.__name__] = predicat
    return predicat


@condition
def decede(_genre, situation, _vue):
    return () if cours(situation.evenements).motif == "decede" else None


@condition
def autre_commune(_genre, situation, vue):
    return (situation.commune,) if vue.commune != vue.commune_du_jour else None


@condition
def dossier_ferme(genre, situation, _vue):
    return None if situation.phase in genre.phases else ()


@condition
def deja_en_route(_genre, _situation, vue):
    return () if vue.autre_en_route else None


@condition
def issue_contraire(_genre, situation, _vue):
    return () if situation.issue_a_appliquer else None


@condition
def pas_oblige(_genre, situation, _vue):
    """A volunteer owes nothing."""
    return None if situation.oblige else ()


@condition
def jamais_informe(_genre, situation, _vue):
    return None if situation.a_eu(ATTESTATION_REMISE) else ()


@condition
def deja_inscrit(_genre, situation, _vue):
    return () if situation.organisateur or situation.a_eu(*INSCRIPTIONS) else None


@condition
def terme_passe(_genre, situation, vue):
    """Nobody is reminded of a day that is past: a summons follows."""
    terme = terme_courant(situation.termes)
    passe = terme and vue.jour and terme.delai.echeance < vue.jour
    return (terme.delai.echeance,) if passe else None


@condition
def pas_de_refus(_genre, situation, _vue):
    return None if situation.a_eu(CONSTAT_REFUS) else ()


@condition
def pas_demenage(_genre, situation, _vue):
    return None if situation.a_eu("demenagement") else ()


@condition
def demande_tranchee(_genre, _situation, vue):
    return () if vue.tranche else None


@condition
def rien_de_decide(_genre, _situation, vue):
    return None if vue.tranche else ()


@condition
def decide_autrement(_genre, _situation, vue):
    """What was given and taken back is not told as given."""
    return () if vue.fini else None


@condition
def rien_de_fini(_genre, _situation, vue):
    return None if vue.fini else ()


def ecart(genre, situation, vue, conditions=None):
    """Return ``(word, details)`` of what stands in the way of a letter, or None.

    :param situation: `conditions.Situation` of its file, now
    :param conditions: ``{name: predicate}``, those of this floor when empty
    """
    conditions = conditions or CONDITIONS
    for nom in genre.conditions:
        details = conditions[nom](genre, situation, vue)
        if details is not None:
            return nom, details
    return None
