# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is said on a record stays as it was said: nobody takes it back, changes it, or signs it with another name.

Whoever wants to correct a message writes another one. No decision rests on messages: the ledger (`parcours.evenement`)
and the documents of a record are what counts.
"""

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.mail.tools.discuss import Store

from ..jour import maintenant
from ..paroles import Dit, ParoleHtml
from .fil_reserve import hors_de_vue

#: In the context of what may complete or remove a message, under the key of what it does. No caller of RPC can send
#: this very object, and a context is all they have.
PERMIS = object()
#: Keys of the context that bear it: completes or removes a message; writes what the tracking of a record found.
COMPLETE, SUIVI = "fil_complete", "fil_suivi"
#: Models whose messages are a conversation between users, not the thread of a record.
CONVERSATIONS = frozenset({"discuss.channel"})
#: What says nothing of a message: who put a star on it; whom it reached.
LIBRES = frozenset({"starred_partner_ids", "notified_partner_ids", "notification_ids", "mail_ids"})
#: What Odoo itself writes once a message left by mail (as superuser): how it was sent, never what it says.
ENVOI = LIBRES | {"message_id", "mail_server_id", "reply_to", "reply_to_force_new", "record_alias_domain_id"}
#: Kinds of message that a person does not write: mails from outside, automatic answers.
PAS_DE_NOUS = frozenset({"email", "out_of_office"})
#: A message is dated when it is written; the clocks of two processes may differ by that much.
ECART_HORLOGES = timedelta(minutes=10)


def permis(env, cle):
    """Whether our own code, and not a caller, put that key in the context."""
    return env.context.get(cle) is PERMIS


class MailMessage(models.Model):
    """The thread of a record is append-only, for administrators too; conversations between users are not concerned.

    A message hands its files to everybody who reads it, by name and by content: never a confidential document, to
    whatever it belongs and whatever the message is about."""

    _inherit = "mail.message"

    #: What our own code, or Odoo's, said there: whoever reads the thread reads it in their language. `body` is what was
    #: said in the language of whoever caused it.
    parole = ParoleHtml("Body, in each language", readonly=True, copy=False)

    @api.model
    def default_get(self, fields):
        """No default of the caller's joins documents: those that a message names are looked at."""
        return super().default_get([nom for nom in fields if nom != "attachment_ids"])

    @api.model_create_multi
    def create(self, vals_list):
        """Write messages in one's own name, now.

        :raise AccessError: for another author, another date, a mail from outside, or changes that nobody made
        """
        suivi = any(valeurs.get("tracking_value_ids") for valeurs in vals_list)
        if suivi and not (permis(self.env, SUIVI) or self._est_le_robot()):
            raise self._refus_signature()
        # a text in each language is our own code's: no caller of RPC can send one
        vals_list = [
            vals if isinstance(vals.get("parole"), Dit) else {nom: vals[nom] for nom in vals if nom != "parole"}
            for vals in vals_list
        ]
        messages = super().create([self._sans_confidentiels(vals) for vals in vals_list])
        if not self._est_le_robot():
            messages._verifier_signature()
        return messages

    def write(self, vals):
        """Complete a message with what says nothing of it.

        :raise AccessError: for anything else on the thread of a record, or a message that would join one
        """
        libres = ENVOI if self.env.su else LIBRES
        garde = self._du_fil() or self._est_un_fil(vals.get("model"))
        if garde and not vals.keys() <= libres and not permis(self.env, COMPLETE):
            raise self._refus_append()
        return super().write(self._sans_confidentiels(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_du_fil(self):
        if not permis(self.env, COMPLETE) and self._du_fil():
            raise self._refus_append()

    def _to_store_defaults(self, target):
        """The thread is read in the reader's language."""
        return [
            Store.Attr("body", lambda message: message.parole or message.body) if champ == "body" else champ
            for champ in super()._to_store_defaults(target)
        ]

    @api.model
    def _est_un_fil(self, modele):
        return bool(modele) and modele not in CONVERSATIONS

    def _du_fil(self):
        """Return those of these messages that stand on a record."""
        # sudo: only which model it is about
        return self.filtered(lambda message: self._est_un_fil(message.sudo().model))

    @api.model
    def _est_le_robot(self):
        """Whether this is an automatic process: nobody logs in as its user."""
        return self.env.uid == api.SUPERUSER_ID

    def _verifier_signature(self):
        """Check that these messages, just written, bear the name of who wrote them, and today.

        :raise AccessError: when one does not
        """
        moi, instant = self.env.user, maintenant()
        miens = {False, "", moi.email, moi.email_formatted, moi.partner_id.email_formatted}
        # sudo: of what was just written, only who signs it
        for message in self._du_fil().sudo():
            juste = message.author_id == moi.partner_id and not message.author_guest_id
            juste &= message.email_from in miens and message.message_type not in PAS_DE_NOUS
            if not juste or abs(message.date - instant) > ECART_HORLOGES:
                raise self._refus_signature()

    def _retirer_documents(self):
        """Take the documents out of these messages, which hand their files to everybody who reads them; they stay
        documents of the records."""
        self.with_context(**{COMPLETE: PERMIS}).attachment_ids = False

    @api.model
    def _sans_confidentiels(self, vals):
        """Return these values without the confidential documents that they would join to a message."""
        if not vals.get("attachment_ids"):
            return vals
        commandes = [Command.link(c) if isinstance(c, int) else c for c in vals["attachment_ids"]]
        joints = {commande[1] for commande in commandes if commande[0] == Command.LINK}
        joints |= {joint for commande in commandes if commande[0] == Command.SET for joint in commande[2]}
        # sudo: only the mark is read
        tus = set(self.env["ir.attachment"].sudo().search([("id", "in", [*joints]), ("confidentiel", "=", True)]).ids)
        if not tus:
            return vals
        gardees = [
            Command.set([joint for joint in commande[2] if joint not in tus])
            if commande[0] == Command.SET
            else commande
            for commande in commandes
            if commande[0] != Command.LINK or commande[1] not in tus
        ]
        return {**vals, "attachment_ids": gardees}

    @api.model
    def _refus_append(self):
        return AccessError(
            self.env._(
                "What was said on a record stays as it was said, one's own words too. Nothing was changed. To correct "
                "a message, write a new note below it."
            )
        )

    @api.model
    def _refus_signature(self):
        return AccessError(
            self.env._(
                "A message bears the name of who writes it and the moment it is written. Nothing was saved. Write it "
                "in your own name, and say in it who said what, and when."
            )
        )

    def _get_forbidden_access(self, operation):
        """Who wrote a message, or was told of it, reads it as long as they may read what it is about."""
        interdits = super()._get_forbidden_access(operation)
        return interdits + hors_de_vue(self - interdits, "model")

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        requete = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.is_superuser() or bypass_access:
            return requete
        trouves = self.browse(requete)
        return (trouves - hors_de_vue(trouves, "model"))._as_query(order)
