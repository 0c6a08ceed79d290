# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class EtapeProprietaire(models.AbstractModel):
    _inherit = "parcours.etape.proprietaire"

    @api.model
    def _groupes_acteurs(self):
        """Third floor's role: the official who hears, decides and collects."""
        return super()._groupes_acteurs() | {"fonctionnaire": "sanctions_admin.group_fonctionnaire"}
