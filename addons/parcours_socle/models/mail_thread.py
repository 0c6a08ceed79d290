# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from markupsafe import escape

from odoo import api, models
from odoo.exceptions import AccessError

from ..paroles import Dit, dire
from .mail_message import COMPLETE, PERMIS, SUIVI


def _en_html(dit):
    """Return what is said in each language as the body of a message: text unless it is HTML (Markup)."""
    return Dit({code: escape(texte) for code, texte in dit.langues.items()})


class MailThread(models.AbstractModel):
    """What Odoo itself may do with the thread of a record: note what changed, and let it go with the record."""

    _inherit = "mail.thread"

    def unlink(self):
        """The thread goes with its record: who may remove the record decides."""
        return super(MailThread, self.with_context(**{COMPLETE: PERMIS})).unlink()

    def _message_track(self, fields_iter, initial_values_dict):
        """Note what changed: nobody else writes such notes."""
        return super(MailThread, self.with_context(**{SUIVI: PERMIS}))._message_track(fields_iter, initial_values_dict)

    # ---- what our own code says there, in each language ------------------------------------------------------------

    def _creation_message(self):
        return dire(self, lambda lu: super(MailThread, lu)._creation_message())  # noqa: UP008 (not of self: as read in a language)

    def message_post(self, **kwargs):
        """Say what `dire` made of the body in each language."""
        if isinstance(kwargs.get("body"), Dit):
            kwargs["parole"] = _en_html(kwargs["body"])
        return super().message_post(**kwargs)

    def message_post_with_source(self, source_ref, *, render_values=None, **kwargs):
        """Say what a view says in each language: that a task is done, and which one."""
        _modele, vue = self._get_source_from_ref(source_ref)
        if vue and len(self) == 1:

            def phrase(lu):
                valeurs = {
                    nom: valeur.with_context(lang=lu.env.lang) if isinstance(valeur, models.BaseModel) else valeur
                    for nom, valeur in (render_values or {}).items()
                }
                rendu = lu.env["mail.render.mixin"]._render_template_qweb_view(
                    vue, lu._name, lu.ids, add_context=valeurs
                )
                return rendu[lu.id]

            kwargs["parole"] = dire(self, phrase)
        return super().message_post_with_source(source_ref, render_values=render_values, **kwargs)

    def _message_log_batch(self, bodies, **kwargs):
        """The same as `message_post`, for notes."""
        messages = super()._message_log_batch(bodies, **kwargs)
        for message in messages:
            if isinstance(bodies.get(message.res_id), Dit):
                message.with_context(**{COMPLETE: PERMIS}).parole = _en_html(bodies[message.res_id])
        return messages

    @api.model
    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"parole"}

    # ---- what nobody does -----------------------------------------------------------------------------------------

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
