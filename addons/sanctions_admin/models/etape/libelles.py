# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the steps of a sanction."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_accueil.models.etape.libelles import Libelle

_lt = LazyTranslate(__name__)

TYPES = [
    ("sanction_recue", "Sanction: file received"),
    ("infraction_constatee", "Sanction: infringement found"),
    ("sanction_complete", "Sanction: file complete"),
    ("sanction_verification", "Sanction: completeness check begun"),
    ("audition_invitation", "Sanction: invited to be heard"),
    ("audition_recue", "Sanction: invitation received"),
    ("audition_tenue", "Sanction: hearing held"),
    ("audition_declinee", "Sanction: hearing declined"),
    ("audition_absence", "Sanction: absent from the hearing"),
    ("decision_amende", "Sanction: fine decided"),
    ("decision_sans_amende", "Sanction: no fine decided"),
    ("decision_notifiee", "Sanction: decision notified"),
    ("recours_introduit", "Sanction: appeal lodged"),
    ("recours_rejete", "Sanction: appeal dismissed"),
    ("recours_annule", "Sanction: decision annulled"),
    ("recours_desiste", "Sanction: appeal withdrawn"),
    ("creance", "Sanction: claim"),
    ("paiement", "Sanction: payment"),
    ("remboursement", "Sanction: refund"),
    ("abandon", "Sanction: write-off"),
    ("sanction_revue", "Sanction: term reviewed"),
    ("recouvrement_entame", "Sanction: collection begun"),
    ("sanction_close", "Sanction: closed"),
]
LIBELLES = {
    "sanction_complete": Libelle(_lt("File complete")),
    "sanction_verification": Libelle(_lt("Check whether it is complete")),
    "recouvrement_entame": Libelle(_lt("Begin the collection")),
    "sanction_close": Libelle(_lt("Close the sanction")),
}
REFUS = {
    "deja_complete": _lt("This file was already found complete."),
    "deja_en_verification": _lt("The completeness check was already begun, or is behind."),
    "rien_a_payer": _lt("Nothing is to be paid: there is nothing to collect."),
    "deja_en_recouvrement": _lt("The collection was already begun."),
}
