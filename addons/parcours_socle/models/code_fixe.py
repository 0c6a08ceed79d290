# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.exceptions import AccessError


class CodeFixe(models.AbstractModel):
    """Records that the house finds by a code: nobody gives one another code, on screen or through RPC."""

    _name = "code.fixe"
    _description = "What is found by its code"

    #: The fields that the house finds a record by.
    _codes = ("code",)

    def write(self, vals):
        if not self.env.su:
            for nom in vals.keys() & set(self._codes):
                champ = self._fields[nom]
                if any(champ.convert_to_write(record[nom], record) != (vals[nom] or False) for record in self):
                    raise AccessError(
                        self.env._(
                            "“%s” cannot be changed: the software finds this record by it. Nothing was saved.",
                            champ._description_string(self.env),
                        )
                    )
        return super().write(vals)
