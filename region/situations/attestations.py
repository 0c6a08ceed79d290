# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What organisers, Vivalis and communes attest."""

from ..pas import ATTESTATION, Situation, p

CHEZ_BAPA = (*ATTESTATION, p("inscription_organisateur", 40, organisateur="bapa_bxl"))
CHEZ_BON = (*ATTESTATION, p("inscription_organisateur", 40, organisateur="bon"))
#: With a document that the commune accepted, on which the dispenses rest.
SUIVI_AU_BAPA = (
    *CHEZ_BAPA,
    p("attester_inscription", 30, par="organisateur"),
    p("apporter_preuve", 250, par="organisateur"),
    p("accepter_preuve", 10),
    p("tout_suivre", 10, par="organisateur"),
)
DEMANDEE = (*SUIVI_AU_BAPA, p("demander_fin", 7, par="organisateur"))

SITUATIONS = (
    Situation(
        "enregistrement attesté par le BAPA",
        120,
        (*CHEZ_BAPA, p("attester_inscription", 7, par="organisateur")),
        {"stage": "en_cours", "attestations": "inscription delivree"},
    ),
    Situation(
        "suspension certifiée par le BAPA",
        150,
        (*CHEZ_BAPA, p("certifier_suspension", 14, par="organisateur", jours=120)),
        {"stage": "suspendu", "attestations": "suspension delivree"},
    ),
    Situation(
        "situation attestée par la commune",
        110,
        (*CHEZ_BAPA, p("attester_situation", 14)),
        {"stage": "inscrit", "attestations": "situation delivree"},
    ),
    Situation(
        "fin demandée à Vivalis",
        430,
        DEMANDEE,
        {"phase": "dossier", "stage": "en_cours", "attestations": "fin demandee"},
    ),
    Situation(
        "fin renvoyée par Vivalis",
        440,
        (*DEMANDEE, p("renvoyer_fin", 7, par="gestionnaire")),
        {"phase": "dossier", "attestations": "fin renvoyee"},
    ),
    Situation(
        "fin délivrée par Vivalis",
        450,
        (*DEMANDEE, p("delivrer_fin", 7, par="gestionnaire")),
        {"phase": "cloture", "stage": "acheve", "motif_cloture": "acheve", "attestations": "fin delivree"},
    ),
    Situation(
        "fin délivrée par le BON",
        440,
        (
            *CHEZ_BON,
            p("attester_inscription", 30, par="organisateur"),
            p("apporter_preuve", 250, par="organisateur"),
            p("accepter_preuve", 10),
            p("tout_suivre", 10, par="organisateur", langue="nl"),
            p("attester_fin", 7, par="organisateur"),
        ),
        {"phase": "cloture", "stage": "acheve", "attestations": "fin delivree"},
    ),
)
