# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError

from .mail_message import COMPLETE, PERMIS, SUIVI


class MailThread(models.AbstractModel):
    """What Odoo itself may do with the thread of a record: note what changed, and let it go with the record."""

    _inherit = "mail.thread"

    def unlink(self):
        """The thread goes with its record: who may remove the record decides."""
        return super(MailThread, self.with_context(**{COMPLETE: PERMIS})).unlink()

    def _message_track(self, fields_iter, initial_values_dict):
        """Note what changed: nobody else writes such notes."""
        return super(MailThread, self.with_context(**{SUIVI: PERMIS}))._message_track(fields_iter, initial_values_dict)

    def _check_can_update_message_content(self, messages):
        """No message of a record is edited (Odoo lets its author do so)."""
        if messages._du_fil():
            raise messages._refus_append()
        return super()._check_can_update_message_content(messages)

    def _notify_thread_with_out_of_office(self, message, recipients_data, msg_vals=False, **kwargs):
        """No automatic answer in the name of somebody who is away."""
        if not message._du_fil():
            return super()._notify_thread_with_out_of_office(message, recipients_data, msg_vals=msg_vals, **kwargs)
        return None

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        """Take a mail from outside: signed by whoever it says it is from.

        :raise AccessError: unless a mail server of ours fetched it
        """
        if not self.env.su:
            raise AccessError(self.env._("Mails are taken in by the mail server only. Nothing was saved."))
        return super().message_process(model, message, custom_values, save_original, strip_attachments, thread_id)
