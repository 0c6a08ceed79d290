# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.tools import frozendict

from ..jour import BRUXELLES


class ResUsers(models.Model):
    """A user reads French and lives in Brussels until somebody says otherwise (data/res_users.xml)."""

    _inherit = "res.users"

    @api.model
    def _donner_fuseau(self):
        """Give Brussels' time zone to the users who have none: hours are shown to them as they are on the wall."""
        self.with_context(active_test=False).search([("tz", "=", False)]).tz = BRUXELLES.key

    @api.model
    def context_get(self):
        """Screens live in Brussels, whatever the user's own time zone: "today" in a filter is then the day that lists
        and terms know. A program that names another time zone gets the day of that one."""
        return frozendict(super().context_get(), tz=BRUXELLES.key)
