# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.parcours_socle.jour import aujourdhui

from ..droit.etapes import DECISION_NOTIFIEE


class SanctionDecision(models.Model):
    """One reasoned decision of the designated official on one infringement: a fine, or none (art. 15).

    The amount, the ceiling and the last day for a fine come from the regulation of the file.
    """

    _name = "sanction.decision"
    _description = "Decision on an infringement"
    _inherit = ["textes.partages.ecriture", "sanction.inscrit.corrigible", "liste.ordonnable", "nom.lisible"]
    _order = "date desc, id desc"
    _champ_evenement = "decision_id"
    _textes = ("motivation", "motivation_protection")
    _types_evenement = "decision_"
    _noms = ("decision", "date")

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    currency_id = fields.Many2one(related="sanction_id.currency_id")
    infraction_id = fields.Many2one(
        "sanction.infraction",
        "Infringement",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('sanction_id', '=', sanction_id)]",
    )
    user_id = fields.Many2one(
        "res.users", "Official", required=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    date = fields.Date("Decided on", required=True, default=aujourdhui)
    decision = fields.Selection([("amende", "Fine"), ("sans_amende", "No fine")], required=True, default="amende")
    montant = fields.Monetary("Amount", compute="_compute_montant", store=True)
    motivation = fields.Text("Reasons", required=True)
    motivation_protection = fields.Text(
        "Exceptional reasons",
        help="Why a beneficiary of international protection is fined all the same (CJEU C-158/23).",
    )
    date_notification = fields.Date("Notified on", readonly=True)
    date_limite_preuve = fields.Date("Proof at the latest on", compute="_compute_dates_limites")
    date_limite_recours = fields.Date("Appeal at the latest on", compute="_compute_dates_limites")
    date_limite_paiement = fields.Date("To pay at the latest on", compute="_compute_dates_limites")

    @api.depends("decision", "sanction_id.reglement_id.valeur_ids.valeur")
    def _compute_montant(self):
        for decision in self:
            # what was notified does not change with a later version of the law
            if not decision.date_notification:
                reglement = decision.sanction_id.reglement_id if decision.decision == "amende" else None
                decision.montant = reglement._valeur("montant_amende") if reglement else 0

    @api.depends("date_notification", "decision")
    def _compute_dates_limites(self):
        for decision in self:
            sanction, depart = decision.sanction_id, decision.date_notification
            if decision.decision != "amende":
                depart = False
            decision.date_limite_preuve = sanction._echeance(depart, "preuve_amende")
            decision.date_limite_recours = sanction._echeance(depart, "recours")
            decision.date_limite_paiement = sanction._echeance(depart, "paiement")

    @api.constrains("decision", "montant", "date", "motivation_protection", "infraction_id", "sanction_id")
    def _check_amende(self):
        for decision in self.filtered(lambda decision: decision.decision == "amende"):
            sanction, infraction = decision.sanction_id, decision.infraction_id
            if infraction.sanction_id != sanction:
                raise ValidationError(self.env._("The infringement belongs to another file."))
            limite = sanction._echeance(infraction.date_constat, "amende")
            if not limite or decision.date > limite:
                raise ValidationError(
                    self.env._("No fine can be imposed after %s: too long after the finding (art. 15 §2).", limite)
                )
            if not any(audition.resultat for audition in infraction.audition_ids):
                raise ValidationError(
                    self.env._(
                        "No fine without a hearing: record that it was held, declined, or that the person was absent."
                    )
                )
            if sanction.protection_internationale and not decision.motivation_protection:
                raise ValidationError(
                    self.env._("This person has international protection: give the exceptional reasons of the fine.")
                )
        self._verifier_plafond()

    # not its amount: another version of the law computes it again, and nobody decides anything then
    @api.constrains("decision", "date", "infraction_id", "sanction_id")
    def _verifier_revues(self):
        """A fine follows the refusal, or the end of the proof after another fine, and the hearing."""
        amendes = self.filtered(lambda decision: decision.decision == "amende")
        amendes.sanction_id._verifier_revues("preuve_amende", "audition")

    def _verifier_plafond(self):
        """Refuse a fine that takes the sum for one person above the ceiling (art. 15 §1)."""
        totaux = dict(
            self._read_group(
                [("sanction_id.dossier_id", "in", self.sanction_id.dossier_id.ids), ("decision", "=", "amende")],
                ["sanction_id"],
                ["montant:sum"],
            )
        )
        for dossier in self.sanction_id.dossier_id:
            total = sum(montant for sanction, montant in totaux.items() if sanction.dossier_id == dossier)
            plafond = dossier.reglement_id._valeur("plafond_amendes")
            if total > plafond:
                raise ValidationError(
                    self.env._(
                        "The fines of this person would reach EUR %(total)s; the ceiling is EUR %(ceiling)s (art. 15).",
                        total=total,
                        ceiling=plafond,
                    )
                )

    def _verifier_correction(self):
        if not self.env.su and any(decision.date_notification for decision in self):
            raise UserError(self.env._("A notified decision cannot be changed. Nothing was saved."))

    @api.ondelete(at_uninstall=False)
    def _unlink_non_notifiee(self):
        if any(decision.date_notification for decision in self):
            raise UserError(self.env._("A notified decision cannot be deleted. Nothing was deleted."))

    def action_notifier(self):
        """Record that the decision was notified today: a fine becomes a claim, and the terms run."""
        self.check_access("write")
        if any(decision.date_notification for decision in self):
            raise UserError(self.env._("This decision is already notified."))
        self._verifier_revues()
        jour = aujourdhui()
        self.write({"date_notification": jour})
        self.env["sanction.mouvement"].create(
            [
                {
                    "sanction_id": decision.sanction_id.id,
                    "decision_id": decision.id,
                    "type": "creance",
                    "date": jour,
                    "montant": decision.montant,
                }
                for decision in self.filtered("montant")
            ]
        )

    def _retirer_notification(self):
        """Take back notifications that never were: their entries of the ledger were just cancelled.

        :raise UserError: when somebody appealed against one
        """
        if self.env["sanction.recours"].search_count([("decision_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "An appeal against this decision is recorded: delete the appeal first. Nothing was cancelled."
                )
            )
        self.date_notification = False

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {f"decision_{self.decision}": self.date}
        if self.date_notification:
            faits[DECISION_NOTIFIEE] = self.date_notification
        return faits

    def _liens_inscrits(self):
        self.ensure_one()
        return {"infraction_id": self.infraction_id.id}
