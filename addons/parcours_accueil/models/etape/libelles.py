# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the steps: label of the event, button, sentence of what is pending, and a sentence for each refusal."""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ...droit.faits import ETRANGER, MAJEUR, PERMIS, PRESENT, REGISTRE

_lt = LazyTranslate(__name__)

TYPES = [
    ("ouverture", "File opened"),
    ("demenagement", "Moved to another commune"),
    ("affectation", "Assigned to an agent"),
    ("jonction", "Another file of this person joined"),
    ("attestation_remise", "Attestation of obligation handed over or sent"),
    ("attestation_recue", "Attestation of obligation received"),
    ("attestation_retournee", "Attestation of obligation came back, not received"),
    ("inscription_organisateur", "Registered with an organiser"),
    ("changement_organisateur", "Changed organiser"),
    ("attestation_organisateur", "Attestation of the organiser received"),
    ("attestation_fin", "Attestation of completion received"),
    ("sommation_envoyee", "Summons sent"),
    ("sommation_recue", "Summons received"),
    ("sommation_retournee", "Summons came back, not received"),
    ("constat_refus", "Refusal found"),
    ("transfert_vivalis", "Transferred to Vivalis"),
    ("suspension_accordee", "Suspension granted"),
    ("suspension_prolongee", "Suspension prolonged"),
    ("suspension_fin_anticipee", "Suspension ended early"),
    ("suspension_annulee", "Suspension cancelled"),
    ("revue_delai", "Term reviewed"),
    ("acquittement_commune", "Move acknowledged by the commune"),
    ("volontaire", "Follows voluntarily"),
    ("cloture", "File closed"),
    ("reouverture", "File opened again"),
    ("contestation_demandee", "Contestation received"),
    ("contestation_accusee", "Contestation: receipt acknowledged"),
    ("contestation_acceptee", "Contestation accepted"),
    ("contestation_refusee", "Contestation refused"),
    ("contestation_retiree", "Contestation withdrawn"),
    ("annulation", "Entry cancelled"),
]


class Libelle(NamedTuple):
    """Words of one step: its button, and what is told of it when the course of the file changes (with its day)."""

    bouton: object = ""
    pendante: object = ""


LIBELLES = {
    "acquittement_commune": Libelle(_lt("Acknowledge the move")),
    "attestation_remise": Libelle(
        _lt("Hand over or send the attestation"), _lt("Attestation of obligation handed over or sent on %s.")
    ),
    "attestation_recue": Libelle(_lt("Attestation received")),
    "attestation_retournee": Libelle(
        _lt("Attestation came back"), _lt("Attestation of obligation came back on %s, not received.")
    ),
    "inscription_organisateur": Libelle(_lt("Register with an organiser")),
    "changement_organisateur": Libelle(_lt("Change organiser")),
    "attestation_organisateur": Libelle(_lt("Attestation of the organiser")),
    "attestation_fin": Libelle(_lt("Attestation of completion")),
    "sommation_envoyee": Libelle(_lt("Summons sent"), _lt("Summons sent on %s.")),
    "sommation_recue": Libelle(_lt("Summons received"), _lt("Summons received on %s.")),
    "sommation_retournee": Libelle(_lt("Summons came back"), _lt("Summons came back on %s, not received.")),
    "constat_refus": Libelle(_lt("Refusal found"), _lt("Refusal found on %s.")),
    "transfert_vivalis": Libelle(pendante=_lt("File transferred to Vivalis on %s.")),
    "volontaire": Libelle(_lt("Follows voluntarily")),
    "cloture": Libelle(_lt("Close")),
    "reouverture": Libelle(_lt("Open again")),
}
#: What decides whether somebody may volunteer (droit/faits.py).
VOLONTARIAT = {
    MAJEUR: _lt("the age"),
    ETRANGER: _lt("the nationality"),
    PRESENT: _lt("where the person lives"),
    REGISTRE: _lt("the register (of foreigners, of the population)"),
    PERMIS: _lt("a permit of more than three months, and its kind"),
}
#: A sentence for each word of refusal (droit/conditions.py); ``%s``: what the condition tells besides.
REFUS = {
    # day, phase, who, what the window asks
    "a_venir": _lt("This date is still to come. Nothing was saved. Enter the day it happened."),
    "pas_ouvert": _lt("This file is not open: only an open file can take this step."),
    "pas_clos": _lt("This file is not closed."),
    "deja_clos": _lt("This file is already closed."),
    "deja_ouvert": _lt("This file is already open or closed."),
    "autre_phase": _lt("The file cannot take this step now: it is closed, or not open yet. Nothing was changed."),
    "pas_a_la_main": _lt("This step is recorded by what it follows from, another step or the register, not by hand."),
    "reserve_a_la_commune": _lt(
        "Only an agent of %s, the commune in charge of the file, can take this step. Nothing was changed."
    ),
    "autre_voie": _lt(
        "This step is not recorded here: use the button of the file that is made for it. Nothing was saved."
    ),
    "avant_debut": _lt(
        "This day comes before %s: before the reference date of the file or, when it is not known, before the person "
        "was born. Nothing was saved."
    ),
    "avant_cause": _lt("This day comes before the step that it follows: %s. Nothing was saved."),
    "reserve": _lt("This step is not yours to take. Nothing was changed."),
    "manque_organisateur_id": _lt("Choose the organiser."),
    "manque_motif_cloture": _lt("Choose the reason of the closure."),
    "manque_note": _lt("Say why. Nothing was saved."),
    "manque_annule_id": _lt("Choose the entry to cancel."),
    "manque_note_reservee": _lt("Say what you found and what was decided. Nothing was saved."),
    # conditions
    "clos_sans_suite": _lt(
        "This file is not open: it is completed, or was created by mistake, and takes nothing more. Nothing was saved. "
        "Cancel the attestation of completion, or open the file again, first."
    ),
    "clos_avant": _lt(
        "This file was closed before that day. What happened until the closure is still recorded; what happened since "
        "is recorded once the file is opened again. Nothing was saved."
    ),
    "deja_remise": _lt(
        "The attestation of obligation was already handed over. If its day is wrong, cancel that entry first."
    ),
    "deja_inscrit": _lt("Already registered with %s: record a change of organiser."),
    "inscrit_ce_jour": _lt(
        "This person was with an organiser on that day, until %s: enter a day from then on. Nothing was saved."
    ),
    "pas_inscrit": _lt(
        "This person is not registered with an organiser on that day: record the registration. Nothing was saved."
    ),
    "meme_organisateur": _lt(
        "This is no change: on that day the person is with that organiser, or goes to it next. If a day is wrong, "
        "cancel that entry and enter it again. Nothing was saved."
    ),
    "jamais_inscrit": _lt("This person is not registered with an organiser yet."),
    "deja_notee": _lt("An attestation of the organiser of that day is already recorded. Nothing was saved."),
    "volontaire_non_somme": _lt("A volunteer cannot be summoned: no sanction applies (art. 7 §3)."),
    "volontaire_sans_refus": _lt("A volunteer cannot refuse: no sanction applies (art. 7 §3)."),
    "issue_en_attente": _lt("The last examination contradicts this file. Apply the new outcome first."),
    "exemption_en_attente": _lt(
        "This person asked for an exemption. Decide on the request first: see the tab “Exemptions”."
    ),
    "contestation_en_attente": _lt(
        "This person contests being obliged, or a fact. Decide on it first, or wait for what was accepted to be "
        "mended: see the tab “Contestations”."
    ),
    "jamais_informe": _lt(
        "The attestation of obligation was not handed over by that day: nobody is summoned, or found to refuse, "
        "before. Hand it over and record it; if that was done, record it with its day. Nothing was saved."
    ),
    "terme_a_revoir": _lt(
        "A term of this file awaits its review: it was learnt when it was already past, or something about it is in "
        "doubt. See the tab “Terms”: use the button “Reviewed” and say why, then take this step. Nothing was saved."
    ),
    "aucun_terme_echu": _lt("No term has ended unmet: the person cannot be summoned yet."),
    "aucune_reception_attendue": _lt(
        "Nothing of such a letter is awaited on that date. Nothing was saved. Record its sending first; if what came "
        "back of it is already recorded and wrong, cancel that entry."
    ),
    "manque_canal": _lt("Say how the letter went. Nothing was saved."),
    "manque_preuve_envoi": _lt(
        "A registered letter has a number: enter it, it proves that the letter was posted. Nothing was saved. A letter "
        "without a number is an ordinary letter."
    ),
    "sans_accord_ebox": _lt(
        "A letter goes by eBox with the agreement of the person only, in force on that day. Nothing was saved. Ask the "
        "person and tick it on the file, or send the letter by post."
    ),
    "par_la_file": _lt(
        "What goes by eBox is recorded by itself, on the day on which the eBox has it. Nothing was saved. Press “Send "
        "by eBox” on the printed letter, or say how else it went."
    ),
    "manque_reception": _lt("Say how the letter was received. Nothing was saved."),
    "reception_impossible": _lt(
        "This cannot be known of a letter that went in that way. Nothing was saved. Only a card of acknowledgment says "
        "that a letter was presented at the home; of a letter without a card, only the person proves a later receipt."
    ),
    "manque_retour": _lt("Say why the letter came back. Nothing was saved."),
    "envoi_sans_preuve": _lt(
        "A refusal cannot be found: nothing proves that this summons was posted, nor that it was received. Record the "
        "receipt if the person proves it, or send another summons in a way that proves it."
    ),
    "pas_somme": _lt("A refusal cannot be found: no summons is recorded that the person received."),
    "refus_deja_constate": _lt("A refusal was already found in this file."),
    "sommation_repondue": _lt("A refusal cannot be found: the person answered the summons on %s."),
    "sommation_prematuree": _lt(
        "A refusal cannot be found: as the dates are known now, this summons was sent before the end of "
        "the term that it follows. Cancel the summons, and send another one once the term is over."
    ),
    "sommation_en_cours_de_terme": _lt("A refusal cannot be found yet: the person has until %s to answer the summons."),
    "aucun_demenagement": _lt("No move awaits acknowledgement."),
    "deja_oblige": _lt(
        "This person must follow the pathway: who is obliged is no volunteer (art. 2 2°). Nothing was saved."
    ),
    "volontaire_mineur": _lt(
        "This person is not 18 yet on that day: only an adult can follow as a volunteer (art. 2 2°). Nothing was "
        "saved. Record the request once the person is 18."
    ),
    "volontaire_belge": _lt(
        "This person is Belgian on that day: only a foreigner can follow as a volunteer (art. 2 2°). Nothing was saved."
    ),
    "volontaire_absent": _lt(
        "On that day this person does not stay legally in one of the 19 communes: left, struck off, without a right of "
        "residence, or elsewhere. Nothing was saved. If the register is wrong, report the difference."
    ),
    "volontaire_autre_registre": _lt(
        "On that day this person is in neither the register of foreigners nor the population register (waiting "
        "register, EU officials, diplomats). Nothing was saved. Record the request once the person is in one of them."
    ),
    "volontaire_sans_permis": _lt(
        "The last permit of this person, on that day, is not one of more than three months (art. 2 2°). Nothing was "
        "saved. Record the request once the person has one."
    ),
    "volontaire_parcours_similaire": _lt(
        "This person followed a similar pathway elsewhere (exemption 6): nobody follows it twice. Nothing was saved."
    ),
    "volontaire_inconnu": _lt(
        "Nobody volunteers as long as the register does not say for sure, on that day: %s. Nothing was saved. Read the "
        "register again, later or once the difference was reported; then record the request on its day."
    ),
    "motif_par_sa_voie": _lt(
        "This reason is not given by hand. “Pathway completed” follows from the attestation of completion, “Exempted” "
        "and “Outside the target group” from the button “Apply the new outcome”, the others from the register. Nothing "
        "was saved."
    ),
    "motif_reserve": _lt(
        "This reason is not yours to give here: only a head of the service closes a file as created by mistake, and "
        "only a volunteer whom nothing obliges can stop. Nothing was saved."
    ),
    "parcours_acheve": _lt(
        "The pathway is completed. If the attestation of completion was a mistake, cancel that entry (tab “Events”): "
        "the file opens again as it was. Nothing was changed."
    ),
    "motif_demeure": _lt(
        "The register gives a reason to close this file: it would be closed again at once, and opens by itself when "
        "that reason disappears. If the register is wrong, report the difference. Nothing was changed."
    ),
    "hors_du_dossier": _lt("This is no entry of this file. Nothing was cancelled."),
    "deja_annulee": _lt("This entry is already cancelled. Nothing was saved."),
    "pas_annulable": _lt(
        "This entry is not cancelled by itself: it follows from another one, or has a step of its own to correct it. "
        "Nothing was cancelled."
    ),
    "suite_d_une_autre": _lt(
        "This entry follows from another one, and goes with it. Nothing was cancelled. Cancel that one: %s."
    ),
    "reserve_a_sa_commune": _lt("Only an agent of %s can cancel this entry. Nothing was cancelled."),
    "reserve_aux_chefs": _lt(
        "A refusal was found in this file, and a sanction rests on it: only a head of the service cancels an entry, "
        "decides on an exemption, or changes what was before the refusal (an outcome that holds since an earlier day, "
        "a suspension, a closure). Nothing was saved. Ask a head of the service to do it."
    ),
    "autres_etapes": _lt(
        "This entry cannot be cancelled: other steps of the file rest on it. Nothing was cancelled. "
        "Cancel them first: %s."
    ),
    "referme_sans_motif": _lt(
        "Without this entry the file would be closed again, for a reason that is gone or is not yours to give. Nothing "
        "was cancelled."
    ),
    "clos_par_registre": _lt(
        "The register still gives this reason of closure: the file would be closed again at once. If the register is "
        "wrong, report the difference. Nothing was cancelled."
    ),
}
#: Why a step that is still to come is greyed, where the refusal says more than that.
RAISONS = {
    "jamais_informe": _lt("The attestation of obligation must be handed over first."),
    "terme_a_revoir": _lt("A term awaits its review: see the tab “Terms”."),
    "aucun_terme_echu": _lt("A term runs: the person can be summoned once it has ended unmet."),
    "deja_oblige": _lt("This person must follow the pathway: who is obliged is no volunteer (art. 2 2°)."),
    "parcours_acheve": _lt("The pathway is completed. If the attestation is a mistake, cancel that entry."),
    "motif_demeure": _lt(
        "The register gives a reason to close this file. It opens by itself when that reason disappears."
    ),
}
