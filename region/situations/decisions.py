# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the commune decides: suspensions, exemptions and contestations."""

from ..pas import ATTESTATION, INSCRIT, RECU, T_RECU, Situation, p

#: A contestation whose receipt was acknowledged.
CONTESTE = (*ATTESTATION, p("contester", 20), p("accuser_contestation", 5))
FAIT_CONTESTE = (*ATTESTATION, p("contester", 20, fait="ref_sejour_depuis"), p("accuser_contestation", 5))

SITUATIONS = (
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
        "exemption finie, jamais appliquée",
        170,
        (*ATTESTATION, p("demander", 20, code="8"), p("accorder", 18, jours=60)),
        {"exemption": "terminee", "phase": "dossier", "terme": "inscription en_cours", "issue_a_appliquer": False},
    ),
    Situation(
        "exempté pendant la sommation, à revoir",
        T_RECU + 100,
        (*RECU, p("demander", 5, code="6"), p("accorder", 5, jours=20)),
        {"stage": "somme", "terme": "sommation echu", "revue": True},
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
    # ---- contestations ----------------------------------------------------------------------------------------------
    Situation(
        "obligation contestée",
        45,
        (*ATTESTATION, p("contester", 20)),
        {"contestation": "demandee", "stage": "informe"},
        part=1,
    ),
    Situation("contestation dont la réception est accusée", 60, CONTESTE, {"contestation": "demandee"}),
    Situation(
        "fait contesté, accepté et signalé au registre",
        90,
        (*FAIT_CONTESTE, p("accepter_contestation", 20)),
        {"contestation": "acceptee", "anomalie": "signalee", "phase": "dossier"},
    ),
    Situation(
        "contestation refusée",
        90,
        (*CONTESTE, p("refuser_contestation", 20)),
        {"contestation": "refusee", "phase": "dossier", "stage": "informe"},
        part=1,
    ),
    Situation(
        "contestation retirée", 90, (*CONTESTE, p("retirer_contestation", 10)), {"contestation": "retiree"}, part=0.5
    ),
    Situation(
        "carte pas encore connue", 30, (), {"resultat": "a_examiner", "phase": "predossier"}, profil="sans_carte"
    ),
)
