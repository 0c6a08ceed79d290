# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import maintenant

ETATS = [("entier", "Whole"), ("rompu", "Broken")]


class RegistreVerification(models.Model):
    """One verification of the consultation log, and what it found.

    It also remembers the last entry there was: the seals of a chain say nothing about entries cut off at its end, so
    the next verification looks for that entry again.
    """

    _name = "registre.verification"
    _description = "Verification of the consultation log"
    _inherit = ["nom.lisible", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "date"
    _noms = ("", "date")

    date = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(ETATS, string="The log is", required=True, readonly=True)
    nombre = fields.Integer(string="Entries", readonly=True)
    derniere_sequence = fields.Integer(string="Last entry", readonly=True)
    dernier_sceau = fields.Char(string="Its seal", readonly=True)
    # Not stored: nothing may hang on a row of the log.
    consultation_id = fields.Many2one(
        "registre.consultation", string="First broken entry", compute="_compute_consultation_id"
    )
    sequence_rompue = fields.Integer(
        string="Broken from entry", readonly=True, help="Number of the first entry that was changed, removed or added."
    )
    explication = fields.Char(string="What was found", compute="_compute_explication")

    @api.depends("sequence_rompue")
    def _compute_consultation_id(self):
        entrees = self.env["registre.consultation"].search([("sequence", "in", self.mapped("sequence_rompue"))])
        par_sequence = {entree.sequence: entree.id for entree in entrees}
        for verification in self:
            verification.consultation_id = par_sequence.get(verification.sequence_rompue)

    @api.depends("state", "sequence_rompue", "consultation_id", "nombre")
    @api.depends_context("lang")
    def _compute_explication(self):
        for verification in self:
            if verification.state == "entier":
                verification.explication = self.env._(
                    "%s entries checked, none was changed, removed or added.", verification.nombre
                )
            elif verification.consultation_id:
                verification.explication = self.env._(
                    "Entry %s does not follow the one before it, or is not what was sealed: it was changed, or an "
                    "entry before it was removed or added.",
                    verification.sequence_rompue,
                )
            else:
                verification.explication = self.env._(
                    "Entry %s, which was the last one at an earlier verification, is not there any more: the end of "
                    "the log was cut off.",
                    verification.sequence_rompue,
                )

    @api.model
    def _cron_verifier(self):
        """Every night: verify, and call the auditors when the log is broken."""
        self._verifier()

    @api.model
    @api.private
    def _verifier(self):
        """Verify the whole log, keep what was found and return it.

        The auditors get one activity for one break: nothing more every night for a break that is already known.
        """
        Consultation = self.env["registre.consultation"]
        rompue = Consultation._verifier()
        derniere = Consultation.search([], limit=1)
        coupee = 0 if rompue else self._coupee(Consultation)
        verification = self.create(
            {
                "date": maintenant(),
                "state": "rompu" if rompue or coupee else "entier",
                "nombre": Consultation.search_count([]),
                # What is cut off stays asked for: the end of a broken log is nothing to compare with.
                "derniere_sequence": 0 if rompue or coupee else derniere.sequence,
                "dernier_sceau": "" if rompue or coupee else derniere.hash,
                "sequence_rompue": rompue.sequence or coupee,
            }
        )
        verification._avertir()
        return verification

    def _coupee(self, Consultation):
        """Number of the entry that was the last one at the last whole verification and is not the same any more; 0 when
        it is.
        """
        repere = self.search([("derniere_sequence", ">", 0)], limit=1)
        if not repere or Consultation.search_count(
            [("sequence", "=", repere.derniere_sequence), ("hash", "=", repere.dernier_sceau)], limit=1
        ):
            return 0
        return repere.derniere_sequence

    def _avertir(self):
        """An activity for each auditor, unless this break was already told."""
        self.ensure_one()
        deja = [("id", "<", self.id), ("state", "=", "rompu"), ("sequence_rompue", "=", self.sequence_rompue)]
        if self.state == "entier" or self.search_count(deja, limit=1):
            return
        auditeurs = self.env.ref("registre_national.group_registre_auditeur").all_user_ids
        if auditeurs:
            self.env["mail.activity"]._donner(
                "mail.mail_activity_data_todo",
                self,
                lambda env, rompue: env._("The consultation log is broken at entry %s", rompue.sequence_rompue),
                lambda _env, rompue: rompue.explication,
                a=lambda _rompue: auditeurs,
            )
