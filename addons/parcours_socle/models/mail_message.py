# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.fields import Command


class MailMessage(models.Model):
    """A message hands its files to everybody who reads it, by name and by content: never a confidential document, to
    whatever it belongs and whatever the message is about."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._sans_confidentiels(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._sans_confidentiels(vals))

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
