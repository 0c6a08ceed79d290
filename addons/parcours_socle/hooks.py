# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What happens to a database before the cellar is installed in it."""

from odoo.exceptions import UserError

from . import extensions


def pre_init_hook(env):
    """Called by Odoo before the models and the data of the cellar are loaded.

    :raise UserError: where a search would not find people
    """
    if reason := extensions.refusal(env.cr):
        raise UserError(reason)
    reprendre_communes(env)


def reprendre_communes(env):
    """Take over the names of the communes from the floor that had them before there was a cellar.

    The names of companies are unique: without this, an update of an old base would try to make the nineteen communes
    again. The records themselves are not touched. A base that has none, or was taken over already, stays as it is.
    """
    # Raw SQL with constants: the ORM has no way to change the module of an external id; no record is read or changed.
    env.cr.execute(
        """
        UPDATE ir_model_data AS id SET module = 'parcours_socle'
         WHERE id.module <> 'parcours_socle' AND id.model = 'res.company' AND id.name ~ '^commune_[0-9]{5}$'
           AND NOT EXISTS (
               SELECT FROM ir_model_data AS pris WHERE pris.module = 'parcours_socle' AND pris.name = id.name)
        """
    )
    env.registry.clear_cache()
