# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class RegistreHabilitation(models.Model):
    """Second floor's doors: the heads of a commune record the statements of its people."""

    _inherit = "registre.habilitation"

    @api.model
    def _gere(self, user):
        """A head of the commune for its agents and its other heads; a manager of the connection for heads too, since a
        commune may have one only, and nobody records their own."""
        chez_moi = user.company_id in self.env.companies and self._de_commune(user)
        if chez_moi and self.env.user.has_group("parcours_accueil.group_chef"):
            return True
        if user.has_group("parcours_accueil.group_chef") and self._de_commune(user):
            return self.env.user.has_groups("registre_national.group_registre_gestion,base.group_system")
        return super()._gere(user)

    def _a_qui_le_dire(self):
        """The other heads of the commune; at Vivalis, and for organisers, the heads there."""
        chefs = self.env.ref("parcours_accueil.group_chef").user_ids.filtered(
            lambda user: user.company_id == self.company_id and user != self.user_id
        )
        direction = self.env.ref("parcours_accueil.group_direction").user_ids - self.user_id
        if self._de_commune(self.user_id) and chefs:
            return chefs
        return direction.filtered(lambda user: user.id > 2)[:1] or super()._a_qui_le_dire()
