# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

DECISIONS = [("accorder", "Grant"), ("refuser", "Refuse"), ("retirer", "Withdraw"), ("revoquer", "Revoke")]
LANGUES = [("fr_BE", "French"), ("nl_BE", "Dutch")]


class ParcoursExemptionDecision(models.TransientModel):
    """The small window behind the buttons of a request: when, why, until when, and the language of the letter."""

    _name = "parcours.exemption.decision"
    _inherit = ["reference.lisible"]
    _description = "Decide on a requested exemption"
    _lisibles = ("exemption_id",)

    exemption_id = fields.Many2one("parcours.exemption", "Request", required=True, readonly=True)
    decision = fields.Selection(DECISIONS, required=True, readonly=True)
    explication = fields.Text(related="exemption_id.explication")
    medical = fields.Boolean(related="exemption_id.medical")
    date = fields.Date("On", required=True, default=aujourdhui)
    duree = fields.Selection(
        [("sans_fin", "Without an end"), ("temporaire", "Until a day")],
        "For how long",
        default="sans_fin",
        required=True,
    )
    date_fin = fields.Date("Last day")
    motif = fields.Text("Reason", required=True)
    langue = fields.Selection(
        LANGUES,
        "Language of the letter",
        default=lambda self: self.env.lang if self.env.lang in dict(LANGUES) else LANGUES[0][0],
    )

    def action_confirmer(self):
        """Take the decision, with the checks of the request; the window closes."""
        self.ensure_one()
        exemption = self.exemption_id
        match self.decision:
            case "accorder":
                fin = self.date_fin if self.duree == "temporaire" else False
                exemption._accorder(self.date, self.motif, fin, self.langue)
            case "refuser":
                exemption._refuser(self.date, self.motif, self.langue)
            case "retirer":
                exemption._retirer(self.date, self.motif)
            case "revoquer":
                exemption._revoquer(self.date, self.motif)
        return {"type": "ir.actions.act_window_close"}
