# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the steps of a sanction."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_accueil.models.etape.libelles import Libelle

from ...droit.ordre import (
    AUDITION,
    CONSTAT,
    CONVOCATION,
    DECISION,
    INVITATION,
    ISSUE,
    MOUVEMENT,
    NOTIFICATION,
    PETITION,
    RECEPTION,
    REMBOURSEMENT,
    REPORT,
)

_lt = LazyTranslate(__name__)

#: What a person reads who writes by hand what the steps write.
PAR_LES_ETAPES = _lt(
    "These values follow from the steps of the sanction, and are not written by hand: %s. Nothing was saved. Use the "
    "buttons of the sanction."
)

#: Whether the letter of a decision stated the appeal, its forms and term, and the ombudsman (loi.md §5, §7b).
REMEDES = [
    ("dits", "The appeal, its forms and term, and the ombudsman"),
    ("aucun", "None, or not all of these"),
]
#: What interrupts prescription (loi.md §7; old civil code, art. 2244 and 2248).
ACTES = [
    ("contrainte", "Contrainte notified"),
    ("commandement", "Order to pay"),
    ("saisie", "Seizure"),
    ("citation", "Writ of summons before a judge"),
    ("reconnaissance", "The person acknowledged the debt"),
]
TYPES = [
    ("sanction_recue", "Sanction: file received"),
    ("sanction_prise", "Sanction: taken charge of"),
    ("sanction_avertie", "Sanction: the pathway file changed"),
    ("sanction_reponse", "Sanction: change answered"),
    ("infraction_constatee", "Sanction: infringement found"),
    ("fondement_tombe", "Sanction: the infringement rests on nothing any more"),
    ("sanction_complete", "Sanction: file complete"),
    ("sanction_verification", "Sanction: completeness check begun"),
    ("audition_invitation", "Sanction: invited to be heard"),
    ("audition_recue", "Sanction: invitation received"),
    ("audition_retournee", "Sanction: invitation came back, not received"),
    ("audition_reportee", "Sanction: hearing called off"),
    ("audition_tenue", "Sanction: hearing held"),
    ("audition_declinee", "Sanction: hearing declined"),
    ("audition_absence", "Sanction: absent from the hearing"),
    ("decision_proposee", "Sanction: decision proposed"),
    ("decision_amende", "Sanction: fine decided"),
    ("decision_sans_amende", "Sanction: no fine decided"),
    ("decision_notifiee", "Sanction: decision notified"),
    ("decision_retournee", "Sanction: decision came back, not received"),
    ("recours_introduit", "Sanction: appeal lodged"),
    ("recours_rejete", "Sanction: appeal dismissed"),
    ("recours_annule", "Sanction: decision annulled"),
    ("recours_desiste", "Sanction: appeal withdrawn"),
    ("amende_tombee", "Sanction: fine annulled with the one before it"),
    ("creance", "Sanction: claim"),
    ("paiement", "Sanction: payment"),
    ("remboursement", "Sanction: refund"),
    ("abandon_propose", "Sanction: write-off proposed"),
    ("abandon", "Sanction: write-off"),
    ("protection_retenue", "Sanction: international protection retained"),
    ("sanction_revue", "Sanction: term reviewed"),
    ("recouvrement_entame", "Sanction: collection begun"),
    ("prescription_interrompue", "Sanction: prescription interrupted"),
    ("sanction_close", "Sanction: closed"),
]
LIBELLES = {
    "sanction_reponse": Libelle(_lt("Answer the change")),
    "infraction_constatee": Libelle(_lt("No proof: new infringement")),
    "remboursement": Libelle(_lt("Refunded")),
    "abandon_propose": Libelle(_lt("Propose to write off")),
    "abandon": Libelle(_lt("Write off")),
    "protection_retenue": Libelle(_lt("International protection")),
    "sanction_complete": Libelle(_lt("File complete")),
    "sanction_verification": Libelle(_lt("Check whether it is complete")),
    "recouvrement_entame": Libelle(_lt("Begin the collection")),
    "prescription_interrompue": Libelle(_lt("Interrupt prescription")),
    "sanction_close": Libelle(_lt("Close the sanction")),
}
REFUS = {
    "deja_complete": _lt("This file was already found complete."),
    "deja_en_verification": _lt("The completeness check was already begun, or is behind."),
    "rien_a_payer": _lt("Nothing is to be paid: there is nothing to collect."),
    "abandon_deja_propose": _lt("A write-off is proposed already: another official does it. Nothing was saved."),
    "abandon_non_propose": _lt(
        "Nobody proposed to write this off: one official proposes it, another one does it. Nothing was saved."
    ),
    "abandon_a_moi": _lt("You proposed this write-off: another official does it. Nothing was saved."),
    "a_trancher": _lt(
        "A proposed decision awaits another official: it is decided first, or deleted if it has no object any more. "
        "Nothing was saved."
    ),
    "amende_a_envoyer": _lt(
        "A fine was decided and did not leave: send it, or correct it to “No fine”, which another official decides. "
        "Nothing was saved."
    ),
    "compte_ouvert": _lt(
        "The account is not settled: something is still to pay, or to refund. Nothing was saved. Settle it first; what "
        "cannot be paid is written off by two officials."
    ),
    "deja_en_recouvrement": _lt("The collection was already begun."),
    "rien_a_rendre": _lt("Nothing is owed back to the person. Nothing was saved."),
    "deja_protegee": _lt("International protection is already held to apply. Nothing was saved."),
    "rien_a_repondre": _lt("Nothing awaits an answer here. Nothing was saved."),
    "aucune_amende_notifiee": _lt(
        "No new infringement can be found: no fine that stands was notified since the last one. Nothing was saved."
    ),
    "preuve_donnee": _lt(
        "No new infringement can be found: the person gave proof on %s that the pathway is followed. Nothing was saved."
    ),
    "sans_obligation": _lt(
        "No new infringement can be found: since %s the person is exempt, or the file closed, and has nothing "
        "to prove. Nothing was saved."
    ),
    "recours_pendant": _lt(
        "An appeal of %s is pending: it suspends what follows, and no new infringement is found meanwhile "
        "(art. 15 §2). Nothing was saved. Enter its outcome first."
    ),
    "paiement_en_cours": _lt("The person has until %s to pay. Nothing was saved. Begin the collection after that day."),
    "manque_acte": _lt("Say which act interrupts the prescription. Nothing was saved."),
    "creance_prescrite": _lt("The claim is prescribed since %s: nothing is collected any more. Nothing was saved."),
    "amende_sans_objet": _lt(
        "Nothing is collected: what this fine rested on is no more. Nothing was saved. A head of Vivalis can cancel "
        "the notification in the tab “Events”, with a reason."
    ),
    "preuve_en_cours": _lt(
        "The person has until %s to prove that the pathway is followed (art. 15 §1 2°). Nothing was saved."
    ),
}
#: The steps of one infringement, inside a sentence.
PAS = {
    CONSTAT: _lt("the finding"),
    INVITATION: _lt("the invitation"),
    RECEPTION: _lt("the receipt of the invitation"),
    CONVOCATION: _lt("the day of the hearing that the invitation says"),
    REPORT: _lt("the calling off"),
    AUDITION: _lt("the hearing"),
    DECISION: _lt("the decision"),
    NOTIFICATION: _lt("the notification"),
    PETITION: _lt("the petition"),
    ISSUE: _lt("the outcome of the appeal"),
    MOUVEMENT: _lt("the payment"),
    REMBOURSEMENT: _lt("the refund"),
}
#: What a fault tells besides, by name, where it is more than one thing.
DETAILS = {"a_venir": ("step", "day"), "desordre": ("step", "day", "cause", "before")}
#: A sentence for each fault in the course of an infringement (droit/ordre.py), with what the fault tells besides.
FAUTES = {
    "plusieurs_decisions": _lt("One infringement, one decision: there would be %s."),
    "plusieurs_auditions": _lt("One infringement, one hearing: its invitations would have %s outcomes."),
    "invitation_double": _lt("The invitation of %s that went this way is already recorded."),
    "invitation_en_cours": _lt(
        "One invitation at a time: that of %s would come beside another one that still stands. Say first that the "
        "other one came back, or that its hearing was called off."
    ),
    "issue_reportee": _lt(
        "This hearing was called off on %s: what came of it is said of the invitation that followed."
    ),
    "plusieurs_recours": _lt("An appeal against this decision is already recorded: there would be %s."),
    "a_venir": _lt("The date of %(step)s is still to come: %(day)s."),
    "desordre": _lt("Dates in order: %(step)s (%(day)s) comes before %(cause)s (%(before)s)."),
    "constat_premature": _lt("This infringement was found before the end of the term to give proof: %s."),
    "recours_sans_notification": _lt("There is no appeal before the decision is notified."),
    "amende_sans_objet": _lt(
        "No fine: what this infringement rested on is no more, its finding was cancelled or the fine before "
        "it annulled."
    ),
    "amende_tardive": _lt("No fine can be imposed after %s: too long after the finding (art. 15 §2)."),
    "amende_protegee": _lt("This person has international protection: give the exceptional reasons of the fine."),
    "amende_sans_audition": _lt(
        "No fine without a hearing: record that it was held, declined, or that the person was absent."
    ),
    "amende_sans_reception": _lt("No fine before the invitation to be heard was received: record its receipt first."),
    "absence_sans_delai": _lt(
        "The person received the invitation after the day of the hearing that it says (%s), and was not absent from "
        "it: no fine. Invite again."
    ),
    "audition_sans_pv": _lt("No fine without the minutes of the hearing: write in “Minutes” what was said there."),
    "renonciation_sans_ecrit": _lt(
        "No fine without the writing in which the person declined to be heard: copy its words into “Minutes”."
    ),
    "absence_avant_terme": _lt("The person was absent, and has until %s to be heard: no fine before."),
}
