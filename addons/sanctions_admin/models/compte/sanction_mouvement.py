# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

# Sign of each movement in the account of the person, who owes what is positive.
SIGNES = {"creance": 1, "paiement": -1, "remboursement": 1, "abandon": -1}


class SanctionMouvement(models.Model):
    """One movement of the account: claim, payment, refund or write-off. Append-only; the account is the sum."""

    _name = "sanction.mouvement"
    _description = "Movement of the account"
    _inherit = ["sanction.inscrit", "liste.ordonnable", "nom.lisible"]
    _order = "date, id"
    _noms = ("type", "date")
    _champ_evenement = "mouvement_id"

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    currency_id = fields.Many2one(related="sanction_id.currency_id")
    decision_id = fields.Many2one(
        "sanction.decision", ondelete="restrict", domain="[('sanction_id', '=', sanction_id)]"
    )
    type = fields.Selection(
        [("creance", "Claim"), ("paiement", "Payment"), ("remboursement", "Refund"), ("abandon", "Write-off")],
        "Movement",
        required=True,
    )
    date = fields.Date(required=True, default=aujourdhui)
    montant = fields.Monetary("Amount", required=True)
    montant_signe = fields.Monetary("Effect on the account", compute="_compute_montant_signe", store=True)
    communication = fields.Char("Reference of the payment")

    _montant_positif = models.Constraint("CHECK(montant > 0)", "Enter a positive amount: its kind gives the sign.")

    @api.depends("type", "montant")
    def _compute_montant_signe(self):
        for mouvement in self:
            mouvement.montant_signe = SIGNES.get(mouvement.type, 0) * mouvement.montant

    def write(self, vals):
        raise UserError(self.env._("A movement cannot be changed. Nothing was saved. Enter the opposite movement."))

    def unlink(self):
        raise UserError(self.env._("A movement cannot be deleted. Nothing was deleted. Enter the opposite movement."))

    def _faits_inscrits(self):
        self.ensure_one()
        return {self.type: self.date}

    def _liens_inscrits(self):
        self.ensure_one()
        decision = self.decision_id or self._seule_amende()
        return {"decision_id": decision.id, "infraction_id": decision.infraction_id.id}

    def _seule_amende(self):
        """Return the fine that a movement which names none is about: the only one of the sanction that was notified."""
        amendes = self.sanction_id.decision_ids.filtered(lambda d: d.decision == "amende" and d.date_notification)
        return amendes if len(amendes) == 1 else amendes.browse()
