# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError


class SanctionReleveTraitement(models.TransientModel):
    """The window of a line of the bank that waits for a person: which fine it pays, or why it pays none."""

    _name = "sanction.releve.traitement"
    _description = "Deal with a line of the bank"
    _inherit = ["fenetre.exigeante", "reference.lisible"]
    _lisibles = ("ligne_id",)
    _exige_selon = ("geste", "decision_id", "mouvement_id", "raison")

    ligne_id = fields.Many2one("sanction.releve.ligne", "Line", required=True, readonly=True)
    geste = fields.Selection(
        [("payer", "Pays a fine"), ("rendre", "Is a refund"), ("ecarter", "Set aside")],
        "What is done",
        required=True,
        readonly=True,
    )
    currency_id = fields.Many2one(related="ligne_id.currency_id", related_sudo=False)
    reste = fields.Monetary(related="ligne_id.reste", related_sudo=False)
    nom = fields.Char(related="ligne_id.nom", related_sudo=False)
    texte = fields.Char(related="ligne_id.texte", related_sudo=False)
    decision_id = fields.Many2one(
        "sanction.decision",
        "Fine",
        compute="_compute_decision_id",
        store=True,
        readonly=False,
        domain=[("decision", "=", "amende"), ("date_notification", "!=", False)],
    )
    a_rendre = fields.Boolean(
        "What is not owed is to be paid back",
        help="It is put on the account of the fine all the same: the refund follows from there.",
    )
    montant_rendu = fields.Monetary(compute="_compute_montant_rendu", export_string_translation=False)
    mouvement_id = fields.Many2one(
        "sanction.mouvement",
        "Refund",
        domain="[('type', '=', 'remboursement'), ('ligne_ids', '=', False), ('reprise_ids', '=', False), "
        "('montant', '=', montant_rendu)]",
    )
    raison = fields.Text("Why it pays no fine")

    @api.depends("ligne_id")
    def _compute_decision_id(self):
        for fenetre in self:
            fenetre.decision_id = fenetre.decision_id or fenetre.ligne_id.proposee_id

    @api.depends("ligne_id.montant")
    def _compute_montant_rendu(self):
        for fenetre in self:
            fenetre.montant_rendu = -fenetre.ligne_id.montant

    def _exigences(self):
        if self.geste == "payer":
            return [(self.env._("The fine that it pays"), bool(self.decision_id))]
        if self.geste == "rendre":
            return [(self.env._("The refund that it is"), bool(self.mouvement_id))]
        return [(self.env._("Why it pays no fine"), bool((self.raison or "").strip()))]

    def action_confirmer(self):
        """Record what was said of the line."""
        self.ensure_one()
        if manquent := [phrase for phrase, la in self._exigences() if not la]:
            raise UserError(self.env._("Missing: %s. Nothing was saved.", ", ".join(manquent)))
        if self.geste == "payer":
            self.ligne_id._traiter_paiement(self.decision_id, self.a_rendre)
        elif self.geste == "rendre":
            self.ligne_id._traiter_sortie(self.mouvement_id)
        else:
            self.ligne_id._traiter_ecart(self.raison)
        return {"type": "ir.actions.act_window_close"}
