# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the letters of a sanction (droit/courriers.py)."""

from odoo.tools.translate import LazyTranslate

from ...droit.courriers import ACTE

_lt = LazyTranslate(__name__)

GENRES_DITS = [
    ("sanction_invitation", "Invitation to be heard"),
    ("sanction_infraction", "New infringement: invitation to be heard"),
    ("sanction_amende", "Decision: fine"),
    ("sanction_sans_amende", "Decision: no fine"),
    ("sanction_rappel", "Reminder of payment"),
    ("sanction_contrainte", "Writ of compulsion (contrainte)"),
]
ACTES_DITS = [(ACTE, "Administrative fine")]
#: What a text may name, in words; the names are those of droit/courriers.py.
PLACES = {
    "sanction.reference": _lt("reference of the sanction file"),
    "constat.date": _lt("day on which the infringement was found"),
    "constat.texte": _lt("what was found, in a sentence"),
    "audience.date": _lt("day of the hearing"),
    "audience.heure": _lt("hour of the hearing"),
    "audience.lieu": _lt("place of the hearing"),
    "duree.audition": _lt("time to be heard"),
    "duree.paiement": _lt("time to pay"),
    "duree.preuve_amende": _lt("time to prove that the pathway is followed"),
    "audition.issue": _lt("what came of the hearing, in a sentence"),
    "amende.montant": _lt("amount of the fine"),
    "amende.date": _lt("day on which the fine was decided"),
    "amende.reception": _lt("day on which the fine was notified"),
    "paiement.solde": _lt("what is still to pay"),
    "paiement.fin": _lt("last day to pay"),
    "paiement.compte": _lt("bank account for the fines, an entry of the company Vivalis"),
    "paiement.titulaire": _lt("holder of that account"),
    "paiement.communication": _lt("structured communication of the payment"),
}
#: Why such a letter is not made, or does not leave; ``%s``: the day that the condition tells besides. What came of the
#: letter is said after it.
ECARTS = {
    "plus_ouverte": _lt("This sanction is closed: nothing is written about it any more."),
    "autre_infraction": _lt("This letter is not that of this infringement: each kind has its own."),
    "pas_a_inviter": _lt(
        "Nobody is to be invited now: the file is not complete yet, or the person was invited already, or the "
        "infringement decided on."
    ),
    "autre_decision": _lt("This letter says something else than what was decided."),
    "pas_a_notifier": _lt("No such decision awaits its notification: nothing was decided yet, or it left already."),
    "pas_notifiee": _lt("This fine does not stand, or was not notified: nothing is owed."),
    "plus_rien_a_payer": _lt("Nothing is left to pay for this fine."),
    "appel_pendant": _lt("An appeal of %s is pending: it suspends what follows (art. 15 §2). Enter its outcome first."),
    "plus_de_fondement": _lt("What this fine rested on is no more: nothing is claimed."),
    "prescrite": _lt("The claim is prescribed since %s."),
    "encore_a_temps": _lt("The person has until %s to pay."),
    "pas_en_recouvrement": _lt("The collection was not begun: begin it first, with its button."),
    "pas_rappelee": _lt("No reminder of payment left for this fine: send one first."),
}
