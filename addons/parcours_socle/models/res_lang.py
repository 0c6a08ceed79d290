# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

#: Hours and minutes: nobody reads the seconds of a legal act, and they take the room of a column.
SANS_SECONDES = "%H:%M"


class ResLang(models.Model):
    """Hours on screen, as people say them."""

    _inherit = "res.lang"

    time_format = fields.Selection(selection_add=[(SANS_SECONDES, "13:00")], ondelete={SANS_SECONDES: "set default"})

    @api.model
    def _sans_secondes(self):
        """Show the hours of the languages of the screens without their seconds."""
        self.search([("code", "in", ("fr_BE", "nl_BE"))]).time_format = SANS_SECONDES
