# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class MailScheduledMessage(models.Model):
    """A message that leaves later bears the name of who wrote it: colleagues see it on the record meanwhile."""

    _inherit = "mail.scheduled.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._verifier_auteur()
        return messages

    def write(self, vals):
        resultat = super().write(vals)
        self._verifier_auteur()
        return resultat

    def _verifier_auteur(self):
        """:raise AccessError: when one of these is signed with another name"""
        Message = self.env["mail.message"]
        if not Message._est_le_robot() and self.author_id - self.env.user.partner_id:
            raise Message._refus_signature()
