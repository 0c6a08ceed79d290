# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The files that requests and suspensions rested on are documents of their files, accepted by whoever recorded them
    on the day they did: what counted counts. Nobody wrote down which day they bear."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for nom in ("parcours.exemption", "parcours.contestation", "parcours.suspension"):
        env[nom].with_context(active_test=False, tracking_disable=True)._reprendre_documents()
