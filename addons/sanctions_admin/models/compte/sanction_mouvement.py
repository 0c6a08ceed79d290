# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.parcours_socle.jour import aujourdhui

# Sign of each movement in the account of the person, who owes what is positive.
SIGNES = {"creance": 1, "annulation": -1, "paiement": -1, "remboursement": 1, "abandon": -1}


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
        [
            ("creance", "Claim"),
            ("annulation", "Claim cancelled"),
            ("paiement", "Payment"),
            ("remboursement", "Refund"),
            ("abandon", "Write-off"),
        ],
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

    @api.constrains("type", "decision_id", "montant")
    def _check_annulation(self):
        """A claim is cancelled once, with the notification that made it, and never by hand."""
        annulations = self.filtered(lambda mouvement: mouvement.type == "annulation")
        reste = dict(
            self._read_group(
                [("decision_id", "in", annulations.decision_id.ids), ("type", "in", ("creance", "annulation"))],
                ["decision_id"],
                ["montant_signe:sum"],
            )
        )
        if any(m.decision_id.date_notification or reste.get(m.decision_id, -1) < 0 for m in annulations):
            raise ValidationError(
                self.env._("A claim is cancelled by cancelling the notification that made it. Nothing was saved.")
            )

    def write(self, vals):
        raise UserError(self.env._("A movement cannot be changed. Nothing was saved. Enter the opposite movement."))

    def unlink(self):
        raise UserError(self.env._("A movement cannot be deleted. Nothing was deleted. Enter the opposite movement."))

    def _contrepasser(self):
        """Cancel claims in the account, each by an opposite movement of today: nothing is erased."""
        self.create(
            [
                {
                    "sanction_id": creance.sanction_id.id,
                    "decision_id": creance.decision_id.id,
                    "type": "annulation",
                    "montant": creance.montant,
                }
                for creance in self
            ]
        )

    def _faits_inscrits(self):
        self.ensure_one()
        # that a claim is cancelled is what the correcting entry of its own says
        return {} if self.type == "annulation" else {self.type: self.date}

    def _liens_inscrits(self):
        self.ensure_one()
        decision = self.decision_id or self._seule_amende()
        return {"decision_id": decision.id, "infraction_id": decision.infraction_id.id}

    def _seule_amende(self):
        """Return the fine that a movement which names none is about: the only one of the sanction that was notified."""
        amendes = self.sanction_id.decision_ids.filtered(lambda d: d.decision == "amende" and d.date_notification)
        return amendes if len(amendes) == 1 else amendes.browse()
