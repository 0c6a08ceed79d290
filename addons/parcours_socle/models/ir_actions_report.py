# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import io

import weasyprint

from odoo import fields, models

MOTEURS = [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")]


class RienDuDehors(weasyprint.urls.URLFetcher):
    """A document holds everything it shows: nothing is fetched while it is made, from this machine or another."""

    def fetch(self, url, headers=None):
        raise ValueError("A document may not fetch anything.")


class IrActionsReport(models.Model):
    """PDF made by WeasyPrint where the report says so: selectable and accessible text (PDF/UA), a layout of its own.

    The report's template is then a whole page, `html` and style included, without Odoo's layout and assets.
    """

    _inherit = "ir.actions.report"

    moteur = fields.Selection(MOTEURS, string="PDF made by", default="wkhtmltopdf", required=True)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        if self._get_report(report_ref).moteur != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        documents = {}
        for res_id in res_ids or []:
            page = self._render_qweb_html(report_ref, [res_id], data=dict(data or {}))[0]
            pdf = weasyprint.HTML(string=page.decode(), url_fetcher=RienDuDehors()).write_pdf(pdf_variant="pdf/ua-1")
            documents[res_id] = {"stream": io.BytesIO(pdf), "attachment": None}
        return documents
