# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The documents of a file: those that wait to be checked, and those that count."""

from odoo import api, fields, models

from ..vocabulaire import GROUPES_IDENTITE


class DossierDocuments(models.AbstractModel):
    _name = "parcours.dossier.documents"
    _description = "Pathway file: its documents"

    preuve_ids = fields.One2many(
        "parcours.document", "dossier_id", "Documents of the file", readonly=True, groups=GROUPES_IDENTITE
    )
    preuve_attend = fields.Integer(
        "Documents to check", compute="_compute_preuve_attend", groups="parcours_accueil.group_agent"
    )

    @api.depends("preuve_ids.state")
    def _compute_preuve_attend(self):
        domaine = [("dossier_id", "in", self.ids), ("state", "=", "recu")]
        comptes = dict(self.env["parcours.document"]._read_group(domaine, ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.preuve_attend = comptes.get(dossier._origin, 0)

    def action_deposer_document(self):
        """Open the window by which a document is brought for this file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bring a document"),
            "res_model": "parcours.document.depot",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }
