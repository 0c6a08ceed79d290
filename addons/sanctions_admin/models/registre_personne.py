# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from odoo.addons.parcours_socle.recherche import cles_reference


class RegistrePersonne(models.Model):
    _inherit = "registre.personne"

    @api.depends("dossier_ids.sanction_ids.reference")
    def _compute_recherche(self):
        return super()._compute_recherche()

    def _cles_recherche(self):
        """Third floor's door: the reference of a sanction finds the person."""
        cles = super()._cles_recherche()
        for personne, siennes in cles.items():
            for sanction in personne.dossier_ids.sanction_ids:
                siennes |= cles_reference(sanction.reference)
        return cles
