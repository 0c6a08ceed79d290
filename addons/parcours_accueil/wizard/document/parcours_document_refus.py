# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursDocumentRefus(models.TransientModel):
    """The small window by which an agent of the commune refuses documents, and says why: they do not count."""

    _name = "parcours.document.refus"
    _description = "Refuse documents"

    document_ids = fields.Many2many("parcours.document", string="Documents", required=True, readonly=True)
    motif = fields.Text("Why it does not count", required=True)

    def action_refuser(self):
        """Refuse them.

        :raise AccessError, UserError: in the user's words
        """
        self.ensure_one()
        self.document_ids.check_access("read")
        self.document_ids._refuser(self.motif)
        return {"type": "ir.actions.act_window_close"}
