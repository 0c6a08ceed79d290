# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from ...droit.presences import Module


class ParcoursModule(models.Model):
    """One module of the pathway. How many hours it takes is no number of ours: it is a line of the version of the law,
    found by `valeur`; a language is followed according to need, up to a level (loi.md §6)."""

    _name = "parcours.module"
    _description = "Module of the pathway"
    _inherit = ["code.fixe"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    langue = fields.Boolean("Language course", help="Followed according to need, up to A2.")
    valeur = fields.Char("Its figure in the law", help="Short name of the value of each version that says its hours.")

    _code_unique = models.Constraint("UNIQUE(code)", "Two modules cannot have the same code.")

    def _de_la_version(self, reglement):
        """Return these modules as that version of the law asks for them (droit/presences.py)."""
        lignes = reglement._lignes() if reglement else {}
        return [
            Module(module.id, lignes[module.valeur].nombre if module.valeur in lignes else None, module.langue)
            for module in self
        ]
