# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Call the communes of the company menu as the reader does, in Dutch too."""
        info = super().session_info()
        proposees = info.get("user_companies", {}).get("allowed_companies", {})
        # sudo: the companies of the user's own menu, which Odoo has just named
        for company in self.env["res.company"].sudo().browse(proposees):
            proposees[company.id]["name"] = company.display_name
        return info
