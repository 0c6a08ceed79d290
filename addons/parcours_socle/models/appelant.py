# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a caller says beside the values of a record, in the context of a call or in defaults of their own, is the
caller's word: it leaves no check out, and writes nothing that a step alone writes. What is asked of a column that is
not read is not answered."""

from odoo import api, models, tools
from odoo.api import SUPERUSER_ID
from odoo.fields import Domain
from odoo.modules import Manifest

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .ir_actions_server import AUTEUR


class Appelant(models.AbstractModel):
    _inherit = "base"

    def unlink(self):
        """Odoo leaves the checks out where the context says that a module is being removed: an automatic process does
        that, and a context comes from the caller."""
        if self.env.uid != SUPERUSER_ID and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return self.with_context(**{MODULE_UNINSTALL_FLAG: False}).unlink()
        return super().unlink()

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """A column that may not be read finds nothing either: Odoo looks at the groups of those that are stored, and
        asks the others how to find (`search=`) whoever asks.

        :raise AccessError: as Odoo does for a stored one
        """
        domain = Domain(domain)
        if not (self.env.su or bypass_access):
            _refuser_colonnes(self, domain)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _add_missing_default_values(self, values):
        """A default of the context, or one that users set for themselves, fills what they could type; the rest is what
        the model says. What our code writes for them as superuser takes none: who took a step is who took it."""
        complet = super()._add_missing_default_values(values)
        if self._transient or self.env.uid == SUPERUSER_ID:
            return complet
        if self.env.su:
            refuses = complet.keys() if _est_de_nous(self._original_module) else frozenset()
        else:
            refuses = self._sans_defaut_saisi()
        for nom in (complet.keys() - values.keys()) & refuses:
            champ = self._fields[nom]
            del complet[nom]
            if champ.default:
                valeur = champ.convert_to_cache(champ.default(self), self, validate=False)
                complet[nom] = champ.convert_to_write(champ.convert_to_record(valeur, self), self)
        return complet

    @api.model
    @api.private
    @tools.ormcache()
    def _sans_defaut_saisi(self):
        """Return the names of the columns that no user types when a record is made: those of ours that are read only;
        a model that says what is typed adds the others."""
        return frozenset(nom for nom, champ in self._fields.items() if champ.readonly and _est_de_nous(champ._module))


def _refuser_colonnes(modele, domaine):
    """Refuse a domain that asks a column which is not read, on whatever path: Odoo asks it before it looks further."""
    for condition in domaine.iter_conditions():
        lu, valeur = modele, condition.value
        for nom in condition.field_expr.split("."):
            champ = lu._fields.get(nom)
            if not champ:
                break
            if champ.groups and champ.search and not champ.store:
                lu._check_field_access(champ, "read")
            if not champ.comodel_name or champ.comodel_name not in lu.env:
                break
            lu = lu.env[champ.comodel_name]
        else:
            if condition.operator in ("any", "not any") and isinstance(valeur, (Domain, list)):
                _refuser_colonnes(lu, Domain(valeur))


def _est_de_nous(module):
    manifeste = module and Manifest.for_addon(module, display_warning=False)
    return bool(manifeste) and manifeste["author"] == AUTEUR
