# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a sanction: rows of the table of steps, whose columns are explained in parcours_accueil (loi.md §7).
They stand in the same ledger as those of the pathway file.

What a record makes (a hearing, a decision, an appeal, a movement of the account) has no button: the record says what
was done, and the ledger follows it, corrections included (models/etape/inscrit.py). A new infringement, a write-off
and a refund are steps with a button that make their record (models/dossier/etapes.py).
"""

from __future__ import annotations

from ...parcours_accueil.droit.etapes import IMMEDIATE, MOTEUR, PERSONNE, REVUE, Etape, table

SANCTION = "sanction"
EN_COURS, CLOSE = "en_cours", "close"
TOUJOURS = frozenset({EN_COURS, CLOSE})
#: The official alone takes the steps of a sanction.
FONCTIONNAIRE = ("fonctionnaire",)
#: The stages, in order: a sanction never goes back of itself, a later one once reached stays.
STAGES = ("reception", "completude", "audition", "decision", "notification", "recours", "recouvrement", "cloture")


#: A step that a record makes, whatever the phase: the checks are those of the record.
ENREGISTREE = {"proprietaire": SANCTION, "phases": TOUJOURS, "qui": MOTEUR, "annulable": PERSONNE}
#: A step that the official takes.
PRISE = {"proprietaire": SANCTION, "phases": frozenset({EN_COURS}), "qui": FONCTIONNAIRE, "annulable": FONCTIONNAIRE}
#: … with a button.
BOUTON = {**PRISE, "apres": ("sanction_recue",)}
#: What was notified, and what was appealed against, is not the official's any more: a head of Vivalis undoes it.
DIRECTION = ("direction",)
#: An appeal, which a record makes.
PORTEE = {**ENREGISTREE, "annulable": DIRECTION}
#: A movement of the account that somebody enters: its official takes it back, by an opposite one.
VERSEE = {"annulable": FONCTIONNAIRE, "effet": "mouvementer"}

ETAPES = table(
    Etape("sanction_recue", **ENREGISTREE, stage="reception"),
    Etape("sanction_prise", **PRISE, effet="prendre", voie=IMMEDIATE),
    Etape("sanction_avertie", **ENREGISTREE),
    Etape(
        "sanction_reponse",
        **BOUTON,
        demande=("note",),
        effet="repondre",
        conditions=("rien_a_repondre",),
        bouton="primary",
    ),
    Etape(
        "infraction_constatee",
        **{**BOUTON, "annulable": PERSONNE},
        conditions=("aucune_amende_notifiee", "preuve_donnee", "sans_obligation", "recours_pendant", "preuve_en_cours"),
        commence=("amende",),
        bouton="secondary",
        voie=IMMEDIATE,
    ),
    Etape("fondement_tombe", **ENREGISTREE, effet="tomber"),
    Etape(
        "sanction_complete",
        **BOUTON,
        conditions=("deja_complete",),
        stage="audition",
        effet="completer",
        bouton="primary",
        voie=IMMEDIATE,
    ),
    Etape(
        "sanction_verification", **BOUTON, conditions=("deja_en_verification",), stage="completude", bouton="secondary"
    ),
    Etape("audition_invitation", **ENREGISTREE, stage="audition"),
    Etape("audition_recue", **ENREGISTREE, commence=("audition",)),
    # an invitation that came back is followed by another one, and a decision sent again; these entries say why
    Etape("audition_retournee", **ENREGISTREE),
    # a hearing is not moved: it is called off, and another invitation says the new day
    Etape("audition_reportee", **ENREGISTREE),
    Etape("audition_tenue", **ENREGISTREE, prouve=("audition",)),
    Etape("audition_declinee", **ENREGISTREE, prouve=("audition",)),
    # who was absent has the whole term all the same: it is over by its end alone, which is reviewed when learnt late
    Etape("audition_absence", **ENREGISTREE),
    # one official proposes, another one decides: nothing is decided before
    # … and the limit that passes over a proposal is looked at
    Etape("decision_proposee", **ENREGISTREE, commence=("amende",)),
    Etape("decision_amende", **ENREGISTREE, prouve=("amende",), stage="decision"),
    Etape("decision_sans_amende", **ENREGISTREE, prouve=("amende",), stage="decision"),
    Etape(
        "decision_notifiee",
        **{**ENREGISTREE, "annulable": DIRECTION},
        effet="notifier",
        commence=("preuve_amende", "recours", "paiement", "prescription"),
        stage="notification",
    ),
    Etape("decision_retournee", **ENREGISTREE),
    Etape("recours_introduit", **PORTEE, effet="recourir", prouve=("recours",), stage="recours"),
    Etape("recours_rejete", **PORTEE, effet="denouer"),
    Etape("recours_annule", **PORTEE, effet="annuler_amende"),
    Etape("recours_desiste", **PORTEE, effet="denouer"),
    Etape("amende_tombee", **ENREGISTREE, effet="annuler_amende"),
    Etape("creance", **ENREGISTREE),
    Etape("paiement", **{**ENREGISTREE, **VERSEE}, prouve=("paiement", "prescription")),
    Etape("remboursement", **{**BOUTON, **VERSEE}, conditions=("rien_a_rendre",), bouton="secondary"),
    # one official proposes to write off, another one does it: nobody drops a debt alone
    Etape(
        "abandon_propose",
        **BOUTON,
        demande=("note",),
        conditions=("rien_a_payer", "abandon_deja_propose"),
        bouton="secondary",
    ),
    Etape(
        "abandon",
        **{**BOUTON, **VERSEE},
        demande=("note",),
        conditions=("rien_a_payer", "abandon_non_propose", "abandon_a_moi"),
        prouve=("paiement", "prescription"),
        bouton="secondary",
    ),
    Etape(
        "protection_retenue",
        **BOUTON,
        demande=("note",),
        conditions=("deja_protegee",),
        effet="proteger",
        bouton="secondary",
    ),
    Etape("sanction_revue", **PRISE, demande=("note_reservee",), effet="revoir", voie=REVUE),
    Etape(
        "recouvrement_entame",
        **BOUTON,
        conditions=(
            "rien_a_payer",
            "deja_en_recouvrement",
            "recours_pendant",
            "amende_sans_objet",
            "paiement_en_cours",
            "creance_prescrite",
        ),
        stage="recouvrement",
        bouton="secondary",
    ),
    # an act of the authority, or of the person, from which five new years run
    Etape(
        "prescription_interrompue",
        **BOUTON,
        demande=("acte",),
        conditions=("rien_a_payer",),
        commence=("prescription",),
        bouton="secondary",
    ),
    # nothing is dropped by closing: what is owed, sought or proposed is settled first
    Etape(
        "sanction_close",
        **BOUTON,
        demande=("note",),
        conditions=("recours_pendant", "a_trancher", "amende_a_envoyer", "compte_ouvert"),
        stage="cloture",
        effet="close",
        bouton="secondary",
    ),
)

# Names for the few places where the law itself speaks of one step: what it counts from, suspends, refuses. Whatever
# else differs between two steps is a column.
SANCTION_RECUE = "sanction_recue"
SANCTION_PRISE = "sanction_prise"
SANCTION_AVERTIE = "sanction_avertie"
SANCTION_REPONSE = "sanction_reponse"
INFRACTION_CONSTATEE = "infraction_constatee"
FONDEMENT_TOMBE = "fondement_tombe"
SANCTION_COMPLETE = "sanction_complete"
SANCTION_VERIFICATION = "sanction_verification"
AUDITION_INVITATION = "audition_invitation"
AUDITION_RECUE = "audition_recue"
AUDITION_RETOURNEE = "audition_retournee"
AUDITION_REPORTEE = "audition_reportee"
AUDITION_TENUE = "audition_tenue"
AUDITION_DECLINEE = "audition_declinee"
AUDITION_ABSENCE = "audition_absence"
DECISION_PROPOSEE = "decision_proposee"
DECISION_AMENDE = "decision_amende"
DECISION_SANS_AMENDE = "decision_sans_amende"
DECISION_NOTIFIEE = "decision_notifiee"
DECISION_RETOURNEE = "decision_retournee"
RECOURS_INTRODUIT = "recours_introduit"
RECOURS_REJETE = "recours_rejete"
RECOURS_ANNULE = "recours_annule"
RECOURS_DESISTE = "recours_desiste"
AMENDE_TOMBEE = "amende_tombee"
CREANCE = "creance"
PAIEMENT = "paiement"
REMBOURSEMENT = "remboursement"
ABANDON_PROPOSE = "abandon_propose"
ABANDON = "abandon"
PROTECTION_RETENUE = "protection_retenue"
SANCTION_REVUE = "sanction_revue"
RECOUVREMENT_ENTAME = "recouvrement_entame"
PRESCRIPTION_INTERROMPUE = "prescription_interrompue"
SANCTION_CLOSE = "sanction_close"


def stage(evenements):
    """Return the code of the stage of a sanction: the furthest that its events reached.

    :param evenements: the valid events of the sanction
    """
    atteints = {ETAPES[e.type].stage for e in evenements if e.type in ETAPES} - {""}
    return max(atteints, key=STAGES.index, default=STAGES[0])


def phase(evenements):
    """Return whether a sanction is running or closed."""
    return CLOSE if any(e.type == "sanction_close" for e in evenements) else EN_COURS
