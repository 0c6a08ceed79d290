# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError

#: Key of the exported people in the cache of the transaction, until the whole export is made.
EXPORTES = "registre_exportes"

#: Aggregates that list instead of counting.
LISTES = ("array_agg", "recordset", "string_agg")


class Base(models.AbstractModel):
    """Any model may lead to people ("the nationality of the person of the file"): an export that does is logged once,
    when the whole of it is made, and nothing is grouped by what is beyond them.
    """

    _inherit = "base"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        lignes = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if _is_toplevel_call:
            exportes = self.env.cr.cache.pop(EXPORTES, None)
            if exportes:
                self.env["registre.personne"]._journaliser_lecture(exportes, "export")
        return lignes

    def _read_group(self, domain, groupby=(), aggregates=(), **options):
        self._refuser_chemins(groupby)
        return super()._read_group(domain, groupby, aggregates, **options)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        self._refuser_chemins([spec for groupby in grouping_sets for spec in groupby])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _refuser_chemins(self, groupby):
        """A list of files grouped by the nationality of their people would be a reading that no log knows of.

        :raise AccessError: when a path goes through a model whose reading is logged
        """
        if self.env.su:
            return
        for spec in groupby:
            modele = self
            for nom in spec.partition(":")[0].split(".")[:-1]:
                champ = modele._fields.get(nom)
                if not champ or not champ.relational:
                    break
                modele = self.env[champ.comodel_name]
                if isinstance(modele, self.env.registry["lecture.tracee"]):
                    raise AccessError(modele._texte_groupes())


class LectureTracee(models.AbstractModel):
    """What makes the reading of register data a consultation that is logged (law.md §8), whichever way it is read: a
    page, a list, a call from another program, an export.

    The model says which information types its columns show, and of whom. What only helps to find a person (number,
    names, birth date, sex, commune) is not logged when it is listed, and is when it is exported. The superuser's
    readings are the application's own, and not logged here: their process says what it did.
    """

    _name = "lecture.tracee"
    _description = "Reading that is logged"

    #: Columns by which one person is told from another: people are never grouped by them.
    _personnels = frozenset({"id", "display_name"})

    def _its_lus(self, champs, export=False):
        """Return {person id: information types} that these columns of these records show.

        :param champs: names of columns; names that are none are ignored.
        :param export: count what identifies the person too.
        """
        raise NotImplementedError

    def _read_format(self, fnames, load="_classic_read"):
        lignes = super()._read_format(fnames, load)
        if not self.env.su and (lus := self._its_lus(fnames)):
            self.env["registre.personne"]._journaliser_lecture(lus)
        return lignes

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if not self.env.su:
            exportes = self.env.cr.cache.setdefault(EXPORTES, {})
            for personne, its in self._its_lus({chemin[0] for chemin in fields if chemin}, export=True).items():
                exportes[personne] = exportes.get(personne, frozenset()) | its
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _read_group(self, domain, groupby=(), aggregates=(), **options):
        self._refuser_groupes(groupby, aggregates)
        return super()._read_group(domain, groupby, aggregates, **options)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        self._refuser_groupes([spec for groupby in grouping_sets for spec in groupby], aggregates)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _refuser_groupes(self, groupby, aggregates):
        """Groups count people; one group a person would be a list of their data that no log knows of."""
        if self.env.su:
            return
        if any(spec.partition(":")[0] in self._personnels for spec in groupby) or any(
            spec.partition(":")[2].startswith(LISTES) for spec in aggregates
        ):
            raise AccessError(self._texte_groupes())

    @api.model
    def _texte_groupes(self):
        return self.env._(
            "People are grouped by what they have in common, not one by one. Choose another column to group by, or "
            "open the page of the person."
        )
