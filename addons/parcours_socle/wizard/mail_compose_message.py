# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models

from ..models.fil_reserve import reserves


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if reserves(self.env, [(self.model, 0)]):
            self.env["fil.reserve"]._refuser_courriel()
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)
