# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Rejeu(http.Controller):
    @http.route("/parcours/rejeu/<int:rejeu_id>.xlsx", type="http", auth="user")
    def classeur(self, rejeu_id):
        """The workbook of one replay, with what its reader may see; 404 for who may not, or when it is gone."""
        rejeu = request.env["parcours.rejeu"].browse(rejeu_id).exists()
        try:
            rejeu.check_access("read")
            contenu = rejeu._classeur() if rejeu else None
        except AccessError:
            contenu = None
        except UserError as erreur:
            return request.make_response(str(erreur), [("Content-Type", "text/plain; charset=utf-8")], status=410)
        if contenu is None:
            raise request.not_found()
        nom = f"{rejeu.display_name} {rejeu.date_debut:%Y-%m-%d}.xlsx"
        return request.make_response(
            contenu, [("Content-Type", XLSX), ("Content-Disposition", content_disposition(nom))]
        )
