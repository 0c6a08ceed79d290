# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from .ir_actions_server import AUTEUR


class IrConfigParameter(models.Model):
    """Who changed a parameter, and of those that hold no secret from what to what."""

    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        parametres = super().create(vals_list)
        for parametre in parametres if not self.env.su else ():
            parametre._tracer("cree", False, parametre.value)
        return parametres

    def write(self, vals):
        avant = {parametre.id: parametre.value for parametre in self} if not self.env.su else {}
        resultat = super().write(vals)
        for parametre in self.browse(avant):
            parametre._tracer("modifie", avant[parametre.id], parametre.value)
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_tracee(self):
        for parametre in self if not self.env.su else ():
            parametre._tracer("supprime", parametre.value, False)

    def _tracer(self, geste, avant, apres):
        addon = self.key.partition(".")[0]
        # superuser: which addons are ours; no secret is in their parameters
        notre = self.env["ir.module.module"].sudo().search_count([("name", "=", addon), ("author", "=", AUTEUR)])
        changes = {"value": (avant, apres)} if notre else {}
        self.env["reglage.trace"]._noter(self, geste, changes)
