# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of a record, and who may open them: attachments of the record, guarded as the record says.

A model inherits `documents.gardes` to say who opens its documents, which of them are confidential, which are kept as
they were; and `documents.gardes.champ` to show them in a field too. A window where documents are dropped before there
is a record inherits `documents.fenetre`. The guard itself is in ir_attachment.py.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DocumentsGardes(models.AbstractModel):
    """A record whose documents are guarded: all files attached to it.

    The content of a field (a letter) is no document, but is for the same readers.
    """

    _name = "documents.gardes"
    _description = "Record with guarded documents"

    #: Groups who may open documents of this model, as in `groups=` of a field; empty: whoever may read the record.
    _documents_lecteurs = ""
    #: Groups who open the confidential ones, of the records of their own communes only.
    _documents_gardiens = ""
    #: Groups who may say that a confidential one is not, for the records of their own communes.
    _documents_leveurs = ""
    #: Field that says whose commune a record is.
    _documents_commune = "company_id"

    def _documents_confidentiels(self):
        """Return those of these records whose documents are confidential."""
        return self.browse()

    def _documents_figes(self):
        """Return those of these records whose documents stay as they are, for everybody: something rests on them."""
        return self.browse()

    def _documents_leves(self, documents, motif):
        """What follows when documents of these records (superuser) were said not to be confidential: a floor above
        writes it where it is read."""

    @api.model
    def _domaine_documents(self, ids):
        return [("res_model", "=", self._name), ("res_id", "in", ids), ("res_field", "=", False)]

    def _documents(self, Attachment):
        """Return the documents of these records that the environment of ``Attachment`` may see."""
        return Attachment.search(self._domaine_documents(self.ids), order="id") if self.ids else Attachment

    def _documents_remis(self):
        """Return the documents that were given for these records, as superuser: what a message of the thread shows is
        said beside, and proves nothing."""
        # sudo: only which of them messages show
        documents = self._documents(self.env["ir.attachment"].sudo())
        fil = [("model", "=", self._name), ("res_id", "in", self.ids), ("attachment_ids", "in", documents.ids)]
        # sudo: as above
        return documents - self.env["mail.message"].sudo().search(fil).attachment_ids

    def _marquer_documents(self):
        """Mark the documents of those of these records that say so now as confidential. A mark stays when the record
        says otherwise later: what a document tells does not change with what it is given for (`ir.attachment._lever`).
        """
        confidentiels = self._documents_confidentiels()
        # sudo: users may not change the mark, which follows from the record
        documents = confidentiels._documents(self.env["ir.attachment"].sudo())
        documents._fermer_liens()
        documents._marquer()
        confidentiels._retirer_des_messages()

    def _retirer_des_messages(self):
        """Take the documents out of the messages, which hand their files to everybody who reads them; they stay
        documents of the records."""
        if self.ids:
            # sudo: colleagues' messages too; the files stay where they are
            self.env["mail.message"].sudo().search(
                [("model", "=", self._name), ("res_id", "in", self.ids), ("attachment_ids", "!=", False)]
            )._retirer_documents()

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        """Keep confidential documents out of messages, which hand their files to everybody who reads them: dropped in
        the chatter, they become documents of the record all the same."""
        valeurs = super()._process_attachments_for_post(attachments, attachment_ids, message_values)
        record = self.browse(message_values["res_id"]) if "res_id" in message_values else self
        if valeurs.get("attachment_ids") and record._documents_confidentiels():
            valeurs.pop("attachment_ids", None)
        return valeurs

    def _message_create(self, values_list):
        """A picture pasted in a message is a document of the record, and has no token."""
        return super(DocumentsGardes, self.with_context(documents_sans_jeton=True))._message_create(values_list)


class DocumentsGardesChamp(models.AbstractModel):
    """The same, with the documents in a field: the reader's own view of them, and how many there are."""

    _name = "documents.gardes.champ"
    _inherit = "documents.gardes"
    _description = "Record with guarded documents, shown on it"

    document_ids = fields.Many2many(
        "ir.attachment",
        string="Documents",
        compute="_compute_document_ids",
        inverse="_inverse_document_ids",
    )
    document_count = fields.Integer("Number of documents", compute="_compute_document_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_document_ids(self):
        documents = self._documents(self.env["ir.attachment"]).grouped("res_id")
        for record in self:
            record.document_ids = documents.get(record.id, False)

    def _compute_document_count(self):
        # sudo: how many there are; who may open them is another matter
        comptes = dict(
            self.env["ir.attachment"].sudo()._read_group(self._domaine_documents(self.ids), ["res_id"], ["__count"])
        )
        for record in self:
            record.document_count = comptes.get(record.id, 0)

    def _inverse_document_ids(self):
        """Attach what was just uploaded by this user, remove what they took away.

        :raise AccessError: for a file that is not theirs to give
        """
        for record in self:
            voulus, presents = record.document_ids, record._documents(self.env["ir.attachment"])
            nouveaux = voulus - presents
            # sudo: only who made it and whether it belongs to something, before it is attached as that user
            if any(d.res_id or d.res_field or d.create_uid.id != self.env.uid for d in nouveaux.sudo()):
                raise AccessError(self.env._("This file belongs to something else. Nothing was saved. Upload it here."))
            nouveaux.write({"res_model": self._name, "res_id": record.id})
            (presents - voulus).unlink()


class DocumentsFenetre(models.AbstractModel):
    """A small window where documents are dropped for a record that is made, or changed, when it is confirmed."""

    _name = "documents.fenetre"
    _description = "Window with documents"

    #: Field that says what the documents are about: a document of a record of something else is not taken.
    _documents_sujet = ""

    # joined first, then filtered by access: Odoo would read every document of the base, and ask access for each
    piece_ids = fields.Many2many("ir.attachment", string="Documents", bypass_search_access=True)

    @api.constrains("piece_ids")
    def _verifier_pieces(self):
        """Take what was uploaded here, or belongs to what the window is about: not a proof about somebody else.

        :raise UserError: for another one
        """
        for fenetre in self.filtered(self._documents_sujet) if self._documents_sujet else ():
            sujet = fenetre[self._documents_sujet]
            for records, _documents in fenetre.piece_ids._par_record():
                autour = records if records._name == sujet._name else records[self._documents_sujet]
                if autour - sujet:
                    raise UserError(
                        self.env._("This document belongs to something else. Nothing was saved. Upload it here.")
                    )

    def _pieces(self):
        """Return what was dropped here: ``[(name, content in base64)]``."""
        return [(piece.name, piece.datas) for piece in self.piece_ids]

    def _retirer_pieces(self):
        """Remove what this user uploaded in this window, once the record has its own copy; what was chosen among other
        documents stays where it is."""
        # sudo: only what this user uploaded in this window
        self.sudo().piece_ids.filtered(lambda p: p.res_model == self._name and p.create_uid == self.env.user).unlink()
