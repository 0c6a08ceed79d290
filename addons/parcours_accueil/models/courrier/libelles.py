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
    ("fin_exemption", "End of an exemption"),
    ("decision_suspension", "Decision on a suspension"),
    ("fin_suspension", "End of a suspension"),
    ("decision_contestation", "Decision on a contestation"),
    ("rappel", "Reminder"),
    ("sommation", "Summons"),
    ("refus", "Finding of refusal"),
    ("transfert", "Transfer note to Vivalis"),
    ("cloture", "Closure of the file"),
    ("demenagement", "Move to another commune"),
    ("attestation_inscription", "Attestation of registration"),
    ("attestation_suspension", "Attestation of suspension"),
    ("attestation_fin_parcours", "Attestation of completion"),
    ("attestation_situation", "Attestation of where the pathway stands"),
]
PAPIERS_DITS = [("convention", "Welcome agreement")]
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
#: Where a letter is in the queue of the eBox.
ETATS_EBOX = [
    ("attente", "Waits to be sent"),
    ("en_cours", "Being sent"),
    ("envoye", "In the eBox"),
    ("refuse", "Not taken: to be posted"),
    ("doute", "Not known whether it arrived"),
]
#: Why a letter cannot go by a channel (droit/canaux.py); the words that a step refuses too are in its own table.
OBSTACLES_DITS = {
    "sans_adresse": _lt("This letter bears no address: it is handed over against receipt. Nothing was saved."),
    "medical_hors_canal": _lt(
        "This letter tells a medical ground: it does not go by eBox. Hand it over, or send it by post."
    ),
    "sans_accord_ebox": _lt(
        "The person does not agree to the eBox, or not any more: ask and tick it on the file, or send this letter by "
        "post."
    ),
    "ebox_pas_installe": _lt(
        "The eBox is not set up here yet. This letter is kept: send it by post, or wait until the administrator has "
        "set the eBox up."
    ),
    "par_la_file": _lt(
        "What goes by eBox is recorded by itself, on the day on which the eBox has it. Nothing was saved. Press “Send "
        "by eBox” on the printed letter, or say how else it went."
    ),
}
#: What became of the last attempt to send a letter by eBox.
EBOX_DITS = {
    "injoignable": _lt(
        "The eBox does not answer. It is tried again by itself with the same message, which cannot arrive twice."
    ),
    "reglages": _lt(
        "The eBox does not let us in, or its settings cannot be used. The letter is kept and tried again by itself; "
        "tell the administrator. If it is pressing, take it back and send it by post."
    ),
    "pas_d_ebox": _lt(
        "The person has no eBox, or takes no messages there. Nothing was sent: send this letter by post."
    ),
    "change": _lt(
        "The file changed since this letter was printed: it was not sent. Look at the file, then cancel the letter or "
        "send it by post."
    ),
    "refuse": _lt("The eBox refused this message. Nothing was sent: send this letter by post."),
    "imprevu": _lt(
        "Something unexpected happened while it was sent. It is tried again by itself with the same message, which "
        "cannot arrive twice."
    ),
    "pas_note": _lt(
        "It is in the eBox, but the step that says so was refused. Look at the file, then use “Record that it left”."
    ),
    "doute": _lt(
        "An attempt got no answer, and it is not repeated: the agreement was taken back, or the file changed since. It "
        "is not known whether the person has this letter in the eBox. Ask the person before you cancel it or send it "
        "by post."
    ),
    "repris": _lt("Taken back after an attempt: it is not known whether the person has it in the eBox too."),
}
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
    "personne.naissance": _lt("birth date of the person"),
    "personne.numero": _lt("national number of the person"),
    "emetteur.nom": _lt("who gives the attestation"),
    "inscription.organisateur": _lt("organiser of the person"),
    "inscription.date": _lt("day of the registration with that organiser"),
    "inscription.langue": _lt("language in which the pathway is followed"),
    "suspension.motif": _lt("ground of the suspension"),
    "fin.date": _lt("day on which the pathway was completed"),
    "situation.texte": _lt("where the pathway stands, in a sentence"),
    "organisateur.nom": _lt("the organiser"),
    "parcours.langue": _lt("language in which the pathway is followed"),
    "convention.convenu": _lt("what is agreed besides"),
    "convention.presents": _lt("who was present when it was signed"),
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
    "decide_autrement": _lt(
        "What was decided was ended since by another decision: its own letter says so. No letter was printed."
    ),
    "rien_de_fini": _lt("No decision ended this: there is nothing to tell. No letter was printed."),
    "terme_passe": _lt(
        "The term to remind of ended on %s: a reminder would give a day that is past. No letter was printed. Look at "
        "the file: a summons may follow."
    ),
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
