# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of attestations: a row a paper that says something of a person's pathway to whoever reads it (loi.md §6.3).
The columns:

============  =========================================================================================================
`code`        name of the kind
`lettre`      letter that it is printed as, a row of courriers.py
`etape`       type of event that it is (etapes.py): recorded when it is given, and it is withdrawn when that is
              cancelled; empty: it says what is, and records nothing
`delivre`     who gives it, by the kind of organiser that the person is with (NULLE_PART: with none)
`demande`     whether somebody else asks for it first: whom the pathway was followed with, of who gives it
`complet`     whether nothing of the pathway may lack
`suspension`  whether it is of a suspension, certified by the organiser
`repete`      whether it is given as often as it is asked for; else one is in force at a time
`conditions`  names of the predicates below, looked at in that order; each is the word of its refusal
============  =========================================================================================================
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .etapes import ATTESTATION_FIN, ATTESTATION_ORGANISATEUR, INSCRIPTIONS, table

#: The kinds of organiser; and who is registered with none.
GENRES_ORGANISATEUR = BAPA, BON = ("bapa", "bon")
NULLE_PART = ""
#: Who gives one: the organiser that the person is with, Vivalis (COCOM), or the commune in charge.
EMETTEURS = ORGANISATEUR, VIVALIS, COMMUNE = ("organisateur", "vivalis", "commune")
#: What becomes of one: asked for, given, sent back to who asked, withdrawn.
ETATS = DEMANDEE, DELIVREE, RENVOYEE, RETIREE = ("demandee", "delivree", "renvoyee", "retiree")
#: What can be done with one, and where it goes.
GESTES = {
    "delivrer": {DEMANDEE: DELIVREE},
    "renvoyer": {DEMANDEE: RENVOYEE},
    "retirer": {DEMANDEE: RETIREE, RENVOYEE: RETIREE, DELIVREE: RETIREE},
}
#: What whoever verifies a number is told.
VALABLE, RETIREE_DEPUIS, INCONNUE = ("valable", "retiree", "inconnue")
#: The grounds of suspension that an organiser certifies (loi.md §4), by their codes in every version of the law.
MOTIFS_CERTIFIES = frozenset({"programme", "organisateur"})


#: The entries that an attestation of where the pathway stands tells of: once one of them is cancelled, it is false.
SITUENT = INSCRIPTIONS | {ATTESTATION_FIN, "cloture"}


class Attestation(NamedTuple):
    """A row of the table; the columns are explained at the top of this file."""

    code: str
    lettre: str
    delivre: dict
    etape: str = ""
    demande: bool = False
    complet: bool = False
    suspension: bool = False
    repete: bool = False
    conditions: tuple = ()

    def emetteurs(self, genre):
        """Return who gives it to somebody who is with that kind of organiser: none when nobody does.

        >>> [ATTESTATIONS[FIN].emetteurs(genre) for genre in (BAPA, BON, NULLE_PART)]
        [('vivalis',), ('organisateur',), ()]
        """
        return self.delivre.get(genre, ())


#: Every organiser gives these itself (loi.md §6.3).
PAR_CHACUN = {BAPA: (ORGANISATEUR,), BON: (ORGANISATEUR,)}
ATTESTATIONS = table(
    Attestation(
        "inscription",
        "attestation_inscription",
        PAR_CHACUN,
        etape=ATTESTATION_ORGANISATEUR,
        conditions=("pas_inscrit", "pas_a_lui", "deja_donnee"),
    ),
    Attestation(
        "suspension",
        "attestation_suspension",
        PAR_CHACUN,
        suspension=True,
        repete=True,
        conditions=("pas_inscrit", "pas_a_lui", "pas_certifiee", "suspension_tombee"),
    ),
    # for a BAPA, COCOM issues it (Vivalis); BON issues its own
    Attestation(
        "fin",
        "attestation_fin_parcours",
        {BAPA: (VIVALIS,), BON: (ORGANISATEUR,)},
        etape=ATTESTATION_FIN,
        demande=True,
        complet=True,
        conditions=("pas_inscrit", "autre_organisateur", "pas_a_lui", "deja_donnee", "deja_demandee")
        + ("avant_inscription", "manque", "manquait"),
    ),
    Attestation(
        "situation",
        "attestation_situation",
        {BAPA: (ORGANISATEUR, COMMUNE), BON: (ORGANISATEUR, COMMUNE), NULLE_PART: (COMMUNE,)},
        repete=True,
        conditions=("jamais_ouvert", "pas_a_lui"),
    ),
)
INSCRIPTION, SUSPENSION, FIN, SITUATION = tuple(ATTESTATIONS)


def suivant(etat, geste):
    """Return the state of one after something is done with it, or None when that cannot be done then.

    >>> suivant(DEMANDEE, "delivrer"), suivant(RETIREE, "retirer")
    ('delivree', None)
    """
    return GESTES[geste].get(etat)


def verifiee(etat):
    """Return what whoever verifies a number is told of one in that state; one that was never given has no number.

    >>> verifiee(DELIVREE), verifiee(RETIREE), verifiee(None)
    ('valable', 'retiree', 'inconnue')
    """
    return {DELIVREE: VALABLE, RETIREE: RETIREE_DEPUIS}.get(etat, INCONNUE)


def initiales(nom):
    """Return the initials of somebody, as the public page says them: of the first name, then of the family name. Our
    lists write “FAMILY, First Second”.

    >>> initiales("EL AMRANI, Nadia Sara"), initiales("O'BRIEN, Zoé"), initiales("")
    ('N. E.', 'Z. O.', '')
    """
    famille, _virgule, prenoms = (nom or "").partition(",")
    premieres = (next((signe for signe in mot if signe.isalpha()), "") for mot in (prenoms, famille))
    return " ".join(f"{signe.upper()}." for signe in premieres if signe)


# ---- what stands in the way ------------------------------------------------------------------------------------------


class Donnee(NamedTuple):
    """One that was asked for or given: its kind, its state, with which organiser, and the day it was given."""

    genre: str
    etat: str
    organisateur: object = None
    jour: date | None = None
    soi: bool = False


class Vue(NamedTuple):
    """What the conditions see. `genre`, `organisateur`, `depuis`: the kind of organiser that the person is with today,
    which one, and since when; `ouvert`: whether a file was ever opened; `pour`: the organiser that the request is of,
    None without one; `roles`: who gives it, of `EMETTEURS`; `demande`: whether it is asked for, not given; `jour`: the
    day that it says; `donnees`: those there are; `manque`: what lacks of the pathway, in words, and `manquait`:
    what lacked of it on that day; `tombee`: whether its suspension fell; `motif`: the code of the ground of its
    suspension, None without one."""

    genre: str = NULLE_PART
    organisateur: object = None
    depuis: date | None = None
    ouvert: bool = True
    pour: object = None
    roles: frozenset = frozenset()
    demande: bool = False
    jour: date | None = None
    donnees: tuple = ()
    manque: str = ""
    manquait: str = ""
    tombee: bool = False
    motif: str | None = None


CONDITIONS = {}


def condition(predicat):
    """Keep a predicate: ``(row, vue)`` -> None when nothing stands in the way, else a tuple of what its sentence tells
    besides. Its name is the word of the sentence."""
    CONDITIONS[predicat.__name__] = predicat
    return predicat


@condition
def pas_inscrit(_ligne, vue):
    return None if vue.organisateur else ()


@condition
def autre_organisateur(_ligne, vue):
    """The person changed since it was asked for: the request was of the one before."""
    return () if vue.pour and vue.pour != vue.organisateur else None


@condition
def pas_a_lui(ligne, vue):
    """Who asks for one is the organiser, of one that another one gives; nobody else asks, and nobody else gives."""
    emetteurs = ligne.emetteurs(vue.genre)
    if vue.pour and vue.pour != vue.organisateur:
        return ()
    if vue.demande:
        return None if ligne.demande and ORGANISATEUR in vue.roles and ORGANISATEUR not in emetteurs else ()
    return None if vue.roles.intersection(emetteurs) else ()


@condition
def deja_donnee(ligne, vue):
    """One is in force already, of this enrolment: printed again, or withdrawn first."""
    siennes = (d for d in vue.donnees if (d.genre, d.etat, d.organisateur) == (ligne.code, DELIVREE, vue.organisateur))
    return next(((d.jour,) for d in siennes if d.jour and (not vue.depuis or d.jour >= vue.depuis)), None)


@condition
def deja_demandee(ligne, vue):
    """One request of the same organiser waits already: what another one asked for before is no matter of this one."""
    siennes = (d for d in vue.donnees if (d.genre, d.etat, d.organisateur) == (ligne.code, DEMANDEE, vue.organisateur))
    return () if any(not une.soi for une in siennes) else None


@condition
def avant_inscription(_ligne, vue):
    """Nothing was completed before it began, nor on a day to come."""
    return (vue.depuis,) if vue.jour and vue.depuis and vue.jour < vue.depuis else None


@condition
def manque(ligne, vue):
    return (vue.manque,) if ligne.complet and vue.manque else None


@condition
def manquait(ligne, vue):
    """Complete today is not complete on the day that it would say."""
    return (vue.manquait,) if ligne.complet and vue.manquait else None


@condition
def pas_certifiee(_ligne, vue):
    """The ground of the others is the commune's, a medical one above all: their attestation would print it."""
    return None if vue.motif is None or vue.motif in MOTIFS_CERTIFIES else ()


@condition
def suspension_tombee(_ligne, vue):
    return () if vue.tombee else None


@condition
def jamais_ouvert(_ligne, vue):
    """Nobody has a pathway before a file was opened."""
    return None if vue.ouvert else ()


def refus(ligne, vue):
    """Return ``(word, details)`` of what stands in the way of one, or None.

    >>> refus(ATTESTATIONS[FIN], Vue(BAPA, 1, roles=frozenset({ORGANISATEUR}), manque="3 h"))
    ('pas_a_lui', ())
    >>> refus(ATTESTATIONS[FIN], Vue(BAPA, 1, pour=1, roles=frozenset({ORGANISATEUR}), demande=True, manque="3 h"))
    ('manque', ('3 h',))
    """
    for nom in ligne.conditions:
        details = CONDITIONS[nom](ligne, vue)
        if details is not None:
            return nom, details
    return None
