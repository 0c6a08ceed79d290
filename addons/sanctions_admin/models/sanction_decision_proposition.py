# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two people take a decision: an official proposes it, another one decides, never the same (loi.md §7)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_socle.jour import aujourdhui

from ..droit.delais import AMENDE, CONNUE_TARD
from ..droit.etapes import DECISION_PROPOSEE


class SanctionDecisionProposition(models.AbstractModel):
    """A part of a decision. What an official enters or corrects is proposed; it is decided once another one says so,
    who signs it. Correcting what was decided proposes it again."""

    _name = "sanction.decision.proposition"
    _description = "Decision on an infringement: proposed, then decided"

    propose_par_id = fields.Many2one(
        "res.users", "Proposed by", readonly=True, copy=False, ondelete="restrict",
        default=lambda self: not self.env.su and self.env.user,
    )  # fmt: skip
    date_proposition = fields.Date(
        "Proposed on", readonly=True, copy=False, default=lambda self: not self.env.su and aujourdhui()
    )
    user_id = fields.Many2one(
        "res.users", "Official", readonly=True, copy=False, ondelete="restrict", help="Who decided, and signs.",
        default=lambda self: self.env.su and self.env.user,
    )  # fmt: skip
    raison_papier = fields.Text(
        "Taken on paper before: why it is entered now",
        copy=False,
        help="A decision bears the day on which it is decided here. One that was signed on paper before keeps that "
        "day, with the reason why it is entered late.",
    )
    a_moi = fields.Boolean("Proposed by me", compute="_compute_a_moi", export_string_translation=False)

    @api.depends("propose_par_id")
    @api.depends_context("uid")
    def _compute_a_moi(self):
        for decision in self:
            decision.a_moi = decision.propose_par_id == self.env.user

    def _proposer(self):
        """What a user wrote of these decisions is proposed: another one decides."""
        # sudo: who wrote is kept by the engine; the right to write was checked by `write`
        self.sudo().write({"propose_par_id": self.env.uid, "date_proposition": aujourdhui(), "user_id": False})

    def action_decider(self):
        """Decide what another official proposed: what a fine needs is looked at again, and who decides signs.

        :raise UserError: when it is one's own proposal, or was decided meanwhile
        """
        self.check_access("write")
        self._refuser_clos()
        # sudo: access was checked; who decided is written by this step alone
        decisions = self.sudo()
        decisions.sanction_id._prendre()
        decisions.invalidate_recordset()
        for decision in decisions:
            decision._verifier_deux_personnes(self.env.user)
        # who decides looks at what the decision rests on
        self._journaliser_lecture(ITS_EXPLICATION, "courrier")
        decisions._verifier_textes()
        # before: what is decided ends its term, and the review of it
        decisions._verifier_amendes()
        for decision in decisions:
            decision.write({"user_id": self.env.uid, "date": decision._jour_decide()})
        decisions._verifier_annulees()
        decisions.sanction_id._verifier_decisions(decisions)

    def _jour_decide(self):
        """Return the day that a decision bears: that of the click, or the one on which it was signed on paper, which a
        reason says. A typed day alone makes no fine out of time one in time."""
        return self.date if (self.raison_papier or "").strip() else aujourdhui()

    def _revoir_tardives(self):
        """Ask a person to look at fines signed on paper in time that are entered after the limit: late discovery, which
        opens a review and nothing by itself (loi.md §7)."""
        # sudo: terms are written by the engine only, of decisions that the user may write
        for decision in self.sudo().filtered(lambda un: un.decision == "amende" and un._jour_decide() < aujourdhui()):
            sanction, infraction = decision.sanction_id, decision.infraction_id
            limite = sanction._echeance(infraction.date_constat, AMENDE)
            if limite and aujourdhui() > limite:
                delais = sanction.delai_ids.filtered(
                    lambda d, un=infraction: (d.type_id.code, d.cle) == (AMENDE, un.id)
                )
                delais._ouvrir_revue(CONNUE_TARD)

    def _reproposer(self):
        """What these decisions rested on was changed after them: they are proposed again, by who changed it."""
        # sudo: what follows for decisions of a sanction that the user may write
        decidees = self.sudo().filtered(lambda decision: decision.user_id and not decision.date_notification)
        if decidees:
            decidees._proposer()
            decidees._perimer(self.env._("What the decision rests on was changed after it."))
            decidees._inscrire_au_registre()

    def _verifier_deux_personnes(self, qui):
        """:raise UserError: when that user cannot decide this"""
        if self.user_id:
            raise UserError(
                self.env._("%s decided this meanwhile. Nothing was changed. Look at it again.", self.user_id.name)
            )
        if self.propose_par_id == qui:
            raise UserError(
                self.env._(
                    "You proposed this decision, or corrected it: another official decides. Nothing was changed, the "
                    "proposal stays."
                )
            )

    def _verifier_textes(self):
        """Refuse that reasons leave in which the texts of two people were put one below the other.

        :raise UserError: naming the text
        """
        for decision in self:
            if melanges := decision._textes_melanges():
                raise UserError(
                    self.env._(
                        "Two people wrote at the same time in “%s”: both texts stand there, one below the other. "
                        "Nothing was saved. Leave what is right first.",
                        ", ".join(melanges),
                    )
                )

    def _faits_proposes(self):
        """Return the event of the proposal, of a decision that went through one."""
        return {DECISION_PROPOSEE: self.date_proposition} if self.date_proposition else {}
