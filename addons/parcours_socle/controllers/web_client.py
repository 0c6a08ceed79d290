# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.http import request, route

from odoo.addons.web.controllers import webclient


class WebClient(webclient.WebClient):
    """What anybody may ask before logging in."""

    @route()
    def version_info(self):
        """A page asks this to know whether the server is back: which version serves is for who logged in."""
        return super().version_info() if request.session.uid else {}
