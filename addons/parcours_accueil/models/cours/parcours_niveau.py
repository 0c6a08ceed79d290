# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from ...droit.presences import Niveau

NIVEAUX = [
    ("aucun", "None"),
    ("a1_moins", "Below A1"),
    ("a1", "A1"),
    ("a2", "A2"),
    ("b1", "B1"),
    ("b2", "B2"),
    ("c", "C1 or more"),
    ("inconnu", "Unknown"),
]
LANGUES_BUT = [("fr", "French"), ("nl", "Dutch")]
MOMENTS = [("initial", "Initial"), ("suivi", "During the courses"), ("final", "Final")]


class ParcoursNiveau(models.Model):
    """One language assessment: what somebody speaks and writes of French or Dutch on a day, and on which certificate it
    rests. The last one in the language that is followed says whether the goal is reached (droit/presences.py)."""

    _name = "parcours.niveau"
    _description = "Language assessment"
    _inherit = ["parcours.cours.ligne"]
    _noms = ("langue", "oral", "jour")

    moment = fields.Selection(MOMENTS, "Which one", required=True, default="initial")
    langue = fields.Selection(LANGUES_BUT, "Language", required=True, default="fr")
    oral = fields.Selection(NIVEAUX, required=True)
    ecrit = fields.Selection(NIVEAUX, "Written", required=True)
    ne_lit_pas = fields.Boolean("Neither reads nor writes", help="In no language: the oral level alone is the goal.")
    certificat = fields.Char("Certificate", help="Which one, and of whom. Empty: assessed by the organiser.")
    document_id = fields.Many2one(
        "parcours.document",
        "The certificate itself",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('dossier_id', '=', dossier_id), ('state', '!=', 'refuse')]",
        help="A document of the file: bring it there first.",
    )

    @api.constrains("document_id", "dossier_id")
    def _check_document(self):
        self._verifier_document()

    def _comptes(self):
        """Return these assessments as the law reads them, the last one last, those that were cancelled apart."""
        return [
            Niveau(niveau.jour, niveau.oral, niveau.ecrit, niveau.ne_lit_pas, niveau.langue)
            for niveau in self.sorted(lambda niveau: (niveau.jour, niveau.id))
            if not niveau.annulee_le
        ]
