# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64

from odoo import fields, models
from odoo.exceptions import UserError


class ParcoursCourrierReprise(models.TransientModel):
    """The window that takes back the table of the franking service; the file itself is not kept."""

    _name = "parcours.courrier.reprise"
    _description = "Take back a table"

    fichier = fields.Binary("Table (CSV or xlsx)", attachment=False)
    nom = fields.Char("File name")

    def action_lire(self):
        """Read the file and show what it would do; nothing is recorded yet."""
        self.ensure_one()
        octets = self.with_context(bin_size=False).fichier
        if not octets:
            raise UserError(self.env._("Choose the file first: a CSV or an xlsx."))
        tables = self.env["parcours.courrier.bordereau"]
        bordereau = tables._lire(self.nom or self.env._("Table"), base64.b64decode(octets))
        self.fichier = False
        return bordereau._ouvrir()
