# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...models.cours.parcours_presence import MOTIFS


class ParcoursJustification(models.TransientModel):
    """The small window by which an organiser justifies an absence after the session: why, and the document that was
    brought on the file. What was noted before stays to be read."""

    _name = "parcours.justification"
    _description = "Justify an absence"

    presence_id = fields.Many2one("parcours.presence", "Absence", required=True, readonly=True)
    dossier_id = fields.Many2one(related="presence_id.dossier_id")
    motif = fields.Selection(MOTIFS, "Justified by", required=True, default="piece")
    document_id = fields.Many2one(
        "parcours.document",
        domain="[('dossier_id', '=', dossier_id), ('state', '!=', 'refuse')]",
        help="Bring it on the file first. Nothing medical: that goes to the commune.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        fenetres = super().create(vals_list)
        # it shows whose absence it is
        fenetres.presence_id.check_access("read")
        return fenetres

    def action_justifier(self):
        """Justify the absence.

        :raise AccessError, UserError: in the user's words
        """
        self.ensure_one()
        if self.motif == "piece" and not self.document_id:
            raise ValidationError(
                self.env._("Choose the document that was seen, or another reason. Nothing was saved.")
            )
        self.presence_id._justifier(self.motif, self.document_id)
        return {"type": "ir.actions.act_window_close"}
