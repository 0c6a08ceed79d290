# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from odoo.addons.parcours_socle.jour import aujourdhui

# Sign of each movement in the account of the person, who owes what is positive.
SIGNES = {"creance": 1, "annulation": -1, "paiement": -1, "remboursement": 1, "abandon": -1}


class SanctionMouvement(models.Model):
    """One movement of the account: claim, payment, refund or write-off. Append-only; the account is the sum.

    Movements arise from decisions, payments and steps: a person enters a payment that was received, with its day and
    its communication, and nothing else. One is taken back by an opposite one, when its entry of the ledger is
    cancelled.
    """

    _name = "sanction.mouvement"
    _description = "Movement of the account"
    _inherit = ["lecture.tracee", "sanction.inscrit", "liste.ordonnable", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"sanction_id.dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("sanction_id",)
    _order = "date, id"
    _noms = ("type", "date")
    _champ_evenement = "mouvement_id"
    _champ_mots = "raison"
    _saisis = frozenset({"type", "decision_id", "date", "montant", "communication"})

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    currency_id = fields.Many2one(related="sanction_id.currency_id")
    decision_id = fields.Many2one(
        "sanction.decision",
        compute="_compute_decision_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index=True,
        domain="[('sanction_id', '=', sanction_id)]",
    )
    type = fields.Selection(
        [
            ("creance", "Claim"),
            ("annulation", "Taken back"),
            ("paiement", "Payment"),
            ("remboursement", "Refund"),
            ("abandon", "Write-off"),
        ],
        "Movement",
        required=True,
        default="paiement",
    )
    date = fields.Date(required=True, default=aujourdhui)
    montant = fields.Monetary("Amount", required=True)
    montant_signe = fields.Monetary(
        "Effect on the account", compute="_compute_montant_signe", store=True, recursive=True
    )
    communication = fields.Char("Reference of the payment")
    reprend_id = fields.Many2one(
        "sanction.mouvement",
        "Takes back",
        readonly=True,
        ondelete="restrict",
        help="The movement that this one undoes.",
    )
    reprise_ids = fields.One2many("sanction.mouvement", "reprend_id", "Taken back by")
    raison = fields.Text("Reason", readonly=True)
    ligne_ids = fields.Many2many(
        "sanction.releve.ligne",
        "sanction_releve_ligne_mouvement",
        "mouvement_id",
        "ligne_id",
        "Line of the bank",
        readonly=True,
        groups="sanctions_admin.group_fonctionnaire",
    )

    _montant_positif = models.Constraint("CHECK(montant > 0)", "Enter a positive amount: its kind gives the sign.")
    _reprise_unique = models.UniqueIndex(
        "(reprend_id) WHERE reprend_id IS NOT NULL", "This movement is already taken back."
    )

    @api.depends("type", "montant", "reprend_id.montant_signe")
    def _compute_montant_signe(self):
        for mouvement in self:
            if mouvement.reprend_id:
                mouvement.montant_signe = -mouvement.reprend_id.montant_signe
            else:
                mouvement.montant_signe = SIGNES.get(mouvement.type, 0) * mouvement.montant

    # ---- a payment, entered by hand ----------------------------------------------------------------------------------

    @api.depends("sanction_id")
    def _compute_decision_id(self):
        """A payment need not say which fine it is about when there is only one."""
        for mouvement in self:
            mouvement.decision_id = mouvement.decision_id or mouvement._seule_amende()

    def _verifier_saisie(self):
        """What a person enters is a payment, said apart by its reference: after its cause, not more than what is owed,
        and not twice."""
        if self.env.su:
            return
        # a statement of the bank brings many at once
        comptes = self.search([("decision_id", "in", self.decision_id.ids)]).grouped("decision_id")
        for mouvement in self:
            mouvement._verifier_paiement(comptes.get(mouvement.decision_id, self.browse()))

    def _verifier_paiement(self, compte):
        """:param compte: the movements of its fine, this one included"""
        if self.type != "paiement":
            raise AccessError(
                self.env._(
                    "Only a payment is entered by hand: claims, refunds and write-offs follow from the steps of the "
                    "sanction. Nothing was saved."
                )
            )
        if not (self.communication or "").strip():
            raise UserError(self.env._("Enter the reference of the payment, as the bank gives it. Nothing was saved."))
        decision = self.decision_id
        if not decision:
            raise UserError(self.env._("Say which fine was paid. Nothing was saved."))
        if decision.decision != "amende" or not decision.date_notification:
            raise UserError(self.env._("This fine was not notified: nothing is owed yet. Nothing was saved."))
        autres = compte - self
        if any(m.type == "paiement" and not m.reprise_ids and m._tient(self) for m in autres):
            raise UserError(self.env._("This payment is already recorded. Nothing was saved."))
        du = sum(autres.mapped("montant_signe"))
        if self.currency_id.compare_amounts(self.montant, du) > 0:
            raise UserError(
                self.env._(
                    "This is more than what is still owed for this fine (%s). Nothing was saved. Enter what is owed; "
                    "what is too much is not of this account.",
                    format_amount(self.env, du, self.currency_id),
                )
            )

    def _tient(self, autre):
        """Whether two payments are the same one: same day, amount and communication."""
        return (self.date, self.montant, _nu(self.communication)) == (
            autre.date,
            autre.montant,
            _nu(autre.communication),
        )

    def write(self, vals):
        raise UserError(
            self.env._("A movement cannot be changed. Nothing was saved. Cancel its entry in the tab “Events”.")
        )

    def unlink(self):
        raise UserError(
            self.env._("A movement cannot be deleted. Nothing was deleted. Cancel its entry in the tab “Events”.")
        )

    # ---- what steps do to the account --------------------------------------------------------------------------------

    def _contrepasser(self):
        """Take these movements back, each by an opposite one of today: nothing is erased."""
        self.create(
            [
                {
                    "sanction_id": mouvement.sanction_id.id,
                    "decision_id": mouvement.decision_id.id,
                    "type": "annulation",
                    "montant": mouvement.montant,
                    "reprend_id": mouvement.id,
                }
                for mouvement in self
                if not mouvement.reprise_ids
            ]
        )
        # sudo: what the bank says of a payment that does not stand any more waits for a person
        self.sudo().ligne_ids._liberer()

    def _faits_inscrits(self):
        self.ensure_one()
        # that a movement is taken back is what the correcting entry of its own says
        return {} if self.type == "annulation" else {self.type: self.date}

    def _liens_inscrits(self):
        self.ensure_one()
        decision = self.decision_id or self._seule_amende()
        return {"decision_id": decision.id, "infraction_id": decision.infraction_id.id}

    def _seule_amende(self):
        """Return the fine that a movement which names none is about: the only one of the sanction that was notified."""
        amendes = self.sanction_id.decision_ids.filtered(lambda d: d.decision == "amende" and d.date_notification)
        return amendes if len(amendes) == 1 else amendes.browse()


def _nu(texte):
    """A communication without its spaces and signs: what tells it apart."""
    return "".join(c for c in (texte or "").lower() if c.isalnum())
