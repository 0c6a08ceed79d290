# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the terms of a sanction: their kind, what they start from, what the official is told at their end."""

from odoo.tools.translate import LazyTranslate

from ...droit.delais import DEPART_TARDIF
from ...droit.etapes import AUDITION_RECUE, DECISION_NOTIFIEE, INFRACTION_CONSTATEE, PRESCRIPTION_INTERROMPUE

_lt = LazyTranslate(__name__)

ECHEANCES = [
    ("audition", "Be heard"),
    ("amende", "Impose a fine"),
    ("preuve_amende", "Give proof after a fine"),
    ("recours", "Appeal"),
    ("paiement", "Pay the fine"),
    ("prescription", "Prescription of the claim"),
]
DEPARTS = [
    (AUDITION_RECUE, "Receipt of the invitation to be heard"),
    (INFRACTION_CONSTATEE, "Finding of the infringement"),
    (DECISION_NOTIFIEE, "Notification of the decision"),
    (DEPART_TARDIF, "Four months after a notification that did not state the remedies"),
    ("fin_paiement", "End of the term of payment"),
    (PRESCRIPTION_INTERROMPUE, "Act that interrupts prescription"),
]
DEPARTS_PHRASE = {
    AUDITION_RECUE: _lt("receipt of the invitation to be heard"),
    INFRACTION_CONSTATEE: _lt("finding of the infringement"),
    DECISION_NOTIFIEE: _lt("notification of the decision"),
    DEPART_TARDIF: _lt("four months after a notification that did not state the remedies"),
    "fin_paiement": _lt("end of the term of payment"),
    PRESCRIPTION_INTERROMPUE: _lt("act that interrupts prescription"),
}
#: What the official is told when a term is over, by its code.
FINS = {
    "audition": _lt("The term to be heard ended on %s: record what came of the invitation, then decide."),
    "amende": _lt("No fine can be imposed for this infringement any more: the limit was %s (art. 15 §2)."),
    "preuve_amende": _lt("The term to give proof ended on %s without one: see whether there is a new infringement."),
    "recours": _lt("The term of appeal ended on %s without a petition: the decision can be carried out."),
    "paiement": _lt("The term of payment ended on %s, and something is owed: see whether to begin the collection."),
    "prescription": _lt("The claim is prescribed since %s, unless something interrupted it: look before going on."),
}
#: What is said of another one.
FIN = _lt("This term ended on %s without proof. See what must follow.")
