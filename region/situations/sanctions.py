# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From the finding of a refusal to the end of the sanction."""

from ..pas import (
    AMENDE,
    COMPLET,
    ENTENDU,
    INVITATION_RECUE,
    INVITE,
    NOTIFIEE,
    REFUS,
    SANS_AMENDE,
    T_NOTIFIEE,
    T_REFUS,
    Situation,
    e,
    p,
)

SITUATIONS = (
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
    Situation(
        "invitation revenue, inconnu à l'adresse",
        T_REFUS + 50,
        (*COMPLET, p("inviter", 7, canal="recommande"), p("invitation_revient", 9, retour="inconnu", le=1)),
        {"sanction": "audition"},
    ),
    Situation(
        "invitation refusée par le destinataire",
        T_REFUS + 50,
        (*COMPLET, p("inviter", 7, canal="accuse"), p("invitation_revient", 9, retour="refuse", le=2)),
        {"sanction": "audition"},
    ),
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
        (*SANS_AMENDE, p("sanction_close", 8)),
        {"sanction": "cloture"},
        part=0.5,
    ),
    Situation(
        "pas d'amende, sommé à nouveau",
        T_REFUS + 125,
        (*SANS_AMENDE, p("sommation_envoyee", 12), p("sommation_recue", 8, le=2)),
        {"stage": "somme", "terme": "sommation en_cours", "sanction": "notification"},
    ),
    Situation(
        "pas d'amende, sommé à nouveau, second refus",
        T_REFUS + 215,
        (*SANS_AMENDE, p("sommation_envoyee", 12), p("sommation_recue", 8, le=2), e("constat_refus", 5)),
        {"stage": "transfere", "sanction": "reception"},
    ),
    Situation("amende notifiée", T_NOTIFIEE + 25, NOTIFIEE, {"sanction": "notification", "solde": 100}, part=0.5),
    Situation(
        "amende notifiée, réception présumée",
        T_NOTIFIEE + 25,
        (*AMENDE, p("notifier", 5, canal="recommande")),
        {"sanction": "notification", "solde": 100},
        part=0.5,
    ),
    Situation(
        "amende revenue, à renvoyer",
        T_NOTIFIEE + 35,
        (*AMENDE, p("notifier", 5, canal="recommande"), p("notification_revient", 14, retour="demenage", le=1)),
        {"sanction": "decision", "solde": 0},
    ),
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
        "amende payée en deux fois",
        T_NOTIFIEE + 75,
        (*NOTIFIEE, p("payer", 12, montant=40), p("payer", 14, montant=60)),
        {"solde": 0, "sanction": "notification"},
    ),
    Situation(
        "inscription après le refus, sans réponse",
        T_REFUS + 85,
        (*ENTENDU, p("inscription_organisateur", 5)),
        {"sanction": "audition", "a_repondre": True},
    ),
    Situation(
        "inscription après le refus, répondue, amende",
        T_REFUS + 105,
        (*ENTENDU, p("inscription_organisateur", 5), p("sanction_reponse", 4))
        + (p("decider", 8, decision="amende"), p("notifier", 5)),
        {"sanction": "notification", "a_repondre": False, "solde": 100},
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
            p("remboursement", 12),
        ),
        {"recours": "annule", "solde": 0},
    ),
    Situation(
        "décision annulée, à rembourser",
        T_NOTIFIEE + 240,
        (*NOTIFIEE, p("payer", 15), p("recours", 25, le=3), p("issue_recours", 150, issue="annule")),
        {"recours": "annule", "solde": -100},
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
            *(*NOTIFIEE, p("payer", 25), p("infraction_constatee", 45), p("inviter", 8, canal="remise")),
            p("entendre", 39, resultat="absence"),
            *(p("decider", 10, decision="amende"), p("notifier", 6)),
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
        (*NOTIFIEE, p("recouvrement_entame", 70), p("abandon", 90), p("sanction_close", 20)),
        {"sanction": "cloture", "solde": 0},
    ),
    Situation(
        "protection internationale, amende motivée",
        T_NOTIFIEE + 20,
        (*INVITATION_RECUE, p("entendre", 20, resultat="tenue"))
        + (p("decider", 12, decision="amende", exception=True), p("notifier", 5)),
        {"sanction": "notification", "protegee": True},
        profil="refugie",
    ),
    Situation(
        "protection retenue à la main, amende motivée",
        T_NOTIFIEE + 20,
        (*INVITATION_RECUE, p("protection_retenue", 2), p("entendre", 18, resultat="tenue"))
        + (p("decider", 12, decision="amende", exception=True), p("notifier", 5)),
        {"sanction": "notification", "protegee": True},
    ),
    Situation(
        "refus annulé par le chef",
        T_REFUS + 40,
        (*REFUS, p("annuler", 12, type="constat_refus", par="chef")),
        {"stage": "somme", "terme": "sommation echu"},
    ),
)
