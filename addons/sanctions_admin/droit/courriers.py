# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a sanction: rows of the table of letters, whose columns are explained in parcours_accueil (loi.md §7,
§7b). The official writes them, whatever the commune in charge of the file. A letter whose posting is a step is posted
by the record that says it: the invitation makes a hearing, the decision is notified.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...parcours_accueil.droit.canaux import CANAUX, MAIN, MOMENT
from ...parcours_accueil.droit.courriers import CONDITIONS as CONDITIONS_DU_DOSSIER
from ...parcours_accueil.droit.courriers import MEDIATEUR, Genre
from ...parcours_accueil.droit.courriers import ecart as ecart_de
from ...parcours_accueil.droit.etapes import TOUTES, table
from .attendue import ENVOYER, INVITER, attendue
from .conditions import CONDITIONS as CONDITIONS_DES_ETAPES
from .conditions import SituationSanction
from .delais import amendes_notifiees
from .etapes import AUDITION_INVITATION, CLOSE, DECISION_NOTIFIEE, FONCTIONNAIRE, RECOUVREMENT_ENTAME

#: What a letter of a sanction is about, each a field of the letter.
INFRACTION, DECISION = "infraction", "decision"
#: The block of remedies of the official's authority.
ACTE = "amende"
#: The two kinds of infringements.
REFUS, SANS_PREUVE = "refus", "sans_preuve"

CONSTAT = frozenset({"sanction.reference", "constat.date", "constat.texte"})
AUDIENCE = CONSTAT | {"audience.date", "audience.heure", "audience.lieu", "duree.audition"}
DECIDEE = CONSTAT | {"decision.date", "decision.motif", "decision.auteur"}
COMPTE = frozenset({"amende.montant", "paiement.compte", "paiement.titulaire", "paiement.communication"})
AMENDEE = DECIDEE | COMPTE | {"audition.issue", "duree.paiement", "duree.preuve_amende"}
NOTIFIEE = COMPTE | {"sanction.reference", "amende.date", "amende.reception", "paiement.solde", "paiement.fin"}

#: What all of them share: the official alone makes them, and closed or moved does not matter to the pathway file.
DU_FONCTIONNAIRE = {"qui": FONCTIONNAIRE, "phases": TOUTES}
#: Nobody is written to who is deceased, of a sanction that is closed, or twice at once.
DE_LA_SANCTION = ("decede", "plus_ouverte", "deja_en_route")
#: An invitation only prepares an act: no appeal.
INVITE = {
    **DU_FONCTIONNAIRE,
    "proprietaires": (INFRACTION,),
    "etape": AUDITION_INVITATION,
    "acte": ACTE,
    "recours": MEDIATEUR,
    "conditions": (*DE_LA_SANCTION, "autre_infraction", "pas_a_inviter"),
    "champs": AUDIENCE,
}
DECIDE = {
    **DU_FONCTIONNAIRE,
    "proprietaires": (DECISION,),
    "etape": DECISION_NOTIFIEE,
    "conditions": (*DE_LA_SANCTION, "autre_decision", "pas_a_notifier"),
}
#: What is still owed for a fine.
RECLAME = {**DU_FONCTIONNAIRE, "proprietaires": (DECISION,), "champs": NOTIFIEE}
IMPAYEE = ("pas_notifiee", "plus_rien_a_payer", "appel_pendant", "plus_de_fondement", "encore_a_temps", "prescrite")

INVITATION, NOUVELLE_INFRACTION, AMENDE, SANS_AMENDE, RAPPEL, CONTRAINTE = (
    "sanction_invitation",
    "sanction_infraction",
    "sanction_amende",
    "sanction_sans_amende",
    "sanction_rappel",
    "sanction_contrainte",
)
GENRES = table(
    Genre(INVITATION, **INVITE),
    Genre(NOUVELLE_INFRACTION, **INVITE),
    Genre(AMENDE, **DECIDE, acte=ACTE, champs=AMENDEE),
    Genre(SANS_AMENDE, **DECIDE, champs=DECIDEE),
    Genre(RAPPEL, **RECLAME, conditions=(*DE_LA_SANCTION, *IMPAYEE)),
    Genre(
        CONTRAINTE,
        **RECLAME,
        acte=ACTE,
        recours=MEDIATEUR,
        conditions=(*DE_LA_SANCTION, *IMPAYEE, "pas_en_recouvrement", "pas_rappelee"),
    ),
)
#: The letter that invites to be heard, by the kind of infringement; and the letter of a decision, by what was decided.
INVITATIONS = {REFUS: INVITATION, SANS_PREUVE: NOUVELLE_INFRACTION}
DECISIONS = {"amende": AMENDE, "sans_amende": SANS_AMENDE}
#: Ways by which a letter goes that must be registered, or handed over against receipt.
PAR_RECOMMANDE = frozenset(mot for mot, canal in CANAUX.items() if canal.numerote or canal.preuve == MAIN)
#: … a decision by eBox too, as a registered sending.
COMME_RECOMMANDE = PAR_RECOMMANDE | {mot for mot, canal in CANAUX.items() if canal.preuve == MOMENT}
RECOMMANDES = {CONTRAINTE: PAR_RECOMMANDE, **dict.fromkeys(DECISIONS.values(), COMME_RECOMMANDE)}


class VueSanction(NamedTuple):
    """What the conditions see of such a letter besides the situation of the pathway file: the sanction, today; what it
    is about, of which kind, what was decided; whether another one like it is under way, or a reminder left."""

    situation: SituationSanction
    jour: date
    infraction: int | None = None
    nature: str = ""
    decision: int | None = None
    issue: str = ""
    autre_en_route: bool = False
    rappelee: bool = False


CONDITIONS = {nom: CONDITIONS_DU_DOSSIER[nom] for nom in ("decede", "deja_en_route")}


def condition(predicat):
    """Keep a predicate, as parcours_accueil does: ``(genre, situation of the pathway file, vue)``."""
    CONDITIONS[predicat.__name__] = predicat
    return predicat


@condition
def plus_ouverte(_genre, _situation, vue):
    return () if vue.situation.phase == CLOSE else None


@condition
def autre_infraction(genre, _situation, vue):
    """Each kind of infringement has its letter."""
    return None if INVITATIONS.get(vue.nature) == genre.code else ()


@condition
def pas_a_inviter(_genre, _situation, vue):
    """The file is complete, and this infringement awaits its invitation: none left, or it came back."""
    return None if attendue(vue.situation.evenements)[:2] == (INVITER, vue.infraction) else ()


@condition
def autre_decision(genre, _situation, vue):
    """A fine that was not decided is not notified."""
    return None if DECISIONS.get(vue.issue) == genre.code else ()


@condition
def pas_a_notifier(_genre, _situation, vue):
    return None if attendue(vue.situation.evenements) == (ENVOYER, vue.infraction, vue.decision) else ()


@condition
def pas_notifiee(_genre, _situation, vue):
    vives = {decision for decision, _notifiee, annulee in amendes_notifiees(vue.situation.evenements) if not annulee}
    return None if vue.decision in vives else ()


@condition
def plus_rien_a_payer(_genre, _situation, vue):
    return None if solde(vue.situation.evenements, vue.decision) > 0 else ()


@condition
def appel_pendant(_genre, _situation, vue):
    return CONDITIONS_DES_ETAPES["recours_pendant"](vue.situation, vue)


@condition
def plus_de_fondement(_genre, _situation, vue):
    return CONDITIONS_DES_ETAPES["amende_sans_objet"](vue.situation, vue)


@condition
def encore_a_temps(_genre, _situation, vue):
    """Nothing is claimed of a fine while the person can still pay it."""
    return CONDITIONS_DES_ETAPES["paiement_en_cours"](_siens(vue), vue)


@condition
def prescrite(_genre, _situation, vue):
    """Nothing is claimed any more of a fine whose claim is prescribed."""
    return CONDITIONS_DES_ETAPES["creance_prescrite"](_siens(vue), vue)


def _siens(vue):
    """The situation of the sanction with the terms of that fine alone."""
    siens = tuple(terme for terme in vue.situation.termes if terme.objet == vue.decision)
    return vue.situation._replace(termes=siens)


@condition
def pas_en_recouvrement(_genre, _situation, vue):
    return None if vue.situation.a_eu(RECOUVREMENT_ENTAME) else ()


@condition
def pas_rappelee(_genre, _situation, vue):
    return None if vue.rappelee else ()


def ecart(genre, situation, vue):
    """Return ``(word, details)`` of what stands in the way of such a letter, or None."""
    return ecart_de(genre, situation, vue, CONDITIONS)


def solde(evenements, decision):
    """Return what is still to pay for a fine.

    :param evenements: the valid events of a sanction
    """
    return round(sum(e.montant for e in evenements if (DECISION, decision) in e.objets), 2)


def a_reclamer(code, situation, jour):
    """Return the first fine of which that letter claims what is owed, or None: what the person is, and other letters
    apart, which are looked at when it is made.

    :param code: RAPPEL or CONTRAINTE
    """
    genre = GENRES[code]
    genre = genre._replace(conditions=tuple(nom for nom in genre.conditions if nom != "decede"))
    for decision, _notifiee, _annulee in amendes_notifiees(situation.evenements):
        vue = VueSanction(situation, jour, decision=decision, rappelee=True)
        if not ecart(genre, None, vue):
            return decision
    return None
