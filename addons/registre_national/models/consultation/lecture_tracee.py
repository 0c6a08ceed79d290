# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError

#: Key of the exported people in the data of the transaction, until it is about to be committed.
EXPORTES = "registre_national.exportes"

#: Aggregates that list instead of counting.
LISTES = ("array_agg", "recordset", "string_agg")


class LectureTracee(models.AbstractModel):
    """What makes the reading of register data a consultation that is logged (loi.md §8), whichever way it is read: a
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
        """Any model may lead to people ("the nationality of the person of the file") and asks them one by one: what an
        export shows is logged in one piece when the transaction is about to be committed, which is before an answer
        leaves."""
        if not self.env.su and (lus := self._its_lus({chemin[0] for chemin in fields if chemin}, export=True)):
            self._retenir_export(lus)
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _retenir_export(self, lus):
        precommit, cle = self.env.cr.precommit, f"{EXPORTES}.{self.env.uid}"
        if cle not in precommit.data:
            personnes = self.env["registre.personne"]
            precommit.data[cle] = {}
            precommit.add(lambda: personnes._journaliser_lecture(precommit.data.pop(cle), "export"))
        exportes = precommit.data[cle]
        for personne, its in lus.items():
            exportes[personne] = exportes.get(personne, frozenset()) | its

    def _read_group(self, domain, groupby=(), aggregates=(), **options):
        self._refuser_groupes(groupby, aggregates)
        return super()._read_group(domain, groupby, aggregates, **options)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        self._refuser_groupes([spec for groupby in grouping_sets for spec in groupby], aggregates)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Called by Odoo for a column of a grouping: of another model's when it comes here by a path, under an alias. A
        list of files grouped by the nationality of their people would be a reading that no log knows of.

        :raise AccessError: when the path is not the application's own
        """
        if alias != self._table and not self.env.su:
            raise AccessError(self._texte_groupes())
        return super()._read_group_groupby(alias, groupby_spec, query)

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
