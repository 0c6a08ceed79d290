# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import ormcache


class ParcoursOrganisateur(models.Model):
    """One approved organiser: a BAPA or BON. People choose freely and may change (loi.md §6.3)."""

    _name = "parcours.organisateur"
    _description = "Organiser of the pathway"
    _inherit = ["code.fixe"]
    _order = "sequence, name"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    genre = fields.Selection([("bapa", "BAPA"), ("bon", "BON")], "Kind", required=True)
    francais = fields.Boolean("In French")
    neerlandais = fields.Boolean("In Dutch")
    capacite = fields.Integer("Capacity", help="Places at the same time; 0: not known.")
    email = fields.Char()
    phone = fields.Char()
    inscription_ids = fields.One2many("parcours.inscription", "organisateur_id", "Enrolments")
    nombre_inscrits = fields.Integer("Enrolled now", compute="_compute_nombre_inscrits")

    _code_unique = models.Constraint("UNIQUE(code)", "Two organisers cannot have the same code.")
    _capacite_positive = models.Constraint("CHECK(capacite >= 0)", "A capacity cannot be negative.")

    @api.model
    @ormcache()
    def _noms_publics(self):
        """Return the names of the organisers, as each letter says them: read once, not a letter."""
        # sudo: public names, and the same for everybody who reads this cache
        return ", ".join(self.sudo().search_fetch([], ["name"]).mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.depends("inscription_ids.date_fin")
    def _compute_nombre_inscrits(self):
        comptes = dict(
            self.env["parcours.inscription"]._read_group(
                [
                    ("organisateur_id", "in", self.ids),
                    ("date_fin", "=", False),
                    ("dossier_id.phase", "=", "dossier"),
                ],
                ["organisateur_id"],
                ["__count"],
            )
        )
        for organisateur in self:
            organisateur.nombre_inscrits = comptes.get(organisateur, 0)
