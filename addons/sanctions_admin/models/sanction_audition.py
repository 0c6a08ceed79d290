# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ..droit.etapes import AUDITION_INVITATION, AUDITION_RECUE


class SanctionAudition(models.Model):
    """One invitation to be heard, and what came of it; a lawyer may come (loi.md §7)."""

    _name = "sanction.audition"
    _description = "Hearing"
    _inherit = ["textes.partages.ecriture", "sanction.inscrit.corrigible", "liste.ordonnable", "nom.lisible"]
    _order = "date_invitation desc, id desc"
    _champ_evenement = "audition_id"
    _textes = ("proces_verbal",)
    _types_evenement = "audition_"
    _noms = ("", "date_invitation")

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    infraction_id = fields.Many2one(
        "sanction.infraction",
        "Infringement",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('sanction_id', '=', sanction_id)]",
    )
    date_invitation = fields.Date("Invited on", required=True, default=aujourdhui)
    date_reception = fields.Date("Invitation received on")
    date_limite = fields.Date("Hearing at the latest on", compute="_compute_date_limite")
    date = fields.Date("Heard on")
    resultat = fields.Selection(
        [("tenue", "Held"), ("declinee", "Declined"), ("absence", "Absent")], "Outcome of the invitation"
    )
    avocat = fields.Char("Lawyer")
    proces_verbal = fields.Html("Minutes")

    @api.depends("date_reception", "sanction_id.reglement_id")
    def _compute_date_limite(self):
        for audition in self:
            audition.date_limite = audition.sanction_id._echeance(audition.date_reception, "audition")

    @api.constrains("resultat", "sanction_id")
    def _check_revues(self):
        """Who was absent was so for the whole term of the hearing."""
        self.filtered(lambda audition: audition.resultat == "absence").sanction_id._verifier_revues("audition")

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {AUDITION_INVITATION: self.date_invitation}
        if self.date_reception:
            faits[AUDITION_RECUE] = self.date_reception
        if self.resultat:
            faits[f"audition_{self.resultat}"] = self.date or self.date_reception or self.date_invitation
        return faits

    def _liens_inscrits(self):
        self.ensure_one()
        return {"infraction_id": self.infraction_id.id}

    def _verifier_correction(self):
        """Corrected as long as the sanction lives."""
