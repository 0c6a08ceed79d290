# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import frozendict, ormcache


class CodeFixe(models.AbstractModel):
    """Records that the house finds by a code: nobody gives one another code, on screen or through RPC."""

    _name = "code.fixe"
    _description = "What is found by its code"

    #: The fields that the house finds a record by.
    _codes = ("code",)

    @api.model
    @ormcache()
    def _ids_par_code(self):
        """Return ``{code: id}`` of a model whose records have one code each, kept by each process until it changes."""
        # sudo: ids, the same for everybody, as this cache is
        return frozendict({un.code: un.id for un in self.sudo().search([])})  # pylint: disable=no-search-all

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if records:
            self.env.registry.clear_cache()
        return records

    def unlink(self):
        resultat = super().unlink()
        if self:
            self.env.registry.clear_cache()
        return resultat

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
        resultat = super().write(vals)
        if vals.keys() & set(self._codes):
            self.env.registry.clear_cache()
        return resultat
