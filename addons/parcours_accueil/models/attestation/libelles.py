# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The words of the attestations: their kinds, their states, and why one is not given (droit/attestations.py)."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

GENRES_DITS = [
    ("inscription", "Attestation of registration"),
    ("suspension", "Attestation of suspension"),
    ("fin", "Attestation of completion"),
    ("situation", "Attestation of where the pathway stands"),
]
ETATS_DITS = [
    ("demandee", "To be checked"),
    ("delivree", "Given"),
    ("renvoyee", "Sent back"),
    ("retiree", "Withdrawn"),
]
EMETTEURS_DITS = [("organisateur", "The organiser"), ("vivalis", "Vivalis"), ("commune", "The commune")]
REFUS = {
    "pas_inscrit": _lt(
        "This person is registered with no organiser now. Nothing was given. Register the person first."
    ),
    "autre_organisateur": _lt(
        "The person is with another organiser since this was asked for. Nothing was given. Send it back: the other "
        "organiser asks for its own."
    ),
    "pas_a_lui": _lt(
        "This attestation is not yours to give or to ask for: the organiser of the person gives it, the one of a BAPA "
        "asks Vivalis for that of completion. Nothing was given."
    ),
    "deja_donnee": _lt(
        "It was given on %s already. Nothing was given twice. Open that one to print it again; if it is wrong, have it "
        "withdrawn first."
    ),
    "deja_demandee": _lt("It was asked for already, and Vivalis is checking it. Nothing was asked for twice."),
    "avant_inscription": _lt(
        "The pathway cannot be completed before the registration of %s. Nothing was saved. Correct the day."
    ),
    "manque": _lt(
        "The pathway is not complete yet. Still missing: %s. Nothing was given, and what was recorded is kept. Record "
        "it, or a dispense with its proof, then start again."
    ),
    "manquait": _lt(
        "The pathway was not complete on that day. Missing then: %s. Nothing was given, and what was recorded is kept. "
        "Enter the day on which the last of it was done."
    ),
    "pas_certifiee": _lt(
        "An organiser did not certify this suspension: its proof was given to the commune, which attests it. Nothing "
        "was given. Send the person to the commune."
    ),
    "suspension_tombee": _lt("This suspension was cancelled. Nothing was given."),
    "jamais_ouvert": _lt("This person never had a file of the pathway: there is nothing to attest. Nothing was given."),
}
#: What an organiser is told when its own sentence would tell a fact of the register.
PAS_ATTESTE = _lt(
    "This cannot be attested on that day. Nothing was saved. Send the person to the commune, which knows why."
)
#: What an organiser is told when the law gives no suspension on those days: the days of a term are the commune's.
SANS_SUSPENSION = _lt(
    "The term of this person cannot be suspended from that day on: none runs, or it is suspended already. Nothing was "
    "saved. Put the person on the waiting list alone, or send the person to the commune, which knows why."
)
#: What every reader of a number is told, in the languages of the public page; the kinds are said apart.
GENRES_PUBLICS = {
    "fr": {
        "inscription": "Attestation d’enregistrement",
        "suspension": "Attestation de suspension",
        "fin": "Attestation de fin du parcours",
        "situation": "Attestation de situation dans le parcours",
    },
    "nl": {
        "inscription": "Attest van aanmelding",
        "suspension": "Attest van opschorting",
        "fin": "Attest van beëindiging van het traject",
        "situation": "Attest over de stand van het traject",
    },
}
#: Where the pathway stands, as the attestation of it says: with the organiser, by the word of `etape_organisateur`.
SITUATIONS = {
    "fr": {
        "": "n’est actuellement inscrite auprès d’aucun organisateur",
        "attend": "n’est actuellement inscrite auprès d’aucun organisateur ; elle attend une place auprès de "
        "{organisateur} depuis le {jour}",
        "attend_suspendu": "n’est actuellement inscrite auprès d’aucun organisateur ; elle attend une place auprès de "
        "{organisateur} depuis le {jour}, et son délai est suspendu du {debut} au {fin} inclus",
        "inscrit": "est inscrite auprès de {organisateur} depuis le {jour}",
        "en_cours": "suit le parcours auprès de {organisateur}, où elle est inscrite depuis le {jour}",
        "suspendu": "est inscrite auprès de {organisateur} depuis le {jour} ; son délai est suspendu",
        "acheve": "a achevé le parcours",
    },
    "nl": {
        "": "is momenteel bij geen enkele inrichter aangemeld",
        "attend": "is momenteel bij geen enkele inrichter aangemeld; de persoon wacht sinds {jour} op een plaats bij "
        "{organisateur}",
        "attend_suspendu": "is momenteel bij geen enkele inrichter aangemeld; de persoon wacht sinds {jour} op een "
        "plaats bij {organisateur}, en de termijn is opgeschort van {debut} tot en met {fin}",
        "inscrit": "is sinds {jour} aangemeld bij {organisateur}",
        "en_cours": "volgt het traject bij {organisateur}, waar de aanmelding dateert van {jour}",
        "suspendu": "is sinds {jour} aangemeld bij {organisateur}; de termijn is opgeschort",
        "acheve": "heeft het traject voltooid",
    },
}
#: Where somebody stands for whom there is no place.
LISTES = {"fr": "liste d’attente de {organisateur}", "nl": "wachtlijst van {organisateur}"}
#: The language in which the pathway is followed, in the languages of the letters.
LANGUES_SUIVIES = {
    "fr": {"fr": "français", "nl": "néerlandais", "": "langue à préciser"},
    "nl": {"fr": "Frans", "nl": "Nederlands", "": "taal nog te bepalen"},
}
