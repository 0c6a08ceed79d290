# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursEvenementWizard(models.TransientModel):
    _inherit = "parcours.evenement.wizard"
    _lisibles = ("dossier_id", "annule_id", "sanction_id")

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", readonly=True)

    def _proprietaire(self):
        return self.sanction_id or super()._proprietaire()
