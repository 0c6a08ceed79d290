# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from ..jour import BRUXELLES


class ResUsers(models.Model):
    """A user reads French and lives in Brussels until somebody says otherwise (data/res_users.xml)."""

    _inherit = "res.users"

    @api.model
    def _donner_fuseau(self):
        """Give Brussels' time zone to the users who have none: hours are shown to them as they are on the wall."""
        self.with_context(active_test=False).search([("tz", "=", False)]).tz = BRUXELLES.key
