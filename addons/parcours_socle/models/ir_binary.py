# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrBinary(models.AbstractModel):
    """What serves files to browsers: to whoever has a token, or by the rights of the session."""

    _inherit = "ir.binary"

    def _find_record(self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None):
        """A token opens no guarded document, nor a field of its record: those that Odoo gives with the messages of a
        thread cannot be taken back, and last for weeks."""
        record = None
        if access_token and xmlid:
            record = self.env.ref(xmlid, False)
        elif access_token and res_id is not None and res_model in self.env:
            record = self.env[res_model].browse(res_id).exists()
        if record and (
            self.env["ir.attachment"]._modele_garde(record._name) is not None
            or (record._name == "ir.attachment" and record._gardes())
        ):
            access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)
