# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A list of files on paper, for the counter."""

from odoo import models


class DossierImpression(models.AbstractModel):
    _name = "parcours.dossier.impression"
    _description = "Pathway file: printed lists"
    _inherit = "parcours.liste.imprimable"

    _rapport_liste = "parcours_accueil.parcours_dossier_liste_report"

    def _titre_imprime(self):
        return self.env._("List of files")

    def _colonnes_imprimees(self):
        return [
            (self.env._("Name"), False),
            (self.env._("File"), True),
            (self.env._("Commune"), False),
            (self.env._("To do"), False),
            (self.env._("By"), True),
            (self.env._("Agent"), False),
        ]

    def _lignes_imprimees(self):
        lignes = []
        for dossier in self:
            tache = dossier.activity_ids[:1]
            a_faire = tache.summary or tache.activity_type_id.name or dossier._mot_imprime("echeance_type")
            lignes.append(
                (
                    dossier.name,
                    dossier.reference,
                    dossier.company_id.display_name,
                    a_faire or dossier._mot_imprime("motif_sans_echeance") or dossier.stage_id.name or "",
                    dossier._jour_imprime(dossier.date_echeance),
                    dossier.user_id.name or "",
                )
            )
        return lignes
