# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of a requested exemption: attachments of the request, kept as they were once it is decided."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

MODELE = "parcours.exemption"


class ExemptionDocuments(models.AbstractModel):
    """Every file dropped on a request, through the field or the chatter, is a document of it; the letter is not.

    Medical documents go to the commune only (law.md §4): the rule ``ir_attachment_rule_medical`` hides them from
    everybody but communal agents; Vivalis and the auditor see how many there are.
    """

    _name = "parcours.exemption.documents"
    _description = "Requested exemption: the documents"

    document_ids = fields.Many2many(
        "ir.attachment",
        string="Add documents",
        compute="_compute_document_ids",
        inverse="_inverse_document_ids",
        help="What the decision rests on. Everything dropped on this request is kept here.",
    )
    document_count = fields.Integer("Number of documents", compute="_compute_document_count")
    documents_vus = fields.Json(
        "Documents of the decision", readonly=True, help="Names, or for medical documents the number, when it was made."
    )

    @api.depends_context("uid")
    def _compute_document_ids(self):
        documents = self._documents(self.env["ir.attachment"]).grouped("res_id")
        for exemption in self:
            exemption.document_ids = documents.get(exemption.id, False)

    def _compute_document_count(self):
        # sudo: how many there are; who may open them is another matter
        comptes = dict(self.env["ir.attachment"].sudo()._read_group(self._domaine_documents(), ["res_id"], ["__count"]))
        for exemption in self:
            exemption.document_count = comptes.get(exemption.id, 0)

    def _inverse_document_ids(self):
        """Attach what was just uploaded by this user, remove what they took away.

        :raise AccessError: for a file that is not theirs to give
        """
        for exemption in self:
            voulus, presents = exemption.document_ids, exemption._documents(self.env["ir.attachment"])
            nouveaux = voulus - presents
            # sudo: only who made it and whether it belongs to something, before it is attached as that user
            if any(d.res_id or d.res_field or d.create_uid.id != self.env.uid for d in nouveaux.sudo()):
                raise AccessError(self.env._("This file belongs to something else. Nothing was saved. Upload it here."))
            nouveaux.write({"res_model": MODELE, "res_id": exemption.id})
            (presents - voulus).unlink()

    @api.model
    def _domaine_documents(self):
        return [("res_model", "=", MODELE), ("res_id", "in", self.ids), ("res_field", "=", False)]

    def _documents(self, Attachment):
        """Return the documents of these requests that the environment of ``Attachment`` may see."""
        return Attachment.search(self._domaine_documents(), order="id") if self.ids else Attachment

    def _noms_documents(self):
        """Return the names of the documents, or their number when they are medical: a name can tell the illness."""
        self.ensure_one()
        # sudo: names kept with the decision, or a number; whoever reads the file may know what it rests on
        documents = self._documents(self.env["ir.attachment"].sudo())
        return len(documents) if self.medical else documents.mapped("name")

    def _marquer_documents(self):
        """Mark the documents of these requests as medical, or not, after their ground."""
        for medical, exemptions in self.grouped("medical").items():
            # sudo: users may not change the mark, which follows from the ground
            exemptions._documents(self.env["ir.attachment"].sudo()).parcours_medical = medical
            if medical:
                exemptions._retirer_des_messages()

    def _retirer_des_messages(self):
        """Take the documents out of the messages, which hand their files to everybody who reads them; they stay
        documents of the requests."""
        # sudo: colleagues' messages too; the files stay where they are
        self.env["mail.message"].sudo().search(
            [("model", "=", MODELE), ("res_id", "in", self.ids), ("attachment_ids", "!=", False)]
        ).attachment_ids = False

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        """Keep medical documents out of messages, which hand their files to everybody who reads them: dropped in the
        chatter, they become documents of the request all the same."""
        valeurs = super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        exemption = self.browse(message_values["res_id"]) if "res_id" in message_values else self
        if exemption.medical:
            valeurs.pop("attachment_ids", None)
        return valeurs
