# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Exemptions that somebody asks for and the commune decides on documents (loi.md §3): the request and its limits.

What every request has is in ../demande/; what is decided here is in decision.py, the documents in documents.py, and
what the law makes of it in ../loi/verdict.py.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...droit.courriers import EXEMPTION, FINS
from ..demande.parcours_demande import DEMANDEURS
from ..vocabulaire import CLOTURES_ADMISES, GROUPES_REGISTRE

ETATS = [
    ("demandee", "To decide"),
    ("accordee", "Granted"),
    ("refusee", "Refused"),
    ("retiree", "Withdrawn"),
    ("revoquee", "Revoked"),
    ("terminee", "Ended"),
]
#: What the user who records a request may write, as long as nothing is decided.
CHAMPS_DEMANDE = frozenset({"regle_id", "date_demande", "demandeur", "demandeur_nom", "document_ids"})


class ParcoursExemption(models.Model):
    """One request of an exemption, and the one decision taken on it.

    ::

        demandee ──grant──> accordee ──its last day passes──> terminee
           │                   └──────revoke──────> revoquee
           ├──refuse──> refusee
           └──the person withdraws it──> retiree

    A decision is written once. Whoever decides otherwise later revokes it, with a reason, or decides on a new request.
    The examination looks at the dates, never at ``terminee``, which a daily task writes for the lists.
    """

    _name = "parcours.exemption"
    _description = "Requested exemption"
    # Parts first: what they override of Odoo's own must win.
    _inherit = [
        "parcours.exemption.decisions",
        "parcours.exemption.documents",
        "parcours.demande",
    ]
    _order = "date_demande desc, id desc"
    _rec_names_search = ["dossier_id", "regle_id"]
    _fenetre = ("parcours.exemption.decision", "exemption_id")
    _champs_demande = CHAMPS_DEMANDE
    _champs_modifiables = CHAMPS_DEMANDE
    _champ_courrier = "exemption_id"
    _genre_decision = "decision_exemption"
    _genre_fin = FINS[EXEMPTION]
    _document_champ = "exemption_id"
    _rapport_liste = "parcours_accueil.parcours_exemption_liste_report"

    name = fields.Char("Exemption", compute="_compute_name")
    commune_mention = fields.Char(related="dossier_id.commune_mention")
    reglement_id = fields.Many2one(related="dossier_id.reglement_id")
    regle_id = fields.Many2one(
        "parcours.regle", "Ground", required=True, ondelete="restrict", domain="[('id', 'in', regle_possible_ids)]"
    )
    regle_possible_ids = fields.Many2many("parcours.regle", compute="_compute_regle_possible_ids")
    code = fields.Char("Number of the ground", compute="_compute_code", store=True)
    article = fields.Char(related="regle_id.article")
    explication = fields.Text(related="regle_id.explication")
    medical = fields.Boolean(
        related="regle_id.medical", help="Its documents are medical: only the commune of the file opens them."
    )
    state = fields.Selection(ETATS, "Status", required=True, default="demandee", readonly=True, tracking=True)
    demandeur = fields.Selection(
        [*DEMANDEURS, ("organisateur", "The organiser"), ("commune", "The commune itself")],
        "Asked by",
        required=True,
        default="personne",
    )
    date_fin = fields.Date(
        "Last day", readonly=True, tracking=True, index="btree_not_null", help="Empty: the exemption has no end."
    )
    courrier_ids = fields.One2many(
        "parcours.courrier", "exemption_id", "Letters", readonly=True, groups=GROUPES_REGISTRE
    )
    preuve_ids = fields.One2many("parcours.document", "exemption_id", "Documents of the request", readonly=True)
    date_rappel = fields.Date(
        "Announced on", readonly=True, copy=False, help="Day on which a task announced the end of the exemption."
    )

    _demande_unique = models.UniqueIndex(
        "(dossier_id, code) WHERE state = 'demandee'", "An exemption on this ground is already asked for in this file."
    )
    _a_decider_idx = models.Index("(date_demande) WHERE state = 'demandee'")
    _fin_apres_decision = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_decision)",
        "The last day of an exemption cannot come before the decision.",
    )

    @api.depends("regle_id.code")
    def _compute_code(self):
        for exemption in self:
            exemption.code = exemption.regle_id.code

    @api.depends("regle_id.code", "regle_id.name")
    @api.depends_context("lang")
    def _compute_name(self):
        for exemption in self:
            regle = exemption.regle_id
            exemption.name = f"{regle.code}. {regle.name}" if regle else self.env._("New request")

    def _titre_imprime(self):
        return self.env._("List of exemptions")

    @api.depends("dossier_id")
    def _compute_regle_possible_ids(self):
        for exemption in self:
            exemption.regle_possible_ids = exemption.dossier_id._regles_a_demander()

    @api.constrains("regle_id", "dossier_id")
    def _check_regle(self):
        for exemption in self:
            if exemption.regle_id.type != "exemption" or not exemption.regle_id._se_decide():
                raise ValidationError(
                    self.env._(
                        "“%s” is not decided by the commune: the register says whether it applies. Nothing was saved.",
                        exemption.regle_id.name,
                    )
                )

    def _apres_demande(self):
        """Nothing changes until it is decided; who handles a finding of refusal is told of it."""
        self.dossier_id._dire_le_changement()

    def _apres_modification(self, vals):
        if "regle_id" in vals:
            self._verifier_demande()
            self._marquer_documents()

    def _apres_accuse(self):
        """Nothing: the letter is all there is."""

    def _apres_accuse_repris(self):
        """Nothing, as above."""

    def _avec_recours(self):
        return self.state == "refusee"

    def _verifier_demande(self):
        """Refuse a request that the file does not allow.

        :raise UserError: in the user's words
        """
        # sudo: the version that applies and the other requests of the file, whatever companies are ticked
        autres = self.sudo().search(
            Domain("dossier_id", "in", self.dossier_id.ids) & Domain("state", "in", ("demandee", "accordee"))
        )
        for exemption in self:
            dossier = exemption.dossier_id
            if exemption.state != "demandee":
                continue
            if dossier.phase == "cloture" and dossier.motif_cloture not in CLOTURES_ADMISES:
                raise UserError(self.env._("This file is closed. Nothing was saved. Open the file again first."))
            if exemption.regle_id.sudo().reglement_id != dossier.sudo().reglement_id:
                raise UserError(
                    self.env._(
                        "This ground is not one of the regulation that applies to the file. Nothing was saved. Choose "
                        "a ground of the list."
                    )
                )
            memes = (autres - exemption).filtered(
                lambda autre, e=exemption: autre.dossier_id == e.dossier_id and autre.code == e.code
            )
            if any(autre.state == "demandee" for autre in memes):
                raise UserError(
                    self.env._("An exemption on this ground is already asked for in this file. Nothing was saved.")
                )
            if any(autre.state == "accordee" and not autre.date_fin for autre in memes):
                raise UserError(
                    self.env._("This exemption is already granted, without an end, in this file. Nothing was saved.")
                )
