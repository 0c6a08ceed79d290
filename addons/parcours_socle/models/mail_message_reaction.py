# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class MailMessageReaction(models.Model):
    """A reaction is of who gives it, and taken back by the same only."""

    _inherit = "mail.message.reaction"

    @api.model_create_multi
    def create(self, vals_list):
        reactions = super().create(vals_list)
        reactions._verifier_siennes()
        return reactions

    def write(self, vals):
        if self.message_id._du_fil():
            raise self.message_id._refus_append()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_siennes(self):
        self._verifier_siennes()

    def _verifier_siennes(self):
        # sudo: whose they are
        siennes = self.sudo().filtered(lambda r: r.partner_id == self.env.user.partner_id)
        if (self - siennes).message_id._du_fil() and not self.message_id._est_le_robot():
            raise self.message_id._refus_signature()
