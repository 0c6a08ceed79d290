# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class ParcoursDocumentLevee(models.TransientModel):
    """The small window by which a head of the commune says that documents are not medical, and why. It is written in
    the file; there is no way back but to upload the document again."""

    _name = "parcours.document.levee"
    _description = "Say that documents are not medical"

    res_model = fields.Char(required=True, readonly=True, export_string_translation=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, readonly=True, export_string_translation=False
    )
    document_ids = fields.Many2many(
        "ir.attachment",
        string="Documents that are not medical",
        compute="_compute_document_ids",
        readonly=False,
        store=True,
    )
    motif = fields.Text("Why they are not medical", required=True)

    @api.depends("res_model", "res_id")
    def _compute_document_ids(self):
        """The confidential documents of the record, as far as the user opens them."""
        for fenetre in self:
            domaine = [("res_model", "=", fenetre.res_model), ("res_id", "=", fenetre.res_id)]
            fenetre.document_ids = self.env["ir.attachment"].search([*domaine, ("confidentiel", "=", True)])

    def action_lever(self):
        """Say it.

        :raise AccessError, UserError: in the user's words
        """
        self.ensure_one()
        self.document_ids._lever(self.motif)
        return {"type": "ir.actions.act_window_close"}
