# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.exceptions import UserError

from .. import extensions


class ParcoursBaseOutillee(models.AbstractModel):
    """The check that each start makes of the database it is given."""

    _name = "parcours.base.outillee"
    _description = "Check of the database's extensions"

    def _register_hook(self):
        """Refuse to serve a database that was restored, or moved, without what its indexes and searches need."""
        super()._register_hook()
        if reason := extensions.refusal(self.env.cr):
            raise UserError(reason)
