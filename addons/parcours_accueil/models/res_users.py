# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", help="The organiser this user works for: only its files are shown."
    )

    def _doit_etre_habilite(self):
        groupes = (
            "parcours_accueil.group_organisateur,parcours_accueil.group_enseignant,parcours_accueil.group_statisticien"
        )
        return super()._doit_etre_habilite() or self.has_groups(groupes)

    def write(self, vals):
        resultat = super().write(vals)
        if "organisateur_id" in vals:
            # the record rules of organisers read this field, and their domains are cached by user
            self.env.registry.clear_cache()
        return resultat
