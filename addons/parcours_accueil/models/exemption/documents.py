# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of a requested exemption: those of a medical ground are confidential."""

from odoo import models


class ExemptionDocuments(models.AbstractModel):
    """Medical documents go to the commune only (loi.md §4); Vivalis sees neither them nor the request."""

    _name = "parcours.exemption.documents"
    _description = "Requested exemption: the documents"

    def _documents_confidentiels(self):
        return self.filtered("medical")

    def _type_document(self):
        return self.env["parcours.document.type"]._demande_par("exemption", self.code)[:1]

    def _noms_documents(self):
        """Return the names of the documents, or their number when they are medical: a name can tell the illness."""
        self.ensure_one()
        # names kept with the decision, or a number; whoever reads the file may know what it rests on
        documents = self._pieces_comptees()
        return len(documents) if self.medical or any(documents.mapped("confidentiel")) else documents.mapped("name")
