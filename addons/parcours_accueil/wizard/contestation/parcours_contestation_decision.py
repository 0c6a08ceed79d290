# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from ..demande.parcours_demande_fenetre import EXIGE_SELON, SUITES

DECISIONS = [("accepter", "Accept"), ("refuser", "Refuse"), ("retirer", "Withdraw")]


class ParcoursContestationDecision(models.TransientModel):
    """The small window behind the buttons of a contestation: when, why, and the language of the letter."""

    _name = "parcours.contestation.decision"
    _inherit = ["parcours.demande.fenetre"]
    _description = "Decide on a contestation"
    _lisibles = ("contestation_id",)
    _demande = "contestation_id"
    _exige_selon = EXIGE_SELON

    contestation_id = fields.Many2one("parcours.contestation", required=True, readonly=True)
    decision = fields.Selection(DECISIONS + SUITES, required=True, readonly=True)
    genre = fields.Selection(related="contestation_id.genre")

    def _exigences_propres(self):
        return []

    def _confirmer(self, demande):
        match self.decision:
            case "accepter":
                return demande._accepter(self.date, self.motif, self.langue)
            case "refuser":
                return demande._refuser(self.date, self.motif, self.langue)
            case "retirer":
                return demande._retirer(self.date, self.motif)
