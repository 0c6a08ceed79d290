# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import Parole, dire

from ..droit.etapes import RECOURS_INTRODUIT
from ..droit.ordre import EN_COURS, Petition


class SanctionRecours(models.Model):
    """One appeal to the Council of State against a decision; it suspends execution (art. 15 §2).

    A petition after its term is accepted, with a warning that is kept. Its outcome is entered once; a head of Vivalis
    takes an appeal or an outcome back, by cancelling its entry of the ledger with a reason.
    """

    _name = "sanction.recours"
    _description = "Appeal"
    _inherit = [
        "textes.partages.ecriture",
        "lecture.tracee",
        "sanction.inscrit.corrigible",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _liste_fiches = ("sanction_id",)
    _order = "date desc, id desc"
    _champ_evenement = "recours_id"
    _montre = {"sanction_id.dossier_id": dict.fromkeys(("note",), ITS_EXPLICATION)}
    _motif_lecture = "dossier"
    _textes = ("note",)
    _champ_mots = "avertissement"
    _types_evenement = "recours_"
    _noms = ("", "date")
    _notes = frozenset({"note"})
    _corriges = frozenset({"role", "issue", "date_issue", "textes_vus"})
    _saisis = frozenset({"decision_id", "date", "role", "note", "textes_vus"})
    _moteur = frozenset({"avertissement"})

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    decision_id = fields.Many2one(
        "sanction.decision",
        required=True,
        ondelete="restrict",
        domain="[('sanction_id', '=', sanction_id)]",
    )
    date = fields.Date("Petition of", required=True)
    role = fields.Char("Roll number")
    issue = fields.Selection(
        [(EN_COURS, "Pending"), ("rejete", "Dismissed"), ("annule", "Decision annulled"), ("desiste", "Withdrawn")],
        "Outcome",
        required=True,
        default=EN_COURS,
    )
    date_issue = fields.Date("Outcome of", compute="_compute_date_issue", store=True, readonly=False)
    avertissement = Parole("Warning", readonly=True, help="What was to be said of it when it was entered.")
    note = fields.Text()

    _petition_unique = models.UniqueIndex(
        "(decision_id, date) WHERE doublon IS NOT TRUE", "This petition is already recorded."
    )

    @api.depends("issue")
    def _compute_date_issue(self):
        for recours in self:
            recours.date_issue = recours.issue != EN_COURS and (recours.date_issue or aujourdhui())

    def _verifier_saisie(self):
        """What comes after its term is accepted: the Council of State says what becomes of it."""
        for recours in self:
            limite = recours.decision_id.date_limite_recours
            if limite and recours.date > limite:
                # sudo: the warning is ours, on a record that the user has just entered
                recours.sudo().avertissement = dire(recours, lambda lu, jour=limite: lu._phrase_tardive(jour))

    def _phrase_tardive(self, limite):
        return self.env._(
            "The petition came after the end of the term of appeal (%s). It is recorded all the same: "
            "it is for the Council of State to say what becomes of it.",
            format_date(self.env, limite),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_sans_issue(self):
        if any(recours.issue != EN_COURS for recours in self):
            raise UserError(self.env._("This appeal has an outcome: cancel the outcome first. Nothing was deleted."))

    def _verifier_correction(self, _vals):
        """Its course says all that is to be refused."""

    def _verrou(self, efface=False):
        self.ensure_one()
        if self.issue != EN_COURS:
            return self.env._(
                "This appeal has its outcome: nothing of it is changed any more. Nothing was saved. A head of "
                "Vivalis can cancel the outcome in the tab “Events”, with a reason."
            )
        if efface:
            return self.env._(
                "An appeal is not deleted. Nothing was deleted. A head of Vivalis can cancel its entry in the tab "
                "“Events”, with a reason."
            )
        return None

    def _petition(self):
        """Return this appeal as the pure package takes it."""
        self.ensure_one()
        return Petition(self.date, self.issue, self._jour_issue() if self.issue != EN_COURS else None)

    def _jour_issue(self):
        return self.date_issue or self.date

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {RECOURS_INTRODUIT: self.date}
        if self.issue != EN_COURS:
            faits[f"recours_{self.issue}"] = self._jour_issue()
        return faits

    def _liens_inscrits(self):
        self.ensure_one()
        return {"decision_id": self.decision_id.id, "infraction_id": self.decision_id.infraction_id.id}
