# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from ...droit.places import FRANCAIS, NEERLANDAIS

#: What the names that letters say follow from; those who come and go are `code.fixe`'s.
NOMMES = frozenset({"name", "active", "sequence"})


class ParcoursOrganisateur(models.Model):
    """One approved organiser: a BAPA or BON. People choose freely and may change (loi.md §6.3)."""

    _name = "parcours.organisateur"
    _description = "Organiser of the pathway"
    _inherit = ["parcours.organisateur.places", "parcours.organisateur.chiffres", "code.fixe"]
    _order = "sequence, name"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    genre = fields.Selection([("bapa", "BAPA"), ("bon", "BON")], "Kind", required=True)
    francais = fields.Boolean("In French")
    neerlandais = fields.Boolean("In Dutch")
    street = fields.Char("Street and number", help="As the letterhead of its attestations says it.")
    zip = fields.Char("Postcode")
    city = fields.Char("Municipality")
    email = fields.Char()
    phone = fields.Char()
    responsable_id = fields.Many2one(
        "res.users",
        "Head",
        ondelete="restrict",
        domain="[('organisateur_id', '=', id), ('organisateur_id', '!=', False)]",
        help="Gets the tasks about people who have no coach in charge.",
    )
    inscription_ids = fields.One2many("parcours.inscription", "organisateur_id", "Enrolments")
    le_mien = fields.Boolean(
        compute="_compute_le_mien", export_string_translation=False, help="The organiser that the user works for."
    )

    _code_unique = models.Constraint("UNIQUE(code)", "Two organisers cannot have the same code.")

    @api.model
    @ormcache()
    def _noms_publics(self):
        """Return the names of the organisers, as each letter says them: read once, not a letter."""
        # sudo: public names, and the same for everybody who reads this cache
        return ", ".join(self.sudo().search_fetch([], ["name"]).mapped("name"))

    def write(self, vals):
        resultat = super().write(vals)
        if not NOMMES.isdisjoint(vals):
            self.env.registry.clear_cache()
        return resultat

    @api.constrains("responsable_id")
    def _check_responsable(self):
        # sudo: for whom somebody works; whoever writes organisers may know it
        for organisateur in self.sudo():
            if organisateur.responsable_id and organisateur.responsable_id.organisateur_id != organisateur:
                raise ValidationError(
                    self.env._(
                        "%s does not work for this organiser. Nothing was saved. Choose somebody of its team.",
                        organisateur.responsable_id.name,
                    )
                )

    @api.depends_context("uid")
    def _compute_le_mien(self):
        mien = self.env.user.organisateur_id
        for organisateur in self:
            organisateur.le_mien = bool(mien) and organisateur._origin == mien

    def _langues(self):
        """Return the languages in which the pathway is followed here (droit/places.py)."""
        self.ensure_one()
        offertes = ((FRANCAIS, self.francais), (NEERLANDAIS, self.neerlandais))
        return [langue for langue, offerte in offertes if offerte]

    def _verifier_langue(self, langue):
        """Refuse a language that this organiser does not offer.

        :raise UserError: naming both
        """
        if langue and langue not in self._langues():
            raise UserError(
                self.env._(
                    "%(organiser)s does not offer the pathway in %(language)s. Nothing was saved. Choose another "
                    "language, or another organiser.",
                    organiser=self.name,
                    language=self._mot_langue(langue),
                )
            )
