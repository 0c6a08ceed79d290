# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class RegistreAnomalie(models.Model):
    """Second floor's part: what the register answered waits for somebody, on the landing page."""

    _name = "registre.anomalie"
    _inherit = ["registre.anomalie", "liste.ordonnable"]
