# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class SanctionReleveReprise(models.TransientModel):
    """The window that takes a file of the bank; the file itself is not kept."""

    _name = "sanction.releve.reprise"
    _inherit = ["fenetre.fichier"]
    _description = "Take a file of the bank"

    fichier = fields.Binary("File of the bank (CODA or camt.053)", attachment=False)

    def _phrase_sans_fichier(self):
        return self.env._("Choose the file first: a CODA or a camt.053.")

    def action_prendre(self):
        """Take the statements of the file and match their lines; those that are here already are shown as they are."""
        releves = self.env["sanction.releve"]._prendre(self.nom or "", self._octets())
        self.fichier = False
        return releves._ouvrir()
