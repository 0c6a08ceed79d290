# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of situations. Each stands at least once in each of the `COMMUNES`, and as many per cent as its row says of
the others who must follow the pathway live it too, as far as their years allow. Adding a situation is a row.

The columns:

==========  ===========================================================================================================
`nom`       what one would call it at the counter
`avant`     days before the last day of the play on which its first step is taken: it then stands where `lu` says
`pas`       what is done, in order (`Pas`)
`lu`        what the file reads on the last day: a column -> its value; of ``sanction`` the stage of the sanction
`profil`    what the person is to the register (simulateur.profils)
`part`      per cent of the others obliged who live it; 0: those who were cast only
`age`       completed years at the registration, when they matter
`recul`     days between the registration and the first step of who was cast
`vient_de`  commune of the registration, when the person moves to the commune that the row is for
==========  ===========================================================================================================
"""

from __future__ import annotations

from typing import NamedTuple

#: Schaerbeek, Bruxelles, Anderlecht: the communes in which each situation exists.
COMMUNES = ("21015", "21004", "21001")


class Pas(NamedTuple):
    """One step: the name of a gesture (gestes.py), when, and its values.

    `apres`: days after the step before. `echu`: days after the next legal date that the file then shows, instead.
    `le`: days between what happened and its entry, when it is entered late. `par`: who does it, when it is not the
    agent of the file: "chef", "fonctionnaire", "gestionnaire", "registre".
    """

    geste: str
    apres: int = 0
    echu: int | None = None
    le: int = 0
    par: str = ""
    valeurs: dict = {}


class Situation(NamedTuple):
    """A row of the table; the columns are explained at the top of this file."""

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
RECU = (*SOMME, p("sommation_recue", 8, le=2))
REFUS = (*RECU, e("constat_refus", 5))
COMPLET = (*REFUS, p("sanction_verification", 6), p("sanction_complete", 10))
INVITE = (*COMPLET, p("inviter", 7))
INVITATION_RECUE = (*INVITE, p("invitation_recue", 6, le=1))
ENTENDU = (*INVITATION_RECUE, p("entendre", 20, resultat="tenue", avocat=True))
AMENDE = (*ENTENDU, p("decider", 12, decision="amende"))
NOTIFIEE = (*AMENDE, p("notifier", 5))
#: Days from the attestation to the summons, its receipt, the refusal and the notification of the fine, about.
T_SOMME, T_RECU, T_REFUS, T_NOTIFIEE = 189, 197, 264, 330

SITUATIONS = (
    # ---- the ordinary road ------------------------------------------------------------------------------------------
    Situation("à informer", 20, (), {"phase": "dossier", "stage": "a_informer"}, part=6),
    Situation("informé", 95, ATTESTATION, {"stage": "informe", "terme": "inscription en_cours"}, part=12),
    Situation("informé, terme proche", 168, ATTESTATION, {"stage": "informe", "terme": "inscription en_cours"}),
    Situation("terme d'inscription échu", 200, ATTESTATION, {"terme": "inscription echu"}, part=4),
    Situation("inscrit au BAPA", 250, INSCRIT, {"stage": "inscrit", "terme": "achevement en_cours"}, part=10),
    Situation(
        "inscrit au BON",
        300,
        (*ATTESTATION, p("inscription_organisateur", 50, organisateur="bon")),
        {"stage": "inscrit", "terme": "achevement en_cours"},
        part=5,
    ),
    Situation(
        "a changé d'organisateur",
        400,
        (*EN_COURS, p("changement_organisateur", 60, organisateur="bon")),
        {"stage": "inscrit"},
        part=3,
    ),
    Situation("en cours", 380, EN_COURS, {"stage": "en_cours", "terme": "achevement en_cours"}, part=10),
    Situation("achevé", 560, ACHEVE, {"phase": "cloture", "stage": "acheve", "motif_cloture": "acheve"}, part=22),
    Situation("terme d'achèvement échu", 640, EN_COURS, {"terme": "achevement echu"}, part=3),
    Situation(
        "sommé d'achever",
        650,
        (*EN_COURS, e("sommation_envoyee", 5), p("sommation_recue", 7, le=1)),
        {"stage": "somme", "terme": "sommation en_cours"},
        part=2,
    ),
    Situation(
        "a achevé après sommation",
        720,
        (*EN_COURS, e("sommation_envoyee", 5), p("sommation_recue", 7, le=1), p("attestation_fin", 30)),
        {"phase": "cloture", "stage": "acheve"},
        part=2,
    ),
    # ---- suspensions ------------------------------------------------------------------------------------------------
    Situation(
        "suspendu pour horaires",
        150,
        (*ATTESTATION, p("suspendre", 90, motif="horaires", jours=120)),
        {"stage": "suspendu"},
        part=2,
    ),
    Situation(
        "suspendu pour maladie",
        210,
        (*INSCRIT, p("suspendre", 100, motif="maladie", jours=90)),
        {"stage": "suspendu"},
        part=1,
    ),
    Situation(
        "suspendu pour une naissance",
        120,
        (*ATTESTATION, p("suspendre", 70, motif="naissance", jours=80)),
        {"stage": "suspendu"},
        part=1,
    ),
    Situation(
        "suspension à venir",
        60,
        (*ATTESTATION, p("suspendre", 50, motif="medical", dans=40, jours=120)),
        {"stage": "informe"},
    ),
    Situation(
        "suspension finie, terme déplacé",
        170,
        (*ATTESTATION, p("suspendre", 30, motif="deces", jours=50)),
        {"stage": "informe", "terme": "inscription en_cours"},
        part=2,
    ),
    Situation(
        "suspension prolongée",
        260,
        (*ATTESTATION, p("suspendre", 60, motif="horaires", jours=90), p("prolonger", 85, jours=150)),
        {"stage": "suspendu"},
        part=1,
    ),
    Situation(
        "suspension abrégée",
        190,
        (*ATTESTATION, p("suspendre", 60, motif="horaires", jours=120), p("abreger", 60, dans=-5)),
        {"stage": "informe"},
        part=1,
    ),
    Situation(
        "suspension annulée",
        120,
        (*ATTESTATION, p("suspendre", 40, motif="programme", jours=150), p("annuler_suspension", 12)),
        {"stage": "informe"},
    ),
    # ---- exemptions -------------------------------------------------------------------------------------------------
    Situation("exemption demandée", 45, (*ATTESTATION, p("demander", 20, code="8")), {"exemption": "demandee"}, part=2),
    Situation(
        "exemption accordée, à appliquer",
        70,
        (*ATTESTATION, p("demander", 20, code="5"), p("accorder", 18)),
        {"exemption": "accordee", "phase": "dossier", "issue_a_appliquer": True},
        part=1,
    ),
    Situation(
        "exemption accordée et appliquée",
        150,
        (*ATTESTATION, p("demander", 20, code="8"), p("accorder", 18), p("appliquer", 3)),
        {"exemption": "accordee", "phase": "cloture", "motif_cloture": "exempte"},
        part=3,
    ),
    Situation(
        "exemption refusée",
        100,
        (*ATTESTATION, p("demander", 20, code="6"), p("refuser", 22)),
        {"exemption": "refusee", "phase": "dossier"},
        part=2,
    ),
    Situation(
        "exemption retirée",
        90,
        (*ATTESTATION, p("demander", 20, code="7"), p("retirer", 15)),
        {"exemption": "retiree", "phase": "dossier"},
    ),
    Situation(
        "exemption temporaire",
        120,
        (*ATTESTATION, p("demander", 20, code="5"), p("accorder", 18, jours=200), p("appliquer", 3)),
        {"exemption": "accordee", "phase": "cloture"},
    ),
    Situation(
        "exemption finie, dossier rouvert",
        330,
        (*ATTESTATION, p("demander", 20, code="5"), p("accorder", 18, jours=200), p("appliquer", 3)),
        {"exemption": "terminee", "phase": "dossier"},
        part=1,
    ),
    Situation(
        "exemption révoquée",
        200,
        (*ATTESTATION, p("demander", 20, code="8"), p("accorder", 18), p("appliquer", 3), p("revoquer", 90)),
        {"exemption": "revoquee", "phase": "dossier"},
    ),
    Situation(
        "famille d'un Belge, document accepté",
        110,
        (p("demander", 0, code="3"), p("accorder", 25)),
        {"exemption": "accordee", "resultat": "exempte"},
        profil="famille_belge",
    ),
    Situation(
        "famille d'un Belge, document refusé",
        130,
        (p("demander", 0, code="3"), p("refuser", 25), p("attestation_remise", 20)),
        {"exemption": "refusee", "phase": "dossier", "stage": "informe"},
        profil="famille_belge",
    ),
    Situation(
        "carte pas encore connue", 30, (), {"resultat": "a_examiner", "phase": "predossier"}, profil="sans_carte"
    ),
    # ---- moves ------------------------------------------------------------------------------------------------------
    Situation(
        "déménagement à acquitter",
        100,
        (*ATTESTATION, r("demenagement", 70)),
        {"commune_a_acquitter": True, "stage": "informe"},
        vient_de="21012",
    ),
    Situation(
        "déménagement acquitté",
        160,
        (*INSCRIT, r("demenagement", 30), p("acquittement_commune", 30)),
        {"commune_a_acquitter": False, "stage": "inscrit"},
        vient_de="21009",
    ),
    Situation(
        "déménagement pendant la sommation",
        T_RECU + 45,
        (*RECU, r("demenagement", 3), p("acquittement_commune", 24)),
        {"stage": "somme", "terme": "sommation en_cours"},
        vient_de="21016",
    ),
    # ---- summons ----------------------------------------------------------------------------------------------------
    Situation(
        "sommé, réception présumée", T_SOMME + 30, SOMME, {"stage": "somme", "terme": "sommation en_cours"}, part=1
    ),
    Situation("sommé, réception prouvée", T_RECU + 28, RECU, {"stage": "somme", "terme": "sommation en_cours"}, part=2),
    Situation("sommé, terme proche", T_RECU + 52, RECU, {"stage": "somme", "terme": "sommation en_cours"}),
    Situation("sommation échue, réception présumée", T_SOMME + 90, SOMME, {"terme": "sommation echu"}),
    Situation("sommation échue, refus à constater", T_RECU + 85, RECU, {"terme": "sommation echu"}, part=1),
    Situation(
        "inscrit après sommation",
        T_RECU + 90,
        (*RECU, p("inscription_organisateur", 35)),
        {"stage": "inscrit", "terme": "sommation tenu"},
        part=5,
    ),
    # ---- refusal and sanction ---------------------------------------------------------------------------------------
    Situation("refus constaté, reçu à Vivalis", T_REFUS + 10, REFUS, {"stage": "transfere", "sanction": "reception"}),
    Situation(
        "sanction, complétude",
        T_REFUS + 20,
        (*REFUS, p("sanction_verification", 6)),
        {"stage": "transfere", "sanction": "completude"},
    ),
    Situation("sanction, dossier complet", T_REFUS + 30, COMPLET, {"sanction": "audition"}),
    Situation("invité à être entendu", T_REFUS + 35, INVITE, {"sanction": "audition"}),
    Situation("invitation reçue", T_REFUS + 50, INVITATION_RECUE, {"sanction": "audition"}, part=1),
    Situation("entendu", T_REFUS + 70, ENTENDU, {"sanction": "audition"}),
    Situation(
        "audition déclinée",
        T_REFUS + 70,
        (*INVITATION_RECUE, p("entendre", 15, resultat="declinee")),
        {"sanction": "audition"},
    ),
    Situation(
        "absent à l'audition",
        T_REFUS + 85,
        (*INVITATION_RECUE, p("entendre", 34, resultat="absence")),
        {"sanction": "audition"},
    ),
    Situation("amende décidée", T_REFUS + 75, AMENDE, {"sanction": "decision"}),
    Situation(
        "pas d'amende",
        T_REFUS + 105,
        (*ENTENDU, p("decider", 12, decision="sans_amende"), p("notifier", 5), p("sanction_close", 8)),
        {"sanction": "cloture"},
        part=0.5,
    ),
    Situation("amende notifiée", T_NOTIFIEE + 25, NOTIFIEE, {"sanction": "notification", "solde": 100}, part=0.5),
    Situation(
        "amende payée, preuve donnée, sanction close",
        T_NOTIFIEE + 100,
        (*NOTIFIEE, p("payer", 18), p("inscription_organisateur", 15), p("sanction_close", 30)),
        {"sanction": "cloture", "solde": 0},
        part=1.5,
    ),
    Situation(
        "amende payée en partie", T_NOTIFIEE + 60, (*NOTIFIEE, p("payer", 20, montant=40)), {"solde": 60}, part=0.5
    ),
    Situation(
        "recours introduit",
        T_NOTIFIEE + 80,
        (*NOTIFIEE, p("recours", 40, le=3)),
        {"sanction": "recours", "recours": "en_cours"},
    ),
    Situation(
        "recours rejeté",
        T_NOTIFIEE + 260,
        (*NOTIFIEE, p("recours", 40, le=3), p("issue_recours", 150, issue="rejete"), p("payer", 20)),
        {"recours": "rejete", "solde": 0},
    ),
    Situation(
        "décision annulée, remboursée",
        T_NOTIFIEE + 260,
        (
            *(*NOTIFIEE, p("payer", 15), p("recours", 25, le=3), p("issue_recours", 150, issue="annule")),
            *(p("abandonner", 5), p("rembourser", 12)),
        ),
        {"recours": "annule", "solde": 0},
    ),
    Situation(
        "recours retiré",
        T_NOTIFIEE + 130,
        (*NOTIFIEE, p("recours", 40, le=3), p("issue_recours", 60, issue="desiste")),
        {"recours": "desiste"},
    ),
    Situation(
        "deuxième infraction",
        T_NOTIFIEE + 190,
        (
            *(*NOTIFIEE, p("payer", 25), p("infraction", 45), p("inviter", 8), p("invitation_recue", 6, le=1)),
            *(p("entendre", 33, resultat="absence"), p("decider", 10, decision="amende"), p("notifier", 6)),
        ),
        {"solde": 100},
    ),
    Situation(
        "recouvrement",
        T_NOTIFIEE + 130,
        (*NOTIFIEE, p("recouvrement_entame", 70)),
        {"sanction": "recouvrement"},
        part=0.5,
    ),
    Situation(
        "créance abandonnée",
        T_NOTIFIEE + 230,
        (*NOTIFIEE, p("recouvrement_entame", 70), p("abandonner", 90), p("sanction_close", 20)),
        {"sanction": "cloture", "solde": 0},
    ),
    Situation(
        "protection internationale, amende motivée",
        T_NOTIFIEE + 20,
        (*INVITATION_RECUE, p("proteger", 2), p("entendre", 18, resultat="tenue"))
        + (p("decider", 12, decision="amende", exception=True), p("notifier", 5)),
        {"sanction": "notification"},
        profil="refugie",
    ),
    Situation(
        "refus annulé par le chef",
        T_REFUS + 40,
        (*REFUS, p("annuler", 12, type="constat_refus", par="chef")),
        {"stage": "somme", "terme": "sommation echu"},
    ),
    # ---- late facts, reviews, corrections ---------------------------------------------------------------------------
    Situation(
        "terme connu trop tard, à revoir",
        12,
        (p("attestation_remise", le=240),),
        {"terme": "inscription echu", "revue": True},
        recul=330,
    ),
    Situation(
        "terme connu trop tard, revu",
        40,
        (p("attestation_remise", le=240), p("revoir", 10), p("executer")),
        {"terme": "inscription echu", "revue": False},
        part=1,
        recul=330,
    ),
    Situation(
        "suspension connue après la sommation",
        T_RECU + 40,
        (*RECU, p("suspendre", 15, motif="maladie", dans=-90, jours=45)),
        {"stage": "somme", "revue": True},
    ),
    Situation(
        "inscription connue après le refus",
        T_REFUS + 40,
        (*REFUS, p("inscription_organisateur", 15, le=45)),
        {"stage": "transfere", "terme": "sommation tenu", "revue": True},
    ),
    Situation(
        "achèvement appris tard",
        520,
        (*EN_COURS, p("attestation_fin", 380, le=75)),
        {"phase": "cloture", "stage": "acheve"},
        part=1,
    ),
    Situation(
        "attestation corrigée",
        80,
        (*ATTESTATION, p("annuler", 6, type="attestation_remise"), p("attestation_remise", 0, le=9)),
        {"stage": "informe"},
        part=1,
    ),
    Situation("anomalie signalée au registre", 70, (*ATTESTATION, p("signaler", 30)), {"anomalie": "signalee"}),
    Situation(
        "anomalie corrigée par le registre",
        140,
        (*ATTESTATION, p("signaler", 30), p("repondre", 30), r("correction", 4), p("clore_anomalie", 30)),
        {"anomalie": "close"},
    ),
    # ---- closures and re-openings -----------------------------------------------------------------------------------
    Situation("parti, clôture à vérifier", 120, (*INSCRIT, r("depart", 30)), {"motif_cloture": "parti"}),
    Situation(
        "radié, clôture vérifiée",
        200,
        (*ATTESTATION, r("radiation", 100), p("verifier_cloture", 40)),
        {"motif_cloture": "radie", "cloture_a_verifier": False},
    ),
    Situation("décédé", 150, (*INSCRIT, r("deces", 40)), {"motif_cloture": "decede"}),
    Situation("parti d'une autre Région", 150, (*ATTESTATION, r("hors_region", 60)), {"motif_cloture": "autre_region"}),
    Situation("séjour perdu", 150, (*ATTESTATION, r("perte_droit", 60)), {"motif_cloture": "permis_perdu"}),
    Situation("devenu belge", 400, (*EN_COURS, r("devenu_belge", 200)), {"motif_cloture": "belge"}),
    Situation("soixante-cinq ans", 250, ATTESTATION, {"motif_cloture": "age"}, age=64),
    Situation(
        "revenu, dossier rouvert",
        420,
        (*INSCRIT, r("depart", 60), r("retour", 200)),
        {"phase": "dossier", "stage": "inscrit"},
    ),
    Situation(
        "devenu citoyen de l'Union, à appliquer",
        160,
        (*ATTESTATION, r("devenu_ue", 110)),
        {"resultat": "exempte", "phase": "dossier", "issue_a_appliquer": True},
    ),
    Situation(
        "devenu citoyen de l'Union, appliqué",
        240,
        (*INSCRIT, r("devenu_ue", 60), p("appliquer", 40)),
        {"resultat": "exempte", "phase": "cloture", "motif_cloture": "exempte"},
    ),
    Situation(
        "créé par erreur, clos par le chef",
        60,
        (p("cloture", 0, motif="erreur", par="chef"),),
        {"phase": "cloture", "motif_cloture": "erreur"},
    ),
    Situation(
        "clos puis rouvert par l'agent",
        130,
        (*ATTESTATION, p("cloture", 30, motif="erreur", par="chef"), p("reouverture", 20)),
        {"phase": "dossier", "stage": "informe"},
    ),
    # ---- volunteers -------------------------------------------------------------------------------------------------
    Situation(
        "volontaire",
        90,
        (p("volontaire"), p("inscription_organisateur", 20)),
        {"volontaire": True, "stage": "inscrit", "resultat": "exempte"},
        profil="citoyen_ue",
    ),
    Situation(
        "volontaire, parcours achevé",
        480,
        (p("volontaire"), p("inscription_organisateur", 20), p("attestation_fin", 400)),
        {"volontaire": True, "motif_cloture": "acheve"},
        profil="citoyen_ue",
    ),
)
