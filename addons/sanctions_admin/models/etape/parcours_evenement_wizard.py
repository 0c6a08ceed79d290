# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from odoo.addons.parcours_accueil.wizard.etape.parcours_evenement_wizard import ParcoursEvenementWizard as Fenetre

from .libelles import ACTES


class ParcoursEvenementWizard(models.TransientModel):
    _inherit = "parcours.evenement.wizard"
    _lisibles = ("dossier_id", "annule_id", "sanction_id")
    _exige_selon = (*Fenetre._exige_selon, "acte")

    acte = fields.Selection(ACTES, "Act", help="What interrupts prescription.")
    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", readonly=True)

    def _proprietaire(self):
        return self.sanction_id or super()._proprietaire()
