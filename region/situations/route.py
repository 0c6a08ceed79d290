# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The ordinary road, moves, summonses."""

from ..pas import (
    ACHEVE,
    ATTESTATION,
    EN_COURS,
    INSCRIT,
    RECU,
    SOMME,
    SOMME_SANS_CARTE,
    SOMME_SANS_PREUVE,
    T_RECU,
    T_REFUS,
    T_SOMME,
    Situation,
    e,
    p,
    r,
)

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
        "attend une place",
        120,
        (*ATTESTATION, p("attendre", 40, organisateur="bapa_bxl", langue="fr")),
        {"stage": "informe", "attentes": "attend"},
    ),
    Situation(
        "a reçu une place de la liste",
        150,
        (
            *ATTESTATION,
            p("attendre", 20, organisateur="bapa_bxl", langue="fr"),
            p("inscription_organisateur", 60, organisateur="bapa_bxl"),
        ),
        {"stage": "inscrit", "attentes": "placee"},
    ),
    Situation(
        "pas de place : délai suspendu",
        90,
        (
            *ATTESTATION,
            p("attendre", 30, organisateur="bapa_bxl", langue="fr"),
            p("certifier_sans_place", 2, par="organisateur", organisateur="bapa_bxl"),
        ),
        {"attentes": "attend", "suspensions": "accordee"},
    ),
    Situation(
        "pas de place, puis une place",
        150,
        (
            *ATTESTATION,
            p("attendre", 20, organisateur="bapa_bxl", langue="fr"),
            p("certifier_sans_place", 2, par="organisateur", organisateur="bapa_bxl"),
            p("proposer_place", 40, par="organisateur", organisateur="bapa_bxl"),
            p("inscription_organisateur", 9, organisateur="bapa_bxl"),
        ),
        {"stage": "inscrit", "attentes": "placee", "suspensions": "abregee"},
    ),
    Situation(
        "convention d'accueil signée",
        160,
        (
            *(*ATTESTATION, p("inscription_organisateur", 50, organisateur="bon")),
            p("signer_convention", 9, par="organisateur", organisateur="bon", langue="nl"),
        ),
        {"stage": "inscrit", "conventions": "signee"},
    ),
    Situation(
        "a changé d'organisateur",
        400,
        (
            *(
                *ATTESTATION,
                p("inscription_organisateur", 62, organisateur="bapa_via"),
                p("attestation_organisateur", 40),
            ),
            p("changement_organisateur", 60, organisateur="bon"),
        ),
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
    # ---- letters, by channel ----------------------------------------------------------------------------------------
    Situation(
        "attestation postée, accusé attendu",
        60,
        (p("attestation_remise", canal="accuse"),),
        {"stage": "informe", "terme": "inscription en_cours", "lettre_attente": "accuse_attendu"},
        part=1,
    ),
    Situation(
        "attestation revenue",
        40,
        (p("attestation_remise", canal="recommande"), p("attestation_retournee", 14, retour="inconnu")),
        {"stage": "a_informer", "lettre_attente": "revenue"},
        part=1,
    ),
    Situation(
        "refus constaté sur réception présumée",
        T_REFUS + 10,
        (*SOMME_SANS_CARTE, e("constat_refus", 5)),
        {"stage": "transfere", "sanction": "reception"},
        part=0.5,
    ),
    Situation(
        "réception plus tardive prouvée après le refus",
        T_REFUS + 40,
        (*SOMME_SANS_CARTE, e("constat_refus", 5), p("sommation_recue", 20, le=65, reception="prouve")),
        {"stage": "transfere", "revue": True},
    ),
    Situation(
        "sommation revenue, à renvoyer",
        T_SOMME + 30,
        (*SOMME_SANS_CARTE, p("sommation_retournee", 12, retour="demenage")),
        {"stage": "informe", "terme": "inscription echu", "lettre_attente": "revenue"},
        part=0.5,
    ),
    Situation(
        "sommation revenue, renvoyée",
        T_SOMME + 60,
        (*SOMME_SANS_CARTE, p("sommation_retournee", 12, retour="adresse"), p("sommation_envoyee", 16)),
        {"stage": "somme", "terme": "sommation en_cours", "lettre_attente": "accuse_attendu"},
    ),
    Situation(
        "sommation non réclamée",
        T_SOMME + 45,
        (*SOMME, p("sommation_recue", 22, le=15, reception="non_reclame")),
        {"stage": "somme", "terme": "sommation en_cours", "lettre_attente": False},
    ),
    Situation(
        "sommation ordinaire sans preuve, à revoir",
        T_SOMME + 90,
        SOMME_SANS_PREUVE,
        {"terme": "sommation echu", "revue": True, "lettre_attente": "sans_preuve"},
    ),
    Situation(
        "sommation ordinaire, renvoyée par recommandé",
        T_SOMME + 40,
        (*SOMME_SANS_PREUVE, p("sommation_envoyee", 20, canal="recommande")),
        {"stage": "somme", "terme": "sommation en_cours", "lettre_attente": False},
    ),
    Situation(
        "accord pour l'eBox, sommé par recommandé",
        T_SOMME + 30,
        (*ATTESTATION, p("accord", 3), e("sommation_envoyee", 4, canal="recommande")),
        {"stage": "somme", "terme": "sommation en_cours", "accord_ebox": True},
    ),
    Situation(
        "accord pour l'eBox retiré, sommé par recommandé",
        T_SOMME + 30,
        (*ATTESTATION, p("accord", 3), p("accord_retire", 30), e("sommation_envoyee", 4, canal="recommande")),
        {"stage": "somme", "terme": "sommation en_cours", "accord_ebox": False, "accords": 1},
    ),
)
