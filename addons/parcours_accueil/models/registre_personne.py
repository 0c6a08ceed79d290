# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class RegistrePersonne(models.Model):
    _inherit = "registre.personne"

    dossier_ids = fields.One2many("parcours.dossier", "personne_id", "Pathway file")

    @api.private
    def _apres_lecture(self):
        """Second floor's door: the people just read get their file, its facts and its examination."""
        resultat = super()._apres_lecture()
        self.env["parcours.dossier"]._recevoir_personnes(self)
        return resultat

    def _reference_dossier(self):
        """The reference of the person's file, for the consultation log."""
        return self.dossier_ids[:1].reference or super()._reference_dossier()
