# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from .libelles import ACTES_DITS


class ParcoursMention(models.Model):
    """The official's authority has its own ombudsman and appeals (loi.md §7)."""

    _inherit = "parcours.mention"

    acte = fields.Selection(selection_add=ACTES_DITS, ondelete={code: "cascade" for code, _nom in ACTES_DITS})
