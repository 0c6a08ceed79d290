# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import LANGUES_PARCOURS


class ParcoursCapacite(models.Model):
    """How many people an organiser can follow at the same time, in one language, from a day on. The last one told
    counts; those before stay: what there was on a past day is asked too (loi.md §9). None at all: not known."""

    _name = "parcours.capacite"
    _description = "Capacity of an organiser"
    _inherit = ["nom.reserve"]
    _order = "depuis desc, id desc"
    _rec_name = "organisateur_id"

    organisateur_id = fields.Many2one(
        "parcours.organisateur",
        "Organiser",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.organisateur_id,
    )
    langue = fields.Selection(
        LANGUES_PARCOURS, "Followed in", help="Empty: both languages together, which nobody has told apart."
    )
    places = fields.Integer("Places at the same time", required=True)
    depuis = fields.Date("From", required=True, default=aujourdhui)

    _places_positives = models.Constraint("CHECK(places >= 0)", "A capacity cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        capacites = super().create(vals_list)
        for capacite in capacites:
            capacite.organisateur_id._verifier_langue(capacite.langue)
        return capacites

    def write(self, vals):
        raise UserError(self._phrase_gardee())

    def unlink(self):
        raise UserError(self._phrase_gardee())

    def _phrase_gardee(self):
        return self.env._(
            "What was told of a capacity is kept: figures of past days rest on it. Nothing was changed. Enter the new "
            "figure, with the day from which it holds."
        )

    @api.model
    def _du_jour(self, organisateurs, jour):
        """Return ``{(organiser id, language or False): places}`` of that day; one query for all."""
        # sudo: figures of organisers, the same for everybody who sees the queue
        lues = self.sudo().search_fetch(
            [("organisateur_id", "in", organisateurs.ids), ("depuis", "<=", jour)],
            ["organisateur_id", "langue", "places"],
            order="depuis, id",
        )
        return {(une.organisateur_id.id, une.langue): une.places for une in lues}
