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

    def _references_dossiers(self):
        """The references of these people's files, for the consultation log: one query."""
        dossiers = self.env["parcours.dossier"].search_fetch(
            [("personne_id", "in", self.ids)], ["personne_id", "reference"]
        )
        # Of several files of one person, the first as they are listed.
        return super()._references_dossiers() | {d.personne_id.id: d.reference for d in reversed(dossiers)}
