# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The columns of the table of situations, and the ways of writing a step in it."""

from __future__ import annotations

from typing import NamedTuple


class Pas(NamedTuple):
    """One step: the name of a gesture (gestes/), when, and its values.

    `apres`: days after the step before. `echu`: days after the next legal date that the file then shows, instead.
    `le`: days between what happened and its entry, when it is entered late. `par`: who does it, when it is not the
    agent of the file: "chef", "fonctionnaire", "gestionnaire", "organisateur", "registre".
    """

    geste: str
    apres: int = 0
    echu: int | None = None
    le: int = 0
    par: str = ""
    valeurs: dict = {}


class Situation(NamedTuple):
    """A row of the table; the columns are explained in situations/__init__.py."""

    nom: str
    avant: int
    pas: tuple
    lu: dict
    profil: str = "travailleur"
    part: float = 0
    age: int = 0
    recul: int = 75
    vient_de: str = ""


def p(geste, apres=0, **valeurs):
    """A step so many days after the one before."""
    return Pas(geste, apres, le=valeurs.pop("le", 0), par=valeurs.pop("par", ""), valeurs=valeurs)


def e(geste, echu, **valeurs):
    """A step so many days after the next legal date of the file."""
    return p(geste, 0, **valeurs)._replace(echu=echu)


def r(geste, apres=0, **valeurs):
    """What the register tells: an event of the person's life."""
    return p(geste, apres, par="registre", **valeurs)


ATTESTATION = (p("attestation_remise"),)
INSCRIT = (*ATTESTATION, p("inscription_organisateur", 62))
EN_COURS = (*INSCRIT, p("attestation_organisateur", 40))
ACHEVE = (*EN_COURS, p("attestation_fin", 390))
SOMME = (*ATTESTATION, e("sommation_envoyee", 4))
SOMME_SANS_CARTE = (*ATTESTATION, e("sommation_envoyee", 4, canal="recommande"))
SOMME_SANS_PREUVE = (*ATTESTATION, e("sommation_envoyee", 4, canal="ordinaire"))
RECU = (*SOMME, p("sommation_recue", 8, le=2))
REFUS = (*RECU, e("constat_refus", 5))
COMPLET = (*REFUS, p("sanction_verification", 6), p("sanction_complete", 10))
INVITE = (*COMPLET, p("inviter", 7))
INVITATION_RECUE = (*INVITE, p("invitation_recue", 6, le=1))
ENTENDU = (*INVITATION_RECUE, p("entendre", 20, resultat="tenue", avocat=True))
AMENDE = (*ENTENDU, p("decider", 12, decision="amende"))
SANS_AMENDE = (*ENTENDU, p("decider", 12, decision="sans_amende"), p("notifier", 5))
NOTIFIEE = (*AMENDE, p("notifier", 5))
#: Days from the attestation to the summons, its receipt, the refusal and the notification of the fine, about.
T_SOMME, T_RECU, T_REFUS, T_NOTIFIEE = 189, 197, 264, 330
