# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What was learnt late or corrected, what closed a file and opened it again, what the register alone knows, and
volunteers."""

from ..pas import ATTESTATION, EN_COURS, INSCRIT, RECU, REFUS, T_RECU, T_REFUS, Situation, p, r

SITUATIONS = (
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
    Situation(
        "achèvement annulé",
        520,
        (*EN_COURS, p("attestation_fin", 380), p("annuler", 9, type="attestation_fin")),
        {"phase": "dossier", "stage": "en_cours", "organisateur": True, "terme": "achevement en_cours"},
    ),
    Situation(
        "changement d'organisateur annulé",
        200,
        (
            *(*ATTESTATION, p("inscription_organisateur", 40, organisateur="bapa_bxl")),
            *(p("changement_organisateur", 60, organisateur="bon"), p("annuler", 6, type="changement_organisateur")),
        ),
        {"stage": "inscrit", "organisateur": True, "terme": "achevement en_cours"},
    ),
    Situation(
        "refus contredit par une inscription, annulé par le chef",
        T_REFUS + 45,
        (
            *(*REFUS, p("inscription_organisateur", 12, le=45)),
            p("annuler", 9, type="constat_refus", par="chef"),
        ),
        {"stage": "inscrit", "terme": "sommation tenu", "revue": False, "organisateur": True},
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
        {"phase": "dossier", "stage": "inscrit", "organisateur": False},
    ),
    Situation(
        "revenu, réinscrit",
        480,
        (*INSCRIT, r("depart", 60), r("retour", 200), p("inscription_organisateur", 40)),
        {"phase": "dossier", "stage": "inscrit", "organisateur": True},
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
        {"resultat": "exempte", "phase": "cloture", "motif_cloture": "exempte", "organisateur": False},
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
    # ---- what the register alone knows ------------------------------------------------------------------------------
    Situation("réfugié reconnu", 95, ATTESTATION, {"protection": "oui", "stage": "informe"}, profil="refugie"),
    Situation(
        "protection subsidiaire",
        95,
        ATTESTATION,
        {"protection": "oui", "stage": "informe"},
        profil="protection_subsidiaire",
    ),
    Situation(
        "numéro annulé par le registre",
        90,
        (*ATTESTATION, r("numero_annule", 40)),
        {"numero_annule": True, "phase": "dossier", "stage": "informe"},
    ),
    # ---- two numbers ------------------------------------------------------------------------------------------------
    Situation(
        "inscrit deux fois au registre, doublon possible",
        90,
        (*ATTESTATION, r("numero_double", 30)),
        {"doublon_possible": True, "a_joindre": False, "phase": "dossier", "stage": "informe"},
    ),
    Situation(
        "deux numéros d'une personne, dossiers à joindre",
        150,
        (*ATTESTATION, r("numero_double", 30), r("numeros_reunis", 50)),
        {"doublon_possible": True, "a_joindre": True, "phase": "dossier", "stage": "informe"},
    ),
    Situation(
        "deux numéros d'une personne, dossiers joints par le chef",
        210,
        (*INSCRIT, r("numero_double", 20), r("numeros_reunis", 40), p("joindre", 40, par="chef")),
        {"jointe": True, "a_joindre": False, "doublon_possible": False, "stage": "inscrit", "organisateur": True},
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
        "volontaire, s'arrête",
        200,
        (p("volontaire"), p("inscription_organisateur", 20), p("cloture", 90, motif="renonce")),
        {"volontaire": True, "motif_cloture": "renonce", "organisateur": False},
        profil="citoyen_ue",
    ),
    Situation(
        "volontaire, parcours achevé",
        480,
        (p("volontaire"), p("inscription_organisateur", 20), p("attestation_fin", 400)),
        {"volontaire": True, "motif_cloture": "acheve"},
        profil="citoyen_ue",
    ),
    Situation(
        "volontaire sous protection temporaire",
        60,
        (p("volontaire"), p("inscription_organisateur", 20)),
        {"volontaire": True, "stage": "inscrit", "resultat": "exempte", "protection": "non"},
        profil="protection_temporaire",
    ),
    Situation(
        "volontaire établi depuis longtemps",
        60,
        (p("volontaire"), p("inscription_organisateur", 20)),
        {"volontaire": True, "stage": "inscrit", "resultat": "hors_public"},
        profil="long_autre_region",
    ),
    Situation(
        "volontaire de plus de 65 ans",
        60,
        (p("volontaire"), p("inscription_organisateur", 20)),
        {"volontaire": True, "stage": "inscrit", "resultat": "hors_public"},
        profil="senior",
    ),
    Situation(
        "volontaire dont le dossier reste à examiner",
        60,
        (p("volontaire"),),
        {"volontaire": True, "phase": "dossier", "resultat": "a_examiner"},
        profil="famille_belge",
    ),
)
