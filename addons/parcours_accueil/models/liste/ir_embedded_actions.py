# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Buttons that somebody adds above a screen: their own are theirs; those of others belong to administrators."""

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.parcours_socle.domaines import DomaineIllisible, lire_valeur

from .domaine_saisi import PANNES


class IrEmbeddedActions(models.Model):
    _inherit = "ir.embedded.actions"

    @api.model_create_multi
    def create(self, vals_list):
        boutons = super().create(vals_list)
        boutons._garder()
        if partages := boutons._partages():
            self.env["parcours.partage"]._tracer("propose", partages, lambda bouton: bouton.user_id.name)
        return boutons

    def write(self, vals):
        avant = self._partages()
        avant._exiger_administrateur()
        resultat = super().write(vals)
        self._garder()
        self.env["parcours.partage"]._tracer("change", avant | self._partages(), lambda bouton: bouton.user_id.name)
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_partages(self):
        self._partages()._exiger_administrateur()

    def _partages(self):
        return self.filtered(lambda bouton: bouton.user_id != self.env.user)

    def _exiger_administrateur(self):
        if self and not self.env.su and not self.env.is_system():
            raise AccessError(
                self.env._("Only administrators add buttons to the screens of others. Nothing was saved.")
            )

    def _garder(self):
        """Odoo reads the domain of every button of a screen, whoever it is of: a bad one would close it to all."""
        if self.env.su:
            return
        self._partages()._exiger_administrateur()
        # a method is called with the rights of who clicks
        self.filtered("python_method")._exiger_administrateur()
        saisi = self.env["domaine.saisi"]
        for bouton in self:
            try:
                saisi._lire_domaine(bouton.parent_res_model, bouton.domain)
                if not isinstance(lire_valeur(bouton.context, self.env.uid), dict):
                    raise DomaineIllisible("forme", bouton.context)
            except PANNES as panne:
                raise ValidationError(
                    self.env._("The button was not kept. %(reason)s", reason=saisi._dire_panne(panne))
                ) from panne
