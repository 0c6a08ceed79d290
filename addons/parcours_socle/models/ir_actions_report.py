# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import io

import weasyprint

from odoo import fields, models

from ..papier.pdf import RienDuDehors

MOTEURS = [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")]


class IrActionsReport(models.Model):
    """PDF made by WeasyPrint where the report says so: selectable and accessible text (PDF/UA), a layout of its own.

    The report's template is then a whole page, `html` and style included, without Odoo's layout and assets.
    """

    _inherit = "ir.actions.report"

    moteur = fields.Selection(MOTEURS, string="PDF made by", default="wkhtmltopdf", required=True)

    ensemble = fields.Boolean("One document for all", help="A list of the records, not a document for each.")

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        if self._get_report(report_ref).moteur != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        documents = {}
        ids = list(res_ids or [])
        for ensemble in [ids] if ids and self._get_report(report_ref).ensemble else [[res_id] for res_id in ids]:
            page = self._render_qweb_html(report_ref, ensemble, data=dict(data or {}))[0]
            pdf = weasyprint.HTML(string=page.decode(), url_fetcher=RienDuDehors()).write_pdf(pdf_variant="pdf/ua-1")
            documents[ensemble[0]] = {"stream": io.BytesIO(pdf), "attachment": None}
        return documents
