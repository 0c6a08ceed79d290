# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class CoursChez(models.AbstractModel):
    """What an organiser keeps: its own, from the first moment, and nobody else's afterwards."""

    _name = "parcours.cours.chez"
    _description = "Kept by an organiser"

    organisateur_id = fields.Many2one(
        "parcours.organisateur",
        "Organiser",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user.organisateur_id,
    )
