# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Odoo's own exports: no cell of theirs becomes a formula (cellules.py)."""

from odoo.addons.web.controllers import export

from ..cellules import cellule, ligne


def _neutraliser(groupes):
    """The same for grouped rows: names of the groups and the rows in them, in place."""
    enfants = list(groupes.children.items())
    groupes.children.clear()
    for nom, groupe in enfants:
        nom = (nom[0], cellule(nom[1]), *nom[2:]) if isinstance(nom, tuple) and len(nom) > 1 else cellule(nom)
        while nom in groupes.children:  # written as another one was already
            nom = f"'{nom}"
        groupes.children[nom] = groupe
        _neutraliser(groupe)
    groupes.data = [ligne(valeurs) for valeurs in groupes.data]


class CSVExport(export.CSVExport):
    """Rows as CSV."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, ligne(columns_headers), [ligne(row) for row in rows])


class ExcelExport(export.ExcelExport):
    """Rows as a workbook, grouped or not."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, ligne(columns_headers), [ligne(row) for row in rows])

    def from_group_data(self, fields, columns_headers, groups):
        _neutraliser(groups)
        return super().from_group_data(fields, ligne(columns_headers), groups)
