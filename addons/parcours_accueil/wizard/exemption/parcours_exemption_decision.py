# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from ..demande.parcours_demande_fenetre import EXIGE_SELON, SUITES

DECISIONS = [("accorder", "Grant"), ("refuser", "Refuse"), ("retirer", "Withdraw"), ("revoquer", "Revoke")]


class ParcoursExemptionDecision(models.TransientModel):
    """The small window behind the buttons of a request: when, why, until when, and the language of the letter."""

    _name = "parcours.exemption.decision"
    _inherit = ["parcours.demande.fenetre"]
    _description = "Decide on a requested exemption"
    _lisibles = ("exemption_id",)
    _demande = "exemption_id"
    _exige_selon = (*EXIGE_SELON, "duree", "date_fin")
    _exige_article = "exemption_id.article"

    exemption_id = fields.Many2one("parcours.exemption", "Request", required=True, readonly=True)
    decision = fields.Selection(DECISIONS + SUITES, required=True, readonly=True)
    explication = fields.Text(related="exemption_id.explication")
    medical = fields.Boolean(related="exemption_id.medical")
    duree = fields.Selection(
        [("sans_fin", "Without an end"), ("temporaire", "Until a day")],
        "For how long",
        default="sans_fin",
        required=True,
    )
    date_fin = fields.Date("Last day")

    def _exigences_propres(self):
        if self.decision != "accorder" or self.duree != "temporaire":
            return []
        return [(self.env._("The last day of the exemption"), bool(self.date_fin))]

    def _confirmer(self, demande):
        match self.decision:
            case "accorder":
                fin = self.date_fin if self.duree == "temporaire" else False
                return demande._accorder(self.date, self.motif, fin, self.langue)
            case "refuser":
                return demande._refuser(self.date, self.motif, self.langue)
            case "retirer":
                return demande._retirer(self.date, self.motif)
            case "revoquer":
                return demande._revoquer(self.date, self.motif, self.langue)
