# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models

#: The columns that hold what a file says.
CONTENU = frozenset({"raw", "datas", "db_datas", "index_content"})


class IrAttachment(models.Model):
    """The files of the columns that hold a letter are that letter."""

    _inherit = "ir.attachment"

    def _read_format(self, fnames, load="_classic_read"):
        lignes = super()._read_format(fnames, load)
        if not self.env.su and not self.env.context.get("bin_size") and not CONTENU.isdisjoint(fnames):
            self._retenir_lettres()
        return lignes

    def _retenir_lettres(self):
        """Keep that the user opens the letters among these files."""
        # sudo: what these files are of
        for (modele, champ), fichiers in self.sudo().grouped(lambda f: (f.res_model, f.res_field)).items():
            if champ and champ in getattr(self.env.get(modele), "_papiers", ()):
                self.env[modele].browse(fichiers.mapped("res_id"))._retenir_lettre()
