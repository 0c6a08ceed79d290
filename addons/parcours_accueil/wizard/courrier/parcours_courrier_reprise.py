# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursCourrierReprise(models.TransientModel):
    """The window that takes back the table of the franking service; the file itself is not kept."""

    _name = "parcours.courrier.reprise"
    _inherit = ["fenetre.fichier"]
    _description = "Take back a table"

    fichier = fields.Binary("Table (CSV or xlsx)", attachment=False)

    def _phrase_sans_fichier(self):
        return self.env._("Choose the file first: a CSV or an xlsx.")

    def action_lire(self):
        """Read the file and show what it would do; nothing is recorded yet."""
        tables = self.env["parcours.courrier.bordereau"]
        bordereau = tables._lire(self.nom or self.env._("Table"), self._octets())
        self.fichier = False
        return bordereau._ouvrir()
