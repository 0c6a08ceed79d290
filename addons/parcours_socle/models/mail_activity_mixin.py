# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class MailActivityMixin(models.AbstractModel):
    """Where the tasks of a record stand, in the reader's language: Odoo ships no translation of these choices for the
    models of others."""

    _inherit = "mail.activity.mixin"

    activity_state = fields.Selection(selection="_etats_des_taches")
    activity_exception_decoration = fields.Selection(selection="_alertes_des_taches")

    @api.model
    def _etats_des_taches(self):
        return [
            ("overdue", self.env._("Overdue")),
            ("today", self.env._("Today")),
            ("planned", self.env._("Planned")),
        ]

    @api.model
    def _alertes_des_taches(self):
        return [("warning", self.env._("Alert")), ("danger", self.env._("Error"))]
