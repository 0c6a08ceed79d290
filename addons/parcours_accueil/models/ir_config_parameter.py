# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.registre_national.soap.client import reference_valide

from .courrier.ebox import PREFIXE


class IrConfigParameter(models.Model):
    """The settings of the eBox: where its secret is, never the secret."""

    _inherit = "ir.config_parameter"

    @api.constrains("key", "value")
    def _check_secret_ebox(self):
        for parametre in self.filtered(lambda p: p.key == f"{PREFIXE}secret"):
            if not reference_valide(parametre.value or ""):
                # The value is not repeated: it may be the secret itself.
                raise ValidationError(
                    self.env._(
                        "The secret of the eBox is never kept here. Give the path of a file on the server (beginning "
                        "with /), or the name of a variable beginning with EBOX_. Nothing was saved."
                    )
                )
