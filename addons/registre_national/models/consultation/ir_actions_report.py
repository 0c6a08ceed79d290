# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrActionsReport(models.Model):
    """A report about people is a reading, as a page or as paper, whoever makes it for the user."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        modele = self.env.get(report.model)
        if docids and hasattr(modele, "_retenir_lettre"):
            gens = modele.browse(docids)
            gens._retenir_liste() if report.ensemble else gens._retenir_lettre()
        return super()._get_rendering_context(report, docids, data)
