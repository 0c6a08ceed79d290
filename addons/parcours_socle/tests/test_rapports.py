# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.tests import TransactionCase

from ..models.ir_actions_report import RienDuDehors


class TestRapports(TransactionCase):
    def test_a_document_fetches_nothing(self):
        for url in ("file:///etc/hostname", "http://127.0.0.1/x", "data:text/plain,x"):
            with self.subTest(url=url), self.assertRaises(ValueError):
                RienDuDehors().fetch(url)

    def test_a_report_is_made_by_the_engine_it_names(self):
        vue = self.env["ir.ui.view"].create(
            {
                "name": "essai",
                "key": "parcours_socle.essai",
                "type": "qweb",
                "arch": """
                    <html lang="fr">
                        <head><title>Essai</title></head>
                        <body><t t-foreach="docs" t-as="doc"><p t-esc="doc.name"/></t></body>
                    </html>""",
            }
        )
        self.env["ir.model.data"].create(
            {"module": "parcours_socle", "name": "essai", "model": "ir.ui.view", "res_id": vue.id}
        )
        rapport = self.env["ir.actions.report"].create(
            {
                "name": "Essai",
                "model": "res.company",
                "report_type": "qweb-pdf",
                "report_name": "parcours_socle.essai",
                "moteur": "weasyprint",
            }
        )
        communes = self.env["res.company"].search([("nis_code", "!=", False)], limit=2)
        Rapport = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pages = Rapport._render_qweb_pdf_prepare_streams(rapport, {}, communes.ids)
        self.assertEqual(list(pages), communes.ids)
        for page in pages.values():
            self.assertEqual(page["stream"].read(5), b"%PDF-")
            self.assertIsNone(page["attachment"], "a document is kept by who asked for it, not by the engine")
