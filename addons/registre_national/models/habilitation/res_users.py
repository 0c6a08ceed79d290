# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class ResUsers(models.Model):
    """Who has access to the register: those with a current statement of confidentiality, and nobody else."""

    _inherit = "res.users"

    habilitation_ids = fields.One2many(
        "registre.habilitation", "user_id", "Accesses to the register", groups="base.group_system"
    )
    habilite = fields.Boolean("Has access to the register", compute="_compute_habilite", compute_sudo=True)

    @api.depends("habilitation_ids.date_retrait")
    def _compute_habilite(self):
        lignes = self.env["registre.habilitation"].search([("user_id", "in", self.ids), ("date_retrait", "=", False)])
        for user in self:
            user.habilite = user in lignes.user_id

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
