# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class SanctionStage(models.Model):
    """One stage of the procedure that follows a finding of refusal (loi.md §7)."""

    _name = "sanction.stage"
    _description = "Stage of a sanction"
    _inherit = ["code.fixe"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Name by which the steps of the procedure find the stage.")
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded in the board")
    description = fields.Text(translate=True)

    _code_unique = models.Constraint("UNIQUE(code)", "Two stages cannot have the same code.")
