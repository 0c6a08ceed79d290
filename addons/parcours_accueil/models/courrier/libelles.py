# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the letters: their kinds, their states, what their texts may name, and why one is not made or drops
out (droit/courriers.py)."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

GENRES_DITS = [
    ("attestation_obligation", "Attestation of obligation"),
    ("invitation_piece", "Invitation to supply a document"),
    ("accuse", "Acknowledgment of receipt of a request"),
    ("decision_exemption", "Decision on an exemption"),
    ("decision_suspension", "Decision on a suspension"),
    ("decision_contestation", "Decision on a contestation"),
    ("rappel", "Reminder"),
    ("sommation", "Summons"),
    ("refus", "Finding of refusal"),
    ("transfert", "Transfer note to Vivalis"),
    ("cloture", "Closure of the file"),
    ("demenagement", "Move to another commune"),
]
ETATS_DITS = [
    ("brouillon", "Draft"),
    ("pret", "Ready to print"),
    ("imprime", "Printed: to be posted"),
    ("poste", "Posted"),
    ("recu", "Received"),
    ("retourne", "Came back"),
    ("ecarte", "Dropped out"),
    ("annule", "Cancelled"),
]
#: What a text may name, in words; the names are those of droit/courriers.py.
PLACES = {
    "personne.nom": _lt("name of the person"),
    "dossier.reference": _lt("reference of the file"),
    "lettre.date": _lt("day of the letter"),
    "lettre.precision": _lt("what the agent says in this letter"),
    "commune.nom": _lt("name of the commune"),
    "commune.adresse": _lt("address of the commune"),
    "commune.telephone": _lt("telephone of the commune"),
    "commune.courriel": _lt("e-mail of the commune"),
    "commune.texte": _lt("what the commune adds to its letters"),
    "agent.nom": _lt("who can tell more"),
    "duree.inscription": _lt("time to register with an organiser"),
    "duree.achevement": _lt("time to complete the pathway"),
    "duree.sommation": _lt("time to answer a summons"),
    "organisateurs": _lt("the organisers"),
    "obligation.date": _lt("day from which the person is obliged"),
    "terme.nom": _lt("the legal term that runs or has ended"),
    "terme.fin": _lt("last day of that term"),
    "demande.objet": _lt("what was asked for"),
    "demande.article": _lt("article of what was asked for"),
    "demande.explication": _lt("what that article says"),
    "demande.date": _lt("day of the request"),
    "demande.texte": _lt("what the person says, in their own words"),
    "decision.date": _lt("day of the decision"),
    "decision.issue": _lt("the decision, in a sentence"),
    "decision.motif": _lt("reason of the decision"),
    "decision.auteur": _lt("who decided"),
    "decision.fin": _lt("until when the decision holds"),
    "suspension.debut": _lt("first day of the suspension"),
    "suspension.fin": _lt("last day of the suspension"),
    "sommation.date": _lt("day on which the summons left"),
    "sommation.reception": _lt("day on which the summons was received"),
    "refus.date": _lt("day on which the refusal was found"),
    "cloture.date": _lt("day of the closure"),
    "cloture.motif": _lt("reason of the closure"),
}
#: Why a letter is not made, or drops out; ``%s``: what the condition tells besides.
ECARTS = {
    "decede": _lt("The register says that this person is deceased. No letter was printed."),
    "autre_commune": _lt(
        "The person moved: %s is in charge of the file now, and writes to the person. No letter was printed."
    ),
    "dossier_ferme": _lt("The file is not where this letter is sent: look at its stage. No letter was printed."),
    "deja_en_route": _lt(
        "Such a letter is already being made, or waits to be posted: see the tab “Letters”. Nothing was printed twice."
    ),
    "issue_contraire": _lt("The last examination contradicts this file. Apply the new outcome first."),
    "pas_oblige": _lt("This person is not obliged to follow the pathway. No letter was printed."),
    "jamais_informe": _lt("The attestation of obligation was never handed over: hand it over first."),
    "deja_inscrit": _lt("The person is registered with an organiser: nothing is to be reminded of."),
    "pas_de_refus": _lt("No refusal was found in this file."),
    "pas_demenage": _lt("The person did not move to this commune."),
    "demande_tranchee": _lt("This request was decided on: the letter of the decision says so."),
    "rien_de_decide": _lt("Nothing was decided on this request yet."),
    "sans_personne": _lt(
        "The file is not linked to a person of the register: the register cannot be asked before the letter leaves."
    ),
    "lot_arrete": _lt(
        "The letters made together (%s) were stopped before this one was printed. Make it again if need be."
    ),
    "imprevu": _lt(
        "Something unexpected happened, and this one was not printed. Make it alone, on its file, to see what is in "
        "the way."
    ),
    "deux_numeros": _lt(
        "The register says that this number and another one are one person; here they are two, to be joined first."
    ),
}
