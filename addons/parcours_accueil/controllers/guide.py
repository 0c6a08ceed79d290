# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The agents' guide, in the language of who reads it, at the page of the screen they come from."""

from odoo import http
from odoo.http import request

from .. import guide


class Guide(http.Controller):
    @http.route("/parcours/guide", type="http", auth="user", methods=["GET"], readonly=True)
    def ecran(self, ecran="", modele="", **_autres):
        """Go to the page of a screen: the name of its action first, then that of its model; else the contents."""
        return request.redirect(f"/parcours/guide/{guide.page_de(ecran, modele)}")

    @http.route("/parcours/guide/<string:page>", type="http", auth="user", methods=["GET"], readonly=True)
    def page(self, page):
        langue = guide.langue(request.env.user.lang)
        pages = guide.sommaire(langue)
        if page not in pages:
            raise request.not_found()
        valeurs = {"langue": langue, "pages": pages, "page": page, "contenu": guide.contenu(langue, page)}
        return request.render("parcours_accueil.guide_page", valeurs)
