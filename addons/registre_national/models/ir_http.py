# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Say whether the reader has the one search in the top bar, and may ask the register from it."""
        recherche = self.env["registre.recherche"]
        permis = {"chercher": recherche._peut_chercher(), "demander": recherche._peut_demander()}
        return super().session_info() | {"registre_recherche": permis}
