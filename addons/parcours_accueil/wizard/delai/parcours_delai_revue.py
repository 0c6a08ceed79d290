# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from ...models.lectures import ITS_REFERENCE


class ParcoursDelaiRevue(models.TransientModel):
    """The small window of a review: a person looked at a term, and says what was decided."""

    _name = "parcours.delai.revue"
    _inherit = ["fenetre.exigeante", "lecture.tracee", "reference.lisible"]
    _description = "Review of a term"
    _lisibles = ("delai_id",)
    _montre = {"delai_id.dossier_id": {"explication": ITS_REFERENCE}}
    _motif_lecture = "dossier"
    _exige_selon = ("raison",)

    delai_id = fields.Many2one("parcours.delai", "Term", required=True, readonly=True)
    # Not as superuser: whoever may not read the term reads nothing of it through this window.
    dossier_id = fields.Many2one(related="delai_id.dossier_id", related_sudo=False)
    date_echeance = fields.Date(related="delai_id.date_echeance", related_sudo=False)
    date_connue = fields.Date(related="delai_id.date_connue", related_sudo=False)
    explication = fields.Text(related="delai_id.explication", related_sudo=False)
    revue_motif = fields.Selection(related="delai_id.revue_motif", related_sudo=False)
    raison = fields.Text("What was decided", required=True)

    def _exigences(self):
        return [(self.env._("What was decided"), bool((self.raison or "").strip()))]

    def action_enregistrer(self):
        """Record the review on the file."""
        self.ensure_one()
        self.delai_id._marquer_revue(self.raison)
        return {"type": "ir.actions.act_window_close"}
