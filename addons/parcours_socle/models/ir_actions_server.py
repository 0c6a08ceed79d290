# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models, tools
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError

#: Who our addons are by.
AUTEUR = "Parcours d'accueil"


class IrActionsServer(models.Model):
    """What our scheduled jobs and our terms do is what we ship: nobody rewrites it on screen. An administrator adds
    actions of the house; those, and who changed them, are traced."""

    _inherit = "ir.actions.server"

    # What an administrator writes for the tasks of an action: one text, though Odoo's field follows from a task's.
    activity_summary = fields.Char(translate=False)

    @api.model
    @tools.ormcache()
    def _livrees(self):
        """Return the ids of the actions that our addons ship, those of the scheduled jobs included."""
        # Raw SQL: two dictionaries of Odoo's own, without a person; what it gives is the same for everybody.
        self.env.cr.execute(
            """SELECT CASE d.model WHEN 'ir.cron' THEN c.ir_actions_server_id ELSE d.res_id END
                 FROM ir_model_data d
                 JOIN ir_module_module m ON m.name = d.module AND m.author = %s
            LEFT JOIN ir_cron c ON d.model = 'ir.cron' AND c.id = d.res_id
                WHERE d.model IN ('ir.cron', 'ir.actions.server')""",
            [AUTEUR],
        )
        return frozenset(identifiant for (identifiant,) in self.env.cr.fetchall())

    def _refuser_livrees(self):
        """Refuse a user's change of what we ship.

        :raise AccessError: naming the first of them
        """
        if not self.env.su and (livrees := self.filtered(lambda action: action.id in self._livrees())):
            raise AccessError(
                self.env._(
                    "“%s” is part of the software: what it does changes with an update only. Nothing was saved. Make "
                    "an action of your own.",
                    livrees[0].name,
                )
            )

    def _can_execute_action_on_records(self, records):
        """A scheduled job sees every commune: its scheduler runs it, or an administrator from its page. Odoo lets
        whoever may write one record of its model run its action by its number.

        :raise AccessError: for anybody else
        """
        permis = self.env.uid == SUPERUSER_ID or self.env.user.has_group("base.group_system")
        if self.usage == "ir_cron" and not permis:
            raise AccessError(self.env._("“%s” runs by itself, or by an administrator. Nothing was done.", self.name))
        return super()._can_execute_action_on_records(records)

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        if self.env.su:
            self.env.registry.clear_cache()
        else:
            for action in actions:
                self.env["reglage.trace"]._noter(action, "cree", {})
        return actions

    def write(self, vals):
        self._refuser_livrees()
        if not self.env.su:
            for action in self:
                # what it does may hold a secret: that it changed is kept, not how
                self.env["reglage.trace"]._noter(action, "modifie", {})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_tracee(self):
        self._refuser_livrees()
        for action in self if not self.env.su else ():
            self.env["reglage.trace"]._noter(action, "supprime", {})
