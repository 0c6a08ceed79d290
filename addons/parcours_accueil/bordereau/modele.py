# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A line of the table that comes back, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Columns, by the name that our own table gives them in each language, and the others by which they are known.
COLONNES = {
    "lettre": ("Lettre", "Brief", "numéro de lettre", "n° lettre", "briefnummer", "letter", "letter number", "numéro"),
    "code": ("Code", "Code", "code QR", "QR", "QR-code", "jeton", "token"),
    "nom": ("Destinataire", "Bestemmeling", "addressee", "recipient"),
    "canal": ("Canal", "Kanaal", "channel", "type d'envoi", "soort zending", "produit", "product"),
    "preuve": (
        *("Numéro d'envoi", "Zendingsnummer", "n° d'envoi", "numéro de recommandé", "recommandé", "code-barres"),
        *("code barre", "barcode", "posting number", "tracking", "suivi"),
    ),
    "envoi": (
        *("Posté le", "Gepost op", "date d'envoi", "date de dépôt", "envoyé le", "verzonden op", "verzenddatum"),
        *("datum verzending", "posted", "posted on", "day posted"),
    ),
    "issue": ("Résultat", "Resultaat", "statut", "status", "issue", "result", "outcome"),
    "jour": (
        *("Reçu ou revenu le", "Ontvangen of terug op", "date du résultat", "reçu le", "retourné le", "ontvangen op"),
        *("terug op", "datum resultaat", "received on", "returned on", "date de distribution", "date"),
    ),
    "motif": ("Motif", "Reden", "reason", "motif du retour", "reden van terugzending", "raison"),
}
#: Names of a column that has no place here.
NUMERO_NATIONAL = ("niss", "insz", "numéro national", "rijksregisternummer", "n° national", "registre national", "rrn")

#: What can be wrong, in words; `%(valeur)s` is what the cell says, `%(colonne)s` its column.
PHRASES = {
    "sans_lettre": "There is neither a letter number nor a code on this line.",
    "lettre_illisible": "“%(valeur)s” is no letter number and no code.",
    "deux_lettres": "This letter stands on an earlier line too, with something else on it.",
    "jour_illisible": "“%(valeur)s” (%(colonne)s) is no day: write it as 31/12/2026.",
    "jour_a_venir": "%(valeur)s (%(colonne)s) is still to come.",
    "jour_ancien": "%(valeur)s (%(colonne)s) is too long ago: is it the right year?",
    "ordre": "The letter came back on %(valeur)s, before the day it was posted.",
    "canal_inconnu": "“%(valeur)s” is no channel: registered (with acknowledgment or not), ordinary, by hand or eBox.",
    "issue_inconnue": "“%(valeur)s” (%(colonne)s) does not say whether the letter was received, or why it came back.",
    "sans_motif": "The letter came back, and the line does not say why.",
    "contraire": "“%(valeur)s” says the contrary of the result on the same line.",
    "sans_jour": "The line says what became of the letter, and not on which day.",
    "sans_issue": "The line has a day of receipt or return, and does not say which of the two.",
    "sans_envoi": "There is a posting number or a channel, and no day of posting.",
    "sans_numero": "A registered letter has a posting number, and this line has none.",
    "numero_illisible": "“%(valeur)s” is no posting number.",
    "chiffres_perdus": "The spreadsheet changed the number (%(valeur)s): make the column text, and fill it in again.",
    "numero_national": "A national number stands in the column %(colonne)s: it has no place in this file.",
    "rien": "This line says nothing of its letter.",
}


@dataclass(frozen=True, slots=True)
class Entree:
    """What a line says of a letter; "" and None: it says nothing of that.

    :param ligne: of the file, as a spreadsheet counts them
    :param lettre: the letter's number
    :param jeton: its code; who records it sees that both are of one letter
    :param nom: for whom the line says that it is
    :param canal: one of `delais.CANAUX`
    :param preuve: the posting number
    :param issue: one of `delais.RECEPTIONS` (refused and not collected count as presented) or `delais.RETOURS`
    :param jour: of that
    """

    ligne: int
    lettre: str = ""
    jeton: str = ""
    canal: str = ""
    preuve: str = ""
    envoi: date | None = None
    issue: str = ""
    jour: date | None = None
    nom: str = ""


@dataclass(frozen=True, slots=True)
class Erreur:
    """What is wrong with a line: a code of `PHRASES`; the column as the file calls it; what the cell says, shortened,
    and never a national number."""

    ligne: int
    code: str
    colonne: str = ""
    valeur: str = ""

    def __str__(self):
        return PHRASES[self.code] % {"colonne": self.colonne, "valeur": self.valeur}


@dataclass(frozen=True, slots=True)
class Grille:
    """A table that was read: its good lines, what is wrong with the others, the columns that nothing was done with, and
    how many lines only said again what an earlier one said."""

    entrees: tuple[Entree, ...]
    erreurs: tuple[Erreur, ...]
    ignorees: tuple[str, ...]
    repetees: int


class GrilleIllisible(ValueError):
    """Nothing of the file could be read.

    Codes: vide · format (neither CSV nor xlsx) · trop_grand · colonnes (no column of letters or codes) ·
    colonne_double (`valeur`: its name) · numero_national (a column of national numbers).
    """

    def __init__(self, code: str, valeur: str = ""):
        super().__init__(code)
        self.code, self.valeur = code, valeur
