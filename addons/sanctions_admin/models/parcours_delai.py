# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class ParcoursDelai(models.Model):
    _inherit = "parcours.delai"

    def _ouvrir_revue(self, motif):
        """The official is told too when a late fact contradicts the summons or the refusal, before a fine."""
        resultat = super()._ouvrir_revue(motif)
        if motif in ("suite_prematuree", "refus_contredit"):
            self.dossier_id._prevenir_fonctionnaires()
        return resultat
