# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class ParcoursReglement(models.Model):
    _inherit = "parcours.reglement"

    @api.model
    def _codes_requis(self):
        """Third floor's part: what hearings, fines and appeals are counted with (art. 14-15)."""
        return super()._codes_requis() | {
            "audition": ("jours", "mois"),
            "amende": ("annees", "mois"),
            "montant_amende": ("euros",),
            "plafond_amendes": ("euros",),
            "preuve_amende": ("mois", "jours"),
            "recours": ("jours", "mois"),
            "paiement": ("jours", "mois"),
            "prescription": ("annees",),
        }
