# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.exceptions import UserError

from . import extensions


def pre_init_hook(env):
    """Refuse to install where a search would not find people."""
    if reason := extensions.refusal(env.cr):
        raise UserError(reason)
