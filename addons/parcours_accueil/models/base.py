# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """Sort as the list of the landing page says (parcours.liste), until the reader sorts by a column."""
        ordres = self.env.context.get("parcours_ordre")
        if not order and isinstance(ordres, dict):
            order = ordres.get(self._name)
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)
