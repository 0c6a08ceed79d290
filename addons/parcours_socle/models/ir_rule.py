# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrRule(models.Model):
    """Odoo says a refusal with a wink, the number of the user and the name of the model. Here somebody has a person
    before them: what happened, what was kept, what to do."""

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        # what Odoo makes has the commune to switch to, which the browser offers
        erreur = super()._make_access_error(operation, records)
        lue = self.with_context(self.env.user.context_get())
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
