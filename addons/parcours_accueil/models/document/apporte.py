# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class DocumentApporte(models.AbstractModel):
    """A small window that records what rests on a document: one of the file that was accepted (its `preuve_ids`), or
    one brought here, of its `type_document_id`, and checked in the same gesture."""

    _name = "document.apporte"
    _inherit = ["documents.fenetre"]
    _description = "Window that rests on a document"

    date_document = fields.Date("Day of the document")
    verifie = fields.Boolean("I have checked it: accepted")

    def _exigences_apport(self, demande):
        """Return what is required of the document, as pairs ``(sentence, whether it is there)``.

        :param demande: the kind of document that is asked for
        """
        nom = demande.name or self.env._("A document")
        if self.preuve_ids and not self.piece_ids:
            return [(nom, True)]
        exigences = [(nom, bool(self.piece_ids))]
        if self.type_document_id.date_requise:
            exigences.append((self.env._("The day that it bears"), bool(self.date_document)))
        return [*exigences, (self.env._("The document was checked and accepted"), self.verifie)]
