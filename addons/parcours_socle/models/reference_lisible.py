# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError


class ReferenceLisible(models.AbstractModel):
    """A record, mostly a small window, that may only refer to what its user may read.

    Odoo shows the name of a record to whoever refers to it, reads it as superuser to do so, and what was read that way
    is then in memory for the next column: without this, a window made on any number tells whose number it is.
    """

    _name = "reference.lisible"
    _description = "What refers only to what its user may read"

    #: Many2one fields whose records are checked.
    _lisibles = ()

    @api.model_create_multi
    def create(self, vals_list):
        enregistrements = super().create(vals_list)
        enregistrements._verifier_references()
        return enregistrements

    def write(self, vals):
        resultat = super().write(vals)
        if not vals.keys().isdisjoint(self._lisibles):
            self._verifier_references()
        return resultat

    def onchange(self, values, field_names, fields_spec):
        defauts = self.default_get([nom for nom in self._lisibles if nom not in values])
        for nom in self._lisibles:
            reference = values.get(nom, defauts.get(nom)) or False
            if not isinstance(reference, int):
                raise AccessError(self.env._("This is not a reference to a record."))
            if reference:
                self.env[self._fields[nom].comodel_name].browse(reference).check_access("read")
        return super().onchange(values, field_names, fields_spec)

    # A window is its author's as long as they may read what it is about: somebody may have moved meanwhile.

    def _check_access(self, operation):
        resultat = super()._check_access(operation)
        fermees = (self - resultat[0] if resultat else self)._fermees()
        if not fermees:
            return resultat
        interdites = fermees + resultat[0] if resultat else fermees
        return interdites, lambda: self.env["ir.rule"]._make_access_error(operation, interdites)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        requete = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if not self._transient or self.env.su or bypass_access:
            return requete
        trouvees = self.browse(requete)
        return (trouvees - trouvees._fermees())._as_query(order)

    def _fermees(self):
        """Return those of these windows that refer to what the user may not read; a few queries for all."""
        fermees = self.browse()
        if not self._transient or not any(self._ids):
            return fermees
        for nom in self._lisibles:
            # sudo: what each window refers to, to ask whether the user may read it
            references = {fenetre.id: fenetre[nom].id for fenetre in self.sudo()}
            lus = self.env[self._fields[nom].comodel_name].browse(set(filter(None, references.values())))
            lus = lus._filtered_access("read")._ids
            fermees |= self.filtered(lambda f, r=references, lus=lus: r[f.id] and r[f.id] not in lus)
        return fermees

    def _verifier_references(self):
        """Refuse what the user may not read.

        :raise AccessError: as Odoo says it
        """
        for nom in self._lisibles:
            # who refers to nothing needs no right on what could be referred to
            if self[nom]:
                self[nom].check_access("read")
