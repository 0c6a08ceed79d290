# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The nominative list of those who have access to the register, each with a dated signed statement of confidentiality
(act of 8 August 1983, art. 12 §2; loi.md §8)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.saisie import hors_du_fil, refuser_champs, sans_defauts

_lt = LazyTranslate(__name__)

#: Days during which somebody who had access before statements were asked for keeps it without one.
JOURS_A_CONFIRMER = 30
#: What who records a statement gives, and what may be written afterwards, as long as it is not withdrawn.
SAISIS = frozenset({"user_id", "date_declaration", "document_ids"})
MODIFIABLES = frozenset({"motif_retrait"})
PAR_LES_BOUTONS = _lt(
    "These values are written by the buttons of the list only: %s. Nothing was saved. Record a new statement, or "
    "withdraw this one."
)
ACTIVITE = "registre_national.activite_habilitation"


class RegistreHabilitation(models.Model):
    """One person's access to the register: their signed statement, until it is withdrawn.

    ::

        (had access before) a_confirmer ──statement recorded──> retiree (replaced)
                                 └──30 days without one──> retiree
        statement recorded ──> en_cours ──left, changed service, a newer statement──> retiree

    Without a current line nobody reads anybody: the record rules of whatever carries people ask `res.users.habilite`
    (security/registre_habilitation_rules.xml). Append-only: nothing is changed or deleted, and nobody records or
    withdraws their own.
    """

    _name = "registre.habilitation"
    _description = "Access to the register"
    _inherit = [
        "documents.gardes.champ",
        "nom.reserve",
        "fil.reserve",
        "nom.lisible",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_retrait desc nulls first, id desc"
    _noms = ("user_id", "date_declaration")

    user_id = fields.Many2one("res.users", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="user_id.company_id", store=True, string="Works for")
    date_declaration = fields.Date("Signed on", help="Day of the signed statement of confidentiality.")
    a_confirmer_jusqu_au = fields.Date(
        "Without a statement until", readonly=True, help="Access from before statements were asked for ends that day."
    )
    state = fields.Selection(
        [("a_confirmer", "Statement to record"), ("en_cours", "Has access"), ("retiree", "Withdrawn")],
        "Status",
        compute="_compute_state",
        store=True,
    )
    enregistre_le = fields.Datetime("Recorded on", default=maintenant, required=True, readonly=True)
    enregistre_par_id = fields.Many2one(
        "res.users", "Recorded by", default=lambda self: self.env.uid, required=True, readonly=True, ondelete="restrict"
    )
    date_retrait = fields.Datetime("Withdrawn on", readonly=True)
    retire_par_id = fields.Many2one("res.users", "Withdrawn by", readonly=True, ondelete="restrict")
    motif_retrait = fields.Char("Why it is withdrawn")

    _courante_unique = models.UniqueIndex(
        "(user_id) WHERE date_retrait IS NULL", "This user is on the list of those who have access already."
    )
    _datee = models.Constraint(
        "CHECK(date_declaration IS NOT NULL OR a_confirmer_jusqu_au IS NOT NULL)",
        "A statement of confidentiality has a date: the day it was signed.",
    )

    @api.depends("date_retrait", "date_declaration")
    def _compute_state(self):
        for ligne in self:
            actuel = "en_cours" if ligne.date_declaration else "a_confirmer"
            ligne.state = "retiree" if ligne.date_retrait else actuel

    @api.constrains("date_declaration")
    def _check_date_declaration(self):
        if any(ligne.date_declaration and ligne.date_declaration > aujourdhui() for ligne in self):
            raise ValidationError(
                self.env._("The day of the statement is still to come. Nothing was saved. Enter the day it was signed.")
            )

    # ---- who records ------------------------------------------------------------------------------------------------

    def _autoriser(self):
        """Refuse who may not record or withdraw these: nobody their own, and whose they are is said by `_gere`.

        :raise AccessError: says whom to ask
        """
        if self.env.su:
            return
        for ligne in self:
            # sudo: roles and commune of the user who is named, for this check
            if ligne.user_id == self.env.user or not self._gere(ligne.sudo().user_id):
                raise AccessError(
                    self.env._(
                        "This access is recorded and withdrawn by somebody else. Nothing was saved. Heads of a commune "
                        "do it for their agents, managers of the connection for everybody else, nobody for themselves."
                    )
                )

    @api.model
    def _gere(self, user):
        """Whether the current user records the statement of that one: a manager of the connection, for whoever is no
        agent of a commune. A floor above adds the heads."""
        gestion = self.env.user.has_groups("registre_national.group_registre_gestion,base.group_system")
        return gestion and not self._de_commune(user)

    @api.model
    def _de_commune(self, user):
        """Whether a user is an agent of a commune and nothing more."""
        return user.has_group("registre_national.group_registre_agent") and not user.has_group(
            "registre_national.group_registre_regional"
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a default in the context must not say who recorded it, or when
            self = sans_defauts(self)
            for vals in vals_list:
                refuser_champs(self, vals.keys() - SAISIS, PAR_LES_BOUTONS)
            users = self.env["res.users"].browse(vals.get("user_id") for vals in vals_list)
            # sudo: the lines that these replace; who may record the new one is checked below
            self.sudo().search([("user_id", "in", users.ids), ("date_retrait", "=", False)])._retirer(
                self.env._("Replaced by a newer statement.")
            )
        lignes = super().create(vals_list)
        lignes._autoriser()
        if not self.env.su and any(not ligne.date_declaration or not ligne.document_count for ligne in lignes):
            raise UserError(
                self.env._("Add the signed statement and the day it was signed. Nothing was saved: it is what is kept.")
            )
        self._oublier()
        return lignes

    def write(self, vals):
        if not self.env.su:
            refuser_champs(self, hors_du_fil(vals) - MODIFIABLES, PAR_LES_BOUTONS)
            self._autoriser()
            if any(ligne.date_retrait for ligne in self):
                raise UserError(self.env._("This access is withdrawn: it stays as it was. Nothing was saved."))
        resultat = super().write(vals)
        if vals.keys() & {"date_retrait", "user_id"}:
            self._oublier()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_interdit(self):
        raise UserError(
            self.env._("The list of those who have access keeps everybody. Nothing was deleted. Withdraw the access.")
        )

    def copy_data(self, default=None):
        raise UserError(self.env._("A statement is signed once. Nothing was saved. Record the new one."))

    def _documents_figes(self):
        return self

    def action_retirer(self):
        """Withdraw these accesses, at once.

        :raise AccessError, UserError: in the user's words
        """
        self.check_access("write")
        self._autoriser()
        if any(ligne.date_retrait for ligne in self):
            raise UserError(self.env._("This access is withdrawn already. Nothing was saved."))
        if any(not (ligne.motif_retrait or "").strip() for ligne in self):
            raise UserError(self.env._("Write why it is withdrawn. Nothing was saved."))
        self._retirer()

    def _retirer(self, motif=None):
        # sudo: users withdraw by the button or by a newer statement only; sudo keeps who does it
        valeurs = {"date_retrait": maintenant(), "retire_par_id": self.env.uid}
        self.sudo().write(valeurs | ({"motif_retrait": motif} if motif else {}))
        self.env["mail.activity"]._retirer(self)

    # ---- what follows -----------------------------------------------------------------------------------------------

    @api.model
    def _oublier(self):
        """Forget the record rules of every user: they read who has access, and are kept by user."""
        self.env.flush_all()
        self.env["res.users"].invalidate_model(["habilite"])
        self.env.registry.clear_cache()

    @api.model
    def _reprendre(self):
        """Let those who had access before statements were asked for keep it for some days: an update shuts nobody out.
        For an installation and an update; people who are listed already are left as they are."""
        # sudo: called by an installation and an update, never by a user
        sans = self.sudo().env["res.users"].search([("share", "=", False), ("habilitation_ids", "=", False)])
        avec_role = sans.filtered(lambda user: user._doit_etre_habilite())
        limite = aujourdhui() + timedelta(days=JOURS_A_CONFIRMER)
        self.sudo().create([{"user_id": user.id, "a_confirmer_jusqu_au": limite} for user in avec_role])

    @api.model
    def _cron_surveiller(self):
        """Tell those who record statements whose are missing, once; end the accesses whose days are over."""
        # sudo: nightly automatic process
        lignes = self.sudo().search([("state", "=", "a_confirmer")])
        finies = lignes.filtered(lambda ligne: ligne.a_confirmer_jusqu_au < aujourdhui())
        finies._retirer(self.env._("No signed statement was recorded in time."))
        self.env["mail.activity"]._donner(
            ACTIVITE,
            (lignes - finies).filtered(lambda ligne: not ligne.activity_ids),
            lambda env, ligne: env._("Record the signed statement of %s", ligne.user_id.name),
            lambda env, ligne: env._(
                "Without it the access to the register ends after %s.", format_date(env, ligne.a_confirmer_jusqu_au)
            ),
            a=lambda ligne: ligne._a_qui_le_dire(),
        )

    def _a_qui_le_dire(self):
        """Return who is told that a statement is missing: somebody who may record it. A floor above names the heads."""
        return self.env.ref("base.group_system").user_ids.filtered(lambda user: user != self.user_id)[:1]
