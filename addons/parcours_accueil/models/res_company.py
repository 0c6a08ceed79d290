# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    exemption_texte = fields.Text(
        "Last paragraph of exemption letters",
        translate=True,
        help="How to object, opening hours, whom to call… Empty: nothing is said. The ordinance names no appeal "
        "against these decisions: to be confirmed.",
    )
