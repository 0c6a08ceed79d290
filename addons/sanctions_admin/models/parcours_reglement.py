# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from odoo.addons.parcours_accueil.models.loi.parcours_reglement_valeur import Figure

from ..droit.delais import SANS_REMEDES


class ParcoursReglement(models.Model):
    _inherit = "parcours.reglement"

    @api.model
    def _codes_requis(self):
        """Third floor's part: what hearings, fines and appeals are counted with (art. 14-15)."""
        return super()._codes_requis() | {
            "audition": Figure(("jours", "mois")),
            "amende": Figure(("annees", "mois")),
            "montant_amende": Figure(("euros",)),
            "plafond_amendes": Figure(("euros",)),
            "preuve_amende": Figure(("mois", "jours")),
            "recours": Figure(("jours", "mois")),
            SANS_REMEDES: Figure(("mois", "jours")),
            "paiement": Figure(("jours", "mois")),
            "prescription": Figure(("annees",)),
        }
