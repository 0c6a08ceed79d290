# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What Odoo would send to an address that a user names: nothing leaves the server but what we send."""

from odoo import api, models


class MailLinkPreview(models.Model):
    _inherit = "mail.link.preview"

    @api.model
    def _is_link_preview_enabled(self):
        """The server opens no address that stands in a message, whatever the settings say."""
        return False


class MailPushDevice(models.Model):
    _inherit = "mail.push.device"

    @api.model
    def register_devices(self, **kw):
        """Keep no address to push notifications to: each would be a call to a machine that the browser, or a program,
        names, with what a colleague wrote of somebody in it. Whoever has the page open is told by the bus."""
