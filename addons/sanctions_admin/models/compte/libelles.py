# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a file of the bank, and a line of it, can be, in the users' words."""

from odoo.tools.translate import LazyTranslate

from ...banque.rapprochement import INCONNUE, PAIEMENT, RIEN_DU, SANS, SORTIE, TROP

_lt = LazyTranslate(__name__)

#: Why nothing of a file is taken, by `banque.releve.ReleveRefuse.mot`.
REFUS = {
    "vide": _lt("There is no statement in this file."),
    "illisible": _lt("This is neither a CODA nor a camt.053 file, or it is damaged."),
    "coupe": _lt("This file was cut: its end, or a part of a line, is missing."),
    "devise": _lt("This file holds another currency than the euro."),
    "montant": _lt("An amount of this file is no amount."),
    "total": _lt("The lines of a statement of this file do not make its closing balance."),
    "nombre": _lt("A line stands twice in a statement of this file."),
    "autre_compte": _lt("This file is of another account than that of the fines."),
}
A_RAPPROCHER, PAYEE, A_TRAITER, ECARTEE = ("a_rapprocher", "payee", "a_traiter", "ecartee")
ETATS = [
    (A_RAPPROCHER, "To be matched"),
    (PAYEE, "Pays a fine"),
    (A_TRAITER, "To deal with"),
    (ECARTEE, "Set aside"),
]
REFUSEE, REPRISE = ("refusee", "reprise")
MOTS = [
    (PAIEMENT, "Its communication is that of a fine"),
    (TROP, "More than what was owed"),
    (RIEN_DU, "Nothing is owed for this fine"),
    (INCONNUE, "No fine bears this communication"),
    (SANS, "No communication"),
    (SORTIE, "Money that left the account"),
    (REFUSEE, "The account of the fine refuses it"),
    (REPRISE, "The payment was taken back"),
]
