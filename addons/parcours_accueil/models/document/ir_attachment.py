# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _verifier_figes(self):
        """The file of a document that somebody checked stays as it was.

        :raise UserError: when one of these is one
        """
        # sudo: only whether somebody checked one of them
        Document = self.env["parcours.document"].sudo()
        if self.ids and Document.search_count([("piece_id", "in", self.ids), ("state", "!=", "recu")], limit=1):
            raise UserError(
                self.env._(
                    "This document was checked: it is kept as it was. Nothing was saved. Bring another one beside it."
                )
            )
        return super()._verifier_figes()
