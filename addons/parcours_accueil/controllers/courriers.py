# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request


class Courriers(http.Controller):
    @http.route(
        ["/parcours/courriers/<int:lot_id>.<any(pdf, csv):sorte>"],
        type="http",
        auth="user",
        readonly=False,  # who opens a letter is kept in the log
    )
    def lot(self, lot_id, sorte):
        """The letters of a lot as one file, or the table for the franking service; 404 for who may not, or when none
        waits to be posted."""
        lot = request.env["parcours.courrier.lot"].browse(lot_id).exists()
        try:
            lot.check_access("read")
            contenu = (lot._fusion() if sorte == "pdf" else lot._bordereau()) if lot._par_la_poste() else None
        except AccessError:
            contenu = None
        if contenu is None:
            raise request.not_found()
        return request.make_response(
            contenu,
            [
                ("Content-Type", "application/pdf" if sorte == "pdf" else "text/csv; charset=utf-8"),
                # no name and no number of anybody in a file name
                ("Content-Disposition", content_disposition(f"{lot.name.replace('/', '-')}.{sorte}")),
            ],
        )
