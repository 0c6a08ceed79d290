# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursDelaiRevue(models.TransientModel):
    """The small window of a review: a person looked at a term, and says what was decided."""

    _name = "parcours.delai.revue"
    _description = "Review of a term"

    delai_id = fields.Many2one("parcours.delai", "Term", required=True, readonly=True)
    dossier_id = fields.Many2one(related="delai_id.dossier_id")
    date_echeance = fields.Date(related="delai_id.date_echeance")
    date_connue = fields.Date(related="delai_id.date_connue")
    explication = fields.Text(related="delai_id.explication")
    revue_motif = fields.Selection(related="delai_id.revue_motif")
    raison = fields.Text("What was decided", required=True)

    def action_enregistrer(self):
        """Record the review on the file."""
        self.ensure_one()
        self.delai_id._marquer_revue(self.raison)
        return {"type": "ir.actions.act_window_close"}
