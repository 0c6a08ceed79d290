# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Exemptions that somebody asks for and the commune decides on documents (loi.md §3): the request and its limits.

What is decided is in decision.py, the documents in documents.py, the letter in lettre.py, and what the law makes of it
in ../loi/verdict.py.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import clean_context

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import CLOTURES_ADMISES

ETATS = [
    ("demandee", "To decide"),
    ("accordee", "Granted"),
    ("refusee", "Refused"),
    ("retiree", "Withdrawn"),
    ("revoquee", "Revoked"),
    ("terminee", "Ended"),
]
DEMANDEURS = [
    ("personne", "The person"),
    ("representant", "A representative"),
    ("organisateur", "The organiser"),
    ("commune", "The commune itself"),
]
#: What the user who records a request may write, as long as nothing is decided.
CHAMPS_DEMANDE = {"regle_id", "date_demande", "demandeur", "demandeur_nom", "document_ids"}
#: What may be written at any time.
CHAMPS_LIBRES = {"note", "textes_vus"}


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
        "textes.partages.ecriture",
        "parcours.exemption.decisions",
        "parcours.exemption.documents",
        "parcours.exemption.lettre",
        "reference.lisible",
        "liste.ordonnable",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_demande desc, id desc"
    _rec_names_search = ["dossier_id", "regle_id"]
    _lisibles = ("dossier_id",)
    _textes = ("note",)

    name = fields.Char("Exemption", compute="_compute_name")
    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    commune_mention = fields.Char(related="dossier_id.commune_mention")
    user_id = fields.Many2one(related="dossier_id.user_id", string="Agent")
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
    note = fields.Text("Notes", help="For colleagues; not in the letter.")

    date_demande = fields.Date("Asked on", required=True, default=aujourdhui, tracking=True)
    demandeur = fields.Selection(DEMANDEURS, "Asked by", required=True, default="personne")
    demandeur_nom = fields.Char("Name of who asked", help="When it was not the person.")

    date_decision = fields.Date("Decided on", readonly=True, tracking=True)
    decideur_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    motif = fields.Text("Reason", readonly=True, tracking=True)
    date_fin = fields.Date(
        "Last day", readonly=True, tracking=True, index="btree_not_null", help="Empty: the exemption has no end."
    )
    date_retrait = fields.Date("Withdrawn or revoked on", readonly=True, tracking=True)
    retire_par_id = fields.Many2one("res.users", "Withdrawn or revoked by", readonly=True, ondelete="restrict")
    motif_retrait = fields.Text("Reason of the withdrawal or revocation", readonly=True, tracking=True)
    date_rappel = fields.Date(
        "Announced on", readonly=True, copy=False, help="Day on which a task announced the end of the exemption."
    )

    _demande_unique = models.UniqueIndex(
        "(dossier_id, code) WHERE state = 'demandee'", "An exemption on this ground is already asked for in this file."
    )
    _a_decider_idx = models.Index("(date_demande) WHERE state = 'demandee'")
    _decision_apres_demande = models.Constraint(
        "CHECK(date_decision IS NULL OR date_decision >= date_demande)",
        "The decision cannot come before the request.",
    )
    _fin_apres_decision = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_decision)",
        "The last day of an exemption cannot come before the decision.",
    )
    _retrait_apres_decision = models.Constraint(
        "CHECK(date_retrait IS NULL OR date_retrait >= COALESCE(date_decision, date_demande))",
        "The withdrawal cannot come before the request, nor the revocation before the decision.",
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

    @api.depends("name", "dossier_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for exemption in self:
            exemption.display_name = " - ".join(filter(None, (exemption.dossier_id.display_name, exemption.name)))

    @api.depends("dossier_id")
    def _compute_regle_possible_ids(self):
        for exemption in self:
            exemption.regle_possible_ids = exemption.dossier_id._regles_a_demander()

    @api.constrains("date_demande")
    def _check_date_demande(self):
        jour = aujourdhui()
        if any(exemption.date_demande > jour for exemption in self):
            raise ValidationError(
                self.env._("The day of the request is still to come. Nothing was saved. Enter the day it was made.")
            )

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

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a default in the context must not say what only a decision says
            self = self.with_env(self.env(context=clean_context(self.env.context)))
            for vals in vals_list:
                self._refuser_champs(vals.keys() - CHAMPS_DEMANDE - CHAMPS_LIBRES - {"dossier_id"})
        # who recorded it does not follow it: the file may move to another commune, and its messages with it
        exemptions = super(ParcoursExemption, self.with_context(mail_create_nosubscribe=True)).create(vals_list)
        exemptions._verifier_demande()
        exemptions.dossier_id._dire_le_changement()
        return exemptions

    def write(self, vals):
        if not self.env.su:
            propres = {
                nom for nom in vals if not nom.startswith(("message_", "activity_", "my_activity_"))
            } - CHAMPS_LIBRES
            self._refuser_champs(propres - CHAMPS_DEMANDE)
            if propres and any(exemption.state != "demandee" for exemption in self):
                raise UserError(
                    self.env._(
                        "This request is decided: it stays as it was. Nothing was saved. Revoke the exemption, or "
                        "record a new request."
                    )
                )
        resultat = super().write(vals)
        if "regle_id" in vals:
            self._verifier_demande()
            self._marquer_documents()
        return resultat

    def unlink(self):
        if not self.env.su:
            raise UserError(
                self.env._("A request cannot be deleted. Nothing was deleted. Withdraw it instead, with the reason.")
            )
        return super().unlink()

    def copy_data(self, default=None):
        raise UserError(self.env._("A request cannot be duplicated. Record a new one from the file."))

    def _refuser_champs(self, noms):
        """Refuse a user's write on what only the buttons write.

        :raise AccessError: naming the fields in the user's words
        """
        if interdits := {nom for nom in noms if nom in self._fields}:
            libelles = self.fields_get(interdits, ["string"])
            raise AccessError(
                self.env._(
                    "These values are written by the decision only: %s. Nothing was saved. Use the buttons of the "
                    "request.",
                    ", ".join(sorted(libelles.get(nom, {}).get("string", nom) for nom in interdits)),
                )
            )

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
