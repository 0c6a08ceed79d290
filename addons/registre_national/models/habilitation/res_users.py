# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import aujourdhui


class ResUsers(models.Model):
    """Who has access to the register: those with a current statement of confidentiality, and nobody else."""

    _inherit = "res.users"

    habilitation_ids = fields.One2many(
        "registre.habilitation", "user_id", "Accesses to the register", groups="base.group_system"
    )
    habilite = fields.Boolean("Has access to the register", compute="_compute_habilite", compute_sudo=True)

    @api.depends("habilitation_ids.date_retrait")
    def _compute_habilite(self):
        # days without a statement end by themselves, whether or not the nightly job runs
        lignes = self.env["registre.habilitation"].search(
            Domain("user_id", "in", self.ids)
            & Domain("date_retrait", "=", False)
            & (Domain("date_declaration", "!=", False) | Domain("a_confirmer_jusqu_au", ">=", aujourdhui()))
        )
        for user in self:
            user.habilite = user in lignes.user_id

    def write(self, vals):
        """An account that is closed, or given to another login, keeps no access: the statement is one person's."""
        autres = self.filtered(lambda user: user.login != vals["login"]) if vals.get("login") else self.browse()
        resultat = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._retirer_habilitations(self.env._("The account was closed."))
        elif not self.env.su:
            autres._retirer_habilitations(self.env._("The account has another login: the statement is one person's."))
        return resultat

    def _retirer_habilitations(self, motif):
        # sudo: whoever may close or rename the account; the line says who did
        lignes = self.env["registre.habilitation"].sudo()
        lignes.search([("user_id", "in", self.ids), ("date_retrait", "=", False)])._retirer(motif)

    def _doit_etre_habilite(self):
        """Whether this user's roles lead to people: a floor above adds its own."""
        self.ensure_one()
        return self.has_groups(
            "registre_national.group_registre_agent,registre_national.group_registre_regional,"
            "registre_national.group_registre_gestion"
        )

    def _sans_habilitation(self):
        """Whether this user has a role, and may not use it yet."""
        return self._doit_etre_habilite() and not self.habilite
