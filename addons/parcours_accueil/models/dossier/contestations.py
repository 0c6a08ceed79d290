# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is contested in a file (loi.md §6.9)."""

from odoo import api, fields, models

from ..vocabulaire import GROUPES_REGISTRE


class DossierContestations(models.AbstractModel):
    _name = "parcours.dossier.contestations"
    _description = "Pathway file: what is contested"

    contestation_ids = fields.One2many(
        "parcours.contestation", "dossier_id", "Contestations", readonly=True, groups=GROUPES_REGISTRE
    )
    contestation_count = fields.Integer(
        "Number of contestations", compute="_compute_contestation_count", groups=GROUPES_REGISTRE
    )
    contestation_ouverte = fields.Boolean(
        "A contestation is open", compute="_compute_contestation_count", groups=GROUPES_REGISTRE
    )

    @api.depends("contestation_ids.bloque")
    def _compute_contestation_count(self):
        comptes = {}
        for dossier, bloque, nombre in self.env["parcours.contestation"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id", "bloque"], ["__count"]
        ):
            comptes.setdefault(dossier.id, {})[bloque] = nombre
        for dossier in self:
            par_effet = comptes.get(dossier.id, {})
            dossier.contestation_count = sum(par_effet.values())
            dossier.contestation_ouverte = bool(par_effet.get(True))

    def action_contester(self):
        """Open a new contestation of this file."""
        self.ensure_one()
        suivi = self.phase == "dossier" and not self.volontaire
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a contestation"),
            "res_model": "parcours.contestation",
            "view_mode": "form",
            "context": {"default_dossier_id": self.id, "default_genre": "obligation" if suivi else "fait"},
        }

    def action_contestations(self):
        """Open the contestations of this file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contestations"),
            "res_model": "parcours.contestation",
            "view_mode": "list,form",
            "domain": [("dossier_id", "=", self.id)],
            "context": {"default_dossier_id": self.id},
        }
