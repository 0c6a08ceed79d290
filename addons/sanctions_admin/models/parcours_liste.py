# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursListe(models.Model):
    """A list can stand on the official's landing page."""

    _inherit = "parcours.liste"

    page = fields.Selection(selection_add=[("sanctions", "Today: sanctions")], ondelete={"sanctions": "cascade"})
    action = fields.Selection(
        selection_add=[
            ("etape:sanction_complete", "Complete"),
            ("etape:sanction_reponse", "Answer"),
        ],
        ondelete={"etape:sanction_complete": "set null", "etape:sanction_reponse": "set null"},
    )
