# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class ListeOrdonnable(models.AbstractModel):
    """A model that a list can be made of by a record (parcours.liste): a domain, and an order of its own.

    An action of Odoo names a domain and no order; here the order comes in its context, by model: the context follows
    the reader into the other models that the list leads to.
    """

    _name = "liste.ordonnable"
    _description = "What lists are made of, in their order"
    #: Fields that lead from a line to the file it is of: the first that is not empty. None: the line is the file.
    _liste_fiches = ()

    def _fiches(self):
        """Return ``{id: the file that this line of a list is of}``."""
        fiches = {}
        for record in self:
            fiches[record.id] = next(filter(None, (record[nom] for nom in record._liste_fiches)), record)
        return fiches

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """Sort as the list says, until the reader sorts by a column."""
        ordres = self.env.context.get("liste_ordre")
        if not order and isinstance(ordres, dict):
            order = ordres.get(self._name)
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)
