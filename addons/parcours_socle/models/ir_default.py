# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class IrDefault(models.Model):
    """Every user keeps defaults of their own, for any field, by RPC: one that nobody types would then be written by
    whoever likes, as a request that is granted when it is recorded."""

    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """Leave to the model the fields that nobody types: steps, decisions and computations write them."""
        champs = self.env[model_name]._fields if model_name in self.env else {}
        return {
            nom: valeur
            for nom, valeur in super()._get_model_defaults(model_name, condition).items()
            if nom not in champs or not champs[nom].readonly or champs[nom].company_dependent
        }
