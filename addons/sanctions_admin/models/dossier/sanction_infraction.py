# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...droit.etapes import INFRACTION_CONSTATEE


class SanctionInfraction(models.Model):
    """One infringement: the refusal found by the commune, or the absence of proof two months after a fine (art. 15)."""

    _name = "sanction.infraction"
    _description = "Infringement"
    _inherit = ["textes.partages.ecriture", "sanction.inscrit.corrigible", "liste.ordonnable", "nom.lisible"]
    _order = "date_constat, id"
    _champ_evenement = "infraction_id"
    _textes = ("note",)
    _types_evenement = "infraction_"
    _noms = ("type", "date_constat")

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    type = fields.Selection(
        [("refus", "Refusal after a summons"), ("sans_preuve", "No proof after a fine")],
        "Infringement",
        required=True,
        default="refus",
    )
    date_constat = fields.Date("Found on", required=True)
    decision_ids = fields.One2many("sanction.decision", "infraction_id", "Decisions")
    audition_ids = fields.One2many("sanction.audition", "infraction_id", "Hearings")
    note = fields.Text()

    @api.constrains("type", "date_constat", "sanction_id")
    def _check_revues(self):
        """A new infringement follows the end of the proof after a fine."""
        self.filtered(lambda infraction: infraction.type == "sans_preuve").sanction_id._verifier_revues("preuve_amende")

    @api.ondelete(at_uninstall=False)
    def _unlink_avec_auditions(self):
        """Its hearings go with it, each with its entries of the ledger; once it was decided on, it stays."""
        if self.decision_ids:
            raise UserError(
                self.env._("A decision was taken on this infringement: delete the decision first. Nothing was deleted.")
            )
        self.audition_ids.unlink()

    def _faits_inscrits(self):
        self.ensure_one()
        return {INFRACTION_CONSTATEE: self.date_constat}

    def _verifier_correction(self):
        """Corrected as long as the sanction lives."""

    def _liens_inscrits(self):
        return {}
