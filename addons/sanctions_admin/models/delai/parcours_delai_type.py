# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from .libelles import ECHEANCES


class ParcoursDelaiType(models.Model):
    _inherit = "parcours.delai.type"

    code = fields.Selection(selection_add=ECHEANCES, ondelete={code: "cascade" for code, _libelle in ECHEANCES})
