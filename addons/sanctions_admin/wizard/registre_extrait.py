# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.tools import escape_psql


class RegistreExtrait(models.TransientModel):
    """A person is named by the reference of their sanction file too."""

    _inherit = "registre.extrait"

    def _gens_de(self, texte):
        sanctions = self.env["sanction.dossier"].search([("reference", "=ilike", escape_psql(texte))])
        return super()._gens_de(texte) or sanctions.dossier_id.personne_id
