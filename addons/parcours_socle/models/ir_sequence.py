# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class IrSequence(models.Model):
    """Numbers for many records at once."""

    _inherit = "ir.sequence"

    @api.model
    def _prendre(self, code, nombre):
        """Return the next numbers of one of our sequences, taken in one query whatever how many.

        :param str code: of a sequence that may leave gaps ("standard"), of no company
        """
        if not nombre:
            return []
        # sudo: the sequence is ours and users need not read it
        sequence = self.sudo().search([("code", "=", code), ("company_id", "=", False)], limit=1)
        # Raw SQL: Odoo takes numbers one query each; this takes a block from the same PostgreSQL sequence. Both values
        # are integers of ours and are passed as parameters.
        self.env.cr.execute(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"ir_sequence_{sequence.id:03d}", nombre]
        )
        return [sequence.get_next_char(numero) for (numero,) in self.env.cr.fetchall()]
