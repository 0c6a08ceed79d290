# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.exceptions import UserError

from odoo.addons.parcours_socle import journaux

from . import models, wizard
from .journal import garde
from .soap.client import INDISCRETS


def post_init_hook(env):
    """Who installs has access for some days, until somebody records their statement."""
    env["registre.habilitation"]._reprendre()


def post_load():
    """Called once a process by Odoo: what the libraries that carry SOAP log may quote a person's file."""
    journaux.taire(INDISCRETS)


def pre_init_hook(env):
    """Called by Odoo before the addon is installed: the log must be there before the first reading."""
    if reason := garde.refusal(env.cr):
        raise UserError(reason)
