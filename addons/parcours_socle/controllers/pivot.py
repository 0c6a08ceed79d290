# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json

from odoo.http import route

from odoo.addons.web.controllers import pivot

from ..cellules import cellule


def _cellules(donnees):
    """The same data, every text in it as it may stand in a cell; keys are kept."""
    if isinstance(donnees, dict):
        return {cle: _cellules(valeur) for cle, valeur in donnees.items()}
    if isinstance(donnees, list):
        return [_cellules(valeur) for valeur in donnees]
    return cellule(donnees)


class TableExporter(pivot.TableExporter):
    """A pivot as a workbook: the browser sends its cells, names typed by people among them."""

    @route()
    def export_xlsx(self, data, **kw):
        donnees = json.load(data) if hasattr(data, "read") else json.loads(data)
        if donnees:
            # The names of the sheet and of the file are no cells.
            dehors = {cle: donnees[cle] for cle in ("title", "model") if cle in donnees}
            donnees = _cellules(donnees) | dehors
        return super().export_xlsx(json.dumps(donnees), **kw)
