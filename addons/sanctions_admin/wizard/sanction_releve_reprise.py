# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64

from odoo import fields, models
from odoo.exceptions import UserError


class SanctionReleveReprise(models.TransientModel):
    """The window that takes a file of the bank; the file itself is not kept."""

    _name = "sanction.releve.reprise"
    _description = "Take a file of the bank"

    fichier = fields.Binary("File of the bank (CODA or camt.053)", attachment=False)
    nom = fields.Char("File name")

    def action_prendre(self):
        """Take the statements of the file and match their lines; those that are here already are shown as they are."""
        self.ensure_one()
        octets = self.with_context(bin_size=False).fichier
        if not octets:
            raise UserError(self.env._("Choose the file first: a CODA or a camt.053."))
        releves = self.env["sanction.releve"]._prendre(self.nom or "", base64.b64decode(octets))
        self.fichier = False
        return releves._ouvrir()
