# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrBinary(models.AbstractModel):
    """A letter that is downloaded is read: it bears the name and the address."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        flux = super()._record_to_stream(record, field_name)
        if record._name == "ir.attachment":
            # the user's own uid: who may open it was checked, and reads it as superuser
            record._retenir_lettres()
        elif field_name in getattr(record, "_papiers", ()):
            record._retenir_lettre()
        return flux
