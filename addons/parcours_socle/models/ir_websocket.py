# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.http import SessionExpiredException

from odoo.addons.bus.websocket import wsrequest

from .. import sessions


class IrWebsocket(models.AbstractModel):
    """What is pushed to a page that stayed open ends with the session (sessions.py)."""

    _inherit = "ir.websocket"

    @classmethod
    def _authenticate(cls):
        if wsrequest.session.uid is not None and sessions.terminee(wsrequest.session):
            raise SessionExpiredException
        return super()._authenticate()
