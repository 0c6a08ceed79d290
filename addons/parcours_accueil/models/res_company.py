# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    exemption_texte = fields.Text(
        "Last paragraph of exemption letters",
        translate=True,
        help="Opening hours, whom to call… Empty: nothing is said. The remedies are printed besides, by themselves.",
    )
