# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.tools import format_date, format_datetime

from ..jour import BRUXELLES


class NomLisible(models.AbstractModel):
    """A record without a name of its own: it is called by some of its fields, in the language and with the dates of
    the reader; never by a technical name."""

    _name = "nom.lisible"
    _description = "What is called by some of its fields"

    #: The fields that a record is called by, in order; "" stands for what its model is called.
    _noms = ("",)

    @api.depends(lambda self: [nom for nom in self._noms if nom])
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            mots = (record._mot(nom) for nom in self._noms)
            record.display_name = " · ".join(filter(None, mots))

    def _mot(self, nom):
        """Return one part of the name as the reader writes it, or ""."""
        if not nom:
            return self.env["ir.model"]._get(self._name).name
        champ, valeur = self._fields[nom], self[nom]
        if not valeur:
            return ""
        match champ.type:
            case "selection":
                return dict(champ._description_selection(self.env)).get(valeur, "")
            case "date":
                return format_date(self.env, valeur)
            case "datetime":
                return format_datetime(self.env, valeur, tz=BRUXELLES.key, dt_format="dd/MM/yyyy HH:mm")
            case "many2one":
                return valeur.display_name
        return str(valeur)
