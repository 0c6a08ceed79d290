# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

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
        capacites._verifier_jour()
        return capacites

    def _verifier_jour(self):
        """Refuse a figure of before today over days for which one was told: what was counted of them with it must be
        the same when it is asked again (loi.md §9). Until one is told nothing was counted: the first one may be older.

        :raise UserError: naming the day from which a figure was told
        """
        jour = aujourdhui()
        passees = self.filtered(lambda capacite: capacite.depuis < jour)
        # sudo: the days from which figures of organisers hold, the same for everybody who sees the queue
        dites = self.sudo().search([("organisateur_id", "in", passees.organisateur_id.ids), ("id", "not in", self.ids)])
        for capacite in passees:
            meme = dites.filtered(lambda une, celle=capacite: une.organisateur_id == celle.organisateur_id)
            if meme := meme.filtered(lambda une, celle=capacite: une.langue == celle.langue):
                raise UserError(
                    self.env._(
                        "A capacity was told from %s on: figures of days that are over rest on it. Nothing was saved. "
                        "Enter the new one from today on, or from a day to come.",
                        format_date(self.env, min(meme.mapped("depuis"))),
                    )
                )

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
