# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models

from .mail_message import COMPLETE, SUIVI, permis

#: What Odoo writes when a field goes with its module: what it was called, kept in its place.
CHAMP_DISPARU = frozenset({"field_id", "field_info"})


class MailTrackingValue(models.Model):
    """What changed, as the tracking of the record found it: written by that, and by nobody else."""

    _inherit = "mail.tracking.value"

    @api.model_create_multi
    def create(self, vals_list):
        if not (permis(self.env, SUIVI) or self.env["mail.message"]._est_le_robot()):
            raise self.env["mail.message"]._refus_signature()
        return super().create(vals_list)

    def write(self, vals):
        if not (permis(self.env, COMPLETE) or (self.env.su and vals.keys() <= CHAMP_DISPARU)):
            raise self.env["mail.message"]._refus_append()
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_suivi(self):
        if not permis(self.env, COMPLETE):
            raise self.env["mail.message"]._refus_append()
