# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What cannot be any more, and is there: kept as it is, and said to who has the sanction."""

from odoo import SUPERUSER_ID, api

from odoo.addons.sanctions_admin.migration import tell_changes, tell_faults


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False, "tracking_disable": True})
    tell_faults(env)
    tell_changes(env)
