# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class MailMail(models.Model):
    """A mail about a record stays once it is sent: Odoo would remove the message with it."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        gardes = mails.filtered(lambda mail: mail.auto_delete and not mail.is_notification)
        gardes.filtered(lambda mail: mail.mail_message_id._du_fil()).auto_delete = False
        return mails
