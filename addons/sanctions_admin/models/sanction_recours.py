# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..droit.etapes import RECOURS_INTRODUIT


class SanctionRecours(models.Model):
    """One appeal to the Council of State against a decision; it suspends execution (art. 15 §2)."""

    _name = "sanction.recours"
    _description = "Appeal"
    _inherit = ["textes.partages.ecriture", "sanction.inscrit.corrigible", "liste.ordonnable", "nom.lisible"]
    _order = "date desc, id desc"
    _champ_evenement = "recours_id"
    _textes = ("note",)
    _types_evenement = "recours_"
    _noms = ("", "date")

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    decision_id = fields.Many2one(
        "sanction.decision",
        required=True,
        ondelete="restrict",
        domain="[('sanction_id', '=', sanction_id)]",
    )
    date = fields.Date("Petition of", required=True)
    role = fields.Char("Roll number")
    issue = fields.Selection(
        [("en_cours", "Pending"), ("rejete", "Dismissed"), ("annule", "Decision annulled"), ("desiste", "Withdrawn")],
        "Outcome",
        required=True,
        default="en_cours",
    )
    date_issue = fields.Date("Outcome of")
    note = fields.Text()

    @api.constrains("decision_id", "sanction_id", "date")
    def _check_decision(self):
        for recours in self:
            if recours.decision_id.sanction_id != recours.sanction_id:
                raise ValidationError(self.env._("The decision belongs to another file."))
            if not recours.decision_id.date_notification or recours.date < recours.decision_id.date_notification:
                raise ValidationError(self.env._("There is no appeal before the decision is notified."))

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {RECOURS_INTRODUIT: self.date}
        if self.issue != "en_cours":
            faits[f"recours_{self.issue}"] = self.date_issue or self.date
        return faits

    def _liens_inscrits(self):
        self.ensure_one()
        return {"decision_id": self.decision_id.id, "infraction_id": self.decision_id.infraction_id.id}

    def _verifier_correction(self):
        """Corrected as long as the sanction lives."""
