# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.api import SUPERUSER_ID


class NomReserve(models.AbstractModel):
    """A record whose name says something of somebody: it is named only to who could open it.

    Odoo asks for the name of a related record as superuser (columns, groups of a list, completion, exports, titles of
    messages), so that whoever reads one record reads the names of all those it refers to. The name here is that of the
    *reader*: of the user, whom `sudo` does not change.
    """

    _name = "nom.reserve"
    _description = "What is named only to who may read it"

    # another name for the compute: `_compute_display_name` of each model goes on saying what it is called
    display_name = fields.Char(compute="_compute_nom_montre")

    @api.depends(lambda self: self._dont_depend_le_nom())
    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    def _compute_nom_montre(self):
        lisibles = self._lus_par_le_lecteur()
        lisibles._compute_display_name()
        for record in self - lisibles:
            record.display_name = self.env._("Not shown to you")

    def _lus_par_le_lecteur(self):
        """Return those of these records that the user behind this environment may read; a few queries for all."""
        nouveaux = self.filtered(lambda record: not record.id)
        existants = self - nouveaux
        # `sudo(False)` gives rights back, and gives none
        lisibles = existants.sudo(False)._filtered_access("read")
        # what is being typed is the reader's own, unless it stands for a record that they may not read
        origines = nouveaux._origin.sudo(False)._filtered_access("read")
        siens = nouveaux.filtered(lambda record: not record._origin or record._origin.id in origines._ids)
        return self.browse(lisibles._ids) + siens

    def _noms_entiers(self):
        """Return ``{record id: its name}`` whoever asks, for what is written once and read later by those who may."""
        # superuser: private, and what it returns is written where only readers of the record look
        return {record.id: record.display_name for record in self.with_user(SUPERUSER_ID)}

    @api.model
    def _dont_depend_le_nom(self):
        """Return what the name of this model depends on, as its own compute says, and whose it is."""
        noms = ["company_id"] if "company_id" in self._fields else []
        for classe in type(self).mro():
            depend = getattr(vars(classe).get("_compute_display_name"), "_depends", ())
            noms += depend(self) if callable(depend) else depend
        return list(dict.fromkeys(noms))
