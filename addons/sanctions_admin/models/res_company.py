# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..banque import compte


class ResCompany(models.Model):
    _inherit = "res.company"

    compte_amendes = fields.Char(
        "Bank account for the fines", help="IBAN: printed on the letters that ask for a payment. Of Vivalis alone."
    )
    compte_titulaire = fields.Char(
        "Holder of that account", help="As the bank knows it; empty: the name of the company."
    )

    @api.constrains("compte_amendes")
    def _check_compte_amendes(self):
        for company in self.filtered("compte_amendes"):
            if not compte.juste(company.compte_amendes):
                raise ValidationError(
                    self.env._("This is not an account number (IBAN). Nothing was saved. Copy it from the bank.")
                )
