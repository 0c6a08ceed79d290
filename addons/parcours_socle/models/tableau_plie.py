# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class TableauPlie(models.AbstractModel):
    """A board whose empty columns are folded: those where somebody waits have the room. Who unfolds one keeps it so."""

    _name = "tableau.plie"
    _description = "Board whose empty columns are folded"

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        groupes = super().formatted_read_group(domain, groupby, aggregates, having, offset, limit, order)
        for groupe in groupes:
            if "__fold" in groupe and groupe.get("__count") == 0:
                groupe["__fold"] = True
        return groupes
