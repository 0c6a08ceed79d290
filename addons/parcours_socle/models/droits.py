# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What opens the doors: record rules, rights on models, groups. What we ship is not rewritten on screen, where one
administrator would give everybody what two people, or a signed statement, are asked for; what is added is traced."""

from odoo import api, models, tools
from odoo.exceptions import AccessError

from .ir_actions_server import AUTEUR


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    @tools.ormcache("modele")
    def _livres(self, modele):
        """Return the ids of the records of a model that our addons ship."""
        # sudo: Odoo's dictionaries of our own addons, without a person; the same for everybody
        notres = self.env["ir.module.module"].sudo().search([("author", "=", AUTEUR)]).mapped("name")
        return frozenset(self.sudo().search([("model", "=", modele), ("module", "in", notres)]).mapped("res_id"))


def _refuser_livres(droits):
    """Refuse a user's change of what we ship.

    :raise AccessError: naming the first of them
    """
    env = droits.env
    if not env.su and (livres := droits.filtered(lambda d: d.id in env["ir.model.data"]._livres(d._name))):
        raise AccessError(
            env._(
                "“%s” is part of the software: who may open what changes with an update only. Nothing was saved.",
                livres[0].display_name,
            )
        )


def _noter(droits, geste):
    """Keep what a user did; what we ship comes with an update, whose cache is forgotten."""
    if droits.env.su:
        droits.env.registry.clear_cache()
        return
    for droit in droits:
        droits.env["reglage.trace"]._noter(droit, geste, {})


class IrRule(models.Model):
    """Odoo says a refusal with a wink, the number of the user and the name of the model. Here somebody has a person
    before them: what happened, what was kept, what to do."""

    _inherit = "ir.rule"

    @api.model_create_multi
    def create(self, vals_list):
        droits = super().create(vals_list)
        _noter(droits, "cree")
        return droits

    def write(self, vals):
        _refuser_livres(self)
        _noter(self, "modifie")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_livres(self):
        _refuser_livres(self)
        _noter(self, "supprime")

    def _make_access_error(self, operation, records):
        # what Odoo makes has the commune to switch to, which the browser offers
        erreur = super()._make_access_error(operation, records)
        lue = self.with_context(**self.env.user.context_get())
        quoi = lue.env["ir.model"]._get(records._name).name or ""
        if operation == "read":
            phrase = lue.env._(
                "This is not for you to read: %s. It is of another commune, or of somebody else's work. To know where "
                "a person's file is, use the search at the top of the screen.",
                quoi,
            )
        else:
            phrase = lue.env._(
                "This is not yours to change: %s. It is of another commune, or of somebody else's work. Nothing was "
                "saved.",
                quoi,
            )
        erreur.args = (phrase,)
        return erreur


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    @api.model_create_multi
    def create(self, vals_list):
        droits = super().create(vals_list)
        _noter(droits, "cree")
        return droits

    def write(self, vals):
        _refuser_livres(self)
        _noter(self, "modifie")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_livres(self):
        _refuser_livres(self)
        _noter(self, "supprime")


class ResGroups(models.Model):
    """Who has a role, and what a role brings with it, is traced; roles are given by the page of a user, too."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        groupes = super().create(vals_list)
        _noter(groupes, "cree")
        return groupes

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        with self.env["reglage.trace"]._suivre_mots(self, vals):
            return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_trace(self):
        _noter(self, "supprime")
