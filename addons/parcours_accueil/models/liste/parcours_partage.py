# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who offered what to whom: lists, filters and buttons that somebody puts on the screens of others."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

GESTES = [
    ("propose", "Offered"),
    ("change", "Changed"),
    ("retire", "Taken back"),
    ("eteint", "Switched off by an update: it cannot be read"),
]


class ParcoursPartage(models.Model):
    """One line each time that something others see on their screens is offered, changed or taken back. Append-only."""

    _name = "parcours.partage"
    _description = "Something offered to others"
    _inherit = ["nom.reserve"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    genre = fields.Selection(
        [("parcours.liste", "List"), ("ir.filters", "Filter"), ("ir.embedded.actions", "Button")],
        "What",
        required=True,
        readonly=True,
    )
    geste = fields.Selection(GESTES, "What was done", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "In", readonly=True, ondelete="restrict", help="Empty: in the Region.")
    a_qui = fields.Char("To whom", readonly=True)
    domaine = fields.Char("Which ones", readonly=True)

    @api.model
    @api.private
    def _tracer(self, geste, records, a_qui, domaine="domain"):
        """Keep a line for each of these records.

        :param a_qui: ``f(record) -> words``
        """
        # sudo: written by the act itself, whoever does it; the right to offer was checked by the caller
        self.sudo().create(
            [
                {
                    "name": record.name or record.display_name,
                    "genre": record._name,
                    "geste": geste,
                    "user_id": self.env.uid,
                    "company_id": record.company_id.id if "company_id" in record._fields else False,
                    "a_qui": a_qui(record),
                    "domaine": record[domaine],
                }
                for record in records
            ]
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("What was offered to others is written once. Nothing was saved."))

    @api.ondelete(at_uninstall=False)
    def _unlink_interdit(self):
        raise AccessError(self.env._("What was offered to others is kept. Nothing was saved."))
