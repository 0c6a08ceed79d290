# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of a requested exemption: attachments of the request, kept as they were once it is decided."""

from odoo import fields, models

from ..vocabulaire import GROUPES_REGISTRE


class ExemptionDocuments(models.AbstractModel):
    """Every file dropped on a request, through the field or the chatter, is a document of it; the letter is not.

    Medical documents go to the commune only (loi.md §4); Vivalis and the auditor see how many there are.
    """

    _name = "parcours.exemption.documents"
    _inherit = "documents.gardes.champ"
    _description = "Requested exemption: the documents"
    _documents_lecteurs = GROUPES_REGISTRE
    _documents_gardiens = "parcours_accueil.group_agent"

    document_ids = fields.Many2many(
        string="Add documents", help="What the decision rests on. Everything dropped on this request is kept here."
    )
    documents_vus = fields.Json(
        "Documents of the decision", readonly=True, help="Names, or for medical documents the number, when it was made."
    )

    def _documents_confidentiels(self):
        return self.filtered("medical")

    def _documents_figes(self):
        return self.filtered(lambda exemption: exemption.state != "demandee")

    def _noms_documents(self):
        """Return the names of the documents, or their number when they are medical: a name can tell the illness."""
        self.ensure_one()
        # sudo: names kept with the decision, or a number; whoever reads the file may know what it rests on
        documents = self._documents(self.env["ir.attachment"].sudo())
        return len(documents) if self.medical else documents.mapped("name")
