# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursStage(models.Model):
    """One stage of an open file (loi.md §6). The stage follows the events of the file; nobody moves it by hand."""

    _name = "parcours.stage"
    _description = "Stage of a file"
    _inherit = ["code.fixe"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Name by which the events find the stage.")
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded in the board")
    lateral = fields.Boolean("Side road", help="Suspended, summoned, refusal found, transferred.")
    description = fields.Text(translate=True)

    _code_unique = models.Constraint("UNIQUE(code)", "Two stages cannot have the same code.")
