# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What can be wrong with a table that comes back, in the users' languages (bordereau/modele.py)."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ILLISIBLES = {
    "vide": _lt("The file is empty. Nothing was read."),
    "format": _lt("This is neither a CSV nor an xlsx file. Save the table as one of them. Nothing was read."),
    "trop_grand": _lt("This file is too large: cut it in parts of 50,000 lines at most. Nothing was read."),
    "colonnes": _lt(
        "No column says which letter a line is about: name one “Letter” (its number) or “Code”. Nothing was read."
    ),
    "colonne_double": _lt("Two columns are called “%(valeur)s”: remove one. Nothing was read."),
    "numero_national": _lt("This file has a column of national numbers: remove it first. Nothing was read."),
}
PHRASES = {
    "sans_lettre": _lt("There is neither a letter number nor a code on this line."),
    "lettre_illisible": _lt("“%(valeur)s” is no letter number and no code."),
    "deux_lettres": _lt("This letter stands on an earlier line too, with something else on it."),
    "jour_illisible": _lt("“%(valeur)s” (%(colonne)s) is no day: write it as 31/12/2026."),
    "jour_a_venir": _lt("%(valeur)s (%(colonne)s) is still to come."),
    "jour_ancien": _lt("%(valeur)s (%(colonne)s) is too long ago: is it the right year?"),
    "ordre": _lt("The letter came back on %(valeur)s, before the day it was posted."),
    "canal_inconnu": _lt(
        "“%(valeur)s” is no channel: registered (with acknowledgment or not), ordinary, by hand or eBox."
    ),
    "issue_inconnue": _lt(
        "“%(valeur)s” (%(colonne)s) does not say whether the letter was received, or why it came back."
    ),
    "sans_motif": _lt("The letter came back, and the line does not say why."),
    "contraire": _lt("“%(valeur)s” says the contrary of the result on the same line."),
    "sans_jour": _lt("The line says what became of the letter, and not on which day."),
    "sans_issue": _lt("The line has a day of receipt or return, and does not say which of the two."),
    "sans_envoi": _lt("There is a posting number or a channel, and no day of posting."),
    "sans_numero": _lt("A registered letter has a posting number, and this line has none."),
    "numero_illisible": _lt("“%(valeur)s” is no posting number."),
    "chiffres_perdus": _lt(
        "The spreadsheet changed the number (%(valeur)s): make the column text, and fill it in again."
    ),
    "numero_national": _lt("A national number stands in the column %(colonne)s: it has no place in this file."),
    "rien": _lt("This line says nothing of its letter."),
    "inconnue": _lt("There is no such letter, or it is not one of your commune."),
    "pas_imprimee": _lt("This letter was not printed: it dropped out or was cancelled."),
    "pas_postee": _lt("This letter is not posted yet: give the day it was posted too."),
    "autre_envoi": _lt(
        "This letter is posted already, with another number, another way or on another day: correct the entry on its "
        "file first, or the line."
    ),
    "deux_noms": _lt("The number and the code on this line are those of two letters: correct the line."),
    "autre_nom": _lt("This line names somebody else than the letter does: is it the right line? Correct it."),
    "autre_numero": _lt(
        "This registered number is that of another letter, posted before or on another line: one number is one letter. "
        "Correct the line."
    ),
    "ailleurs": _lt(
        "The file is with another commune now, %(commune)s, which records what becomes of its letters. Send it what "
        "came back."
    ),
    "ailleurs_depuis": _lt(
        "The file is with another commune, %(commune)s, since %(jour)s, which records what becomes of its letters. "
        "Send it what came back."
    ),
    "autre_issue": _lt("Something else was recorded of this letter already: correct the entry on its file first."),
    "imprevu": _lt("Something unexpected happened, and nothing of this line was saved. Record it on the letter."),
}
