# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The limit to impose a fine is that of what is not decided yet; the version before kept one for every finding,
    fined or not. A change of what a stored field means is no change of what it depends on: Odoo computes nothing."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False, "tracking_disable": True})
    sanctions = env["sanction.dossier"].search([])
    env.add_to_compute(sanctions._fields["date_limite_amende"], sanctions)
    env.flush_all()
