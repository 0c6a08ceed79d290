# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A replay as a workbook: the matrix, and the files that change."""

import io

import xlsxwriter

from odoo import models
from odoo.tools import format_datetime

from odoo.addons.parcours_socle import cellules

from ..lectures import ITS_EXPLICATION, ITS_IDENTITE

# Changed files read together: bounds the memory of an export of the whole population.
TAILLE_LOT_EXPORT = 5_000


class RejeuExport(models.AbstractModel):
    _name = "parcours.rejeu.export"
    _description = "Replay: as a workbook"

    def _classeur(self):
        """Return the workbook (bytes, xlsx) of one replay: what the reader may see of it, in their language."""
        self.ensure_one()
        self._verifier_personnes()
        sortie = io.BytesIO()
        # names are written as text, never as formulas
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(sortie, options) as classeur:
            gras = classeur.add_format({"bold": True})
            self._feuille_matrice(classeur.add_worksheet(self.env._("Before and after")), gras)
            self._feuille_changements(classeur.add_worksheet(self.env._("Files that change")), gras)
        return sortie.getvalue()

    def _feuille_matrice(self, feuille, gras):
        matrice = self.matrice
        feuille.set_column(0, len(matrice["colonnes"]) + 1, 24)
        feuille.write_row(0, 0, cellules.ligne([self.display_name, format_datetime(self.env, self.date_debut)]), gras)
        entete = [colonne["mot"] for colonne in matrice["colonnes"]]
        feuille.write_row(2, 0, [self.env._("Now ↓   With the draft →"), *entete, self.env._("Total")], gras)
        for rang, ligne in enumerate(matrice["lignes"], 3):
            nombres = [cellule["nombre"] if cellule else 0 for cellule in ligne["cellules"]]
            feuille.write_row(rang, 0, cellules.ligne([ligne["mot"], *nombres, ligne["total"]]))
        totaux = [colonne["total"] for colonne in matrice["colonnes"]]
        feuille.write_row(len(matrice["lignes"]) + 3, 0, [self.env._("Total"), *totaux, matrice["total"]], gras)

    def _feuille_changements(self, feuille, gras):
        entete = (
            self.env._("Reference"),
            self.env._("Name"),
            self.env._("Commune"),
            self.env._("Now"),
            self.env._("With the draft"),
            self.env._("Decided by"),
        )
        feuille.set_column(0, len(entete) - 1, 28)
        feuille.write_row(0, 0, entete, gras)
        mots = {ligne.id: [self._issue(*ligne._cle()[i : i + 2])["mot"] for i in (0, 2)] for ligne in self.ligne_ids}
        rang = 1
        for lot in self._lots_changements():
            # read as the user: record rules decide which files are shown
            dossiers = (
                self.env["parcours.dossier"]
                .with_context(active_test=False)
                .search_fetch(
                    [("id", "in", [dossier for _ligne, dossier, _regles in lot])], ["reference", "name", "company_id"]
                )
            )
            # who is in the workbook, and which rules decide
            its = ITS_EXPLICATION | ITS_IDENTITE
            self.env["registre.lecture"]._retenir(dict.fromkeys(dossiers, its), "controle", "export")
            visibles = dict(zip(dossiers.ids, dossiers, strict=True))
            for ligne, identifiant, regles in lot:
                if dossier := visibles.get(identifiant):
                    identite = dossier.reference, dossier.name or "", dossier.company_id.name
                    feuille.write_row(rang, 0, cellules.ligne([*identite, *mots[ligne], regles]))
                    rang += 1
            dossiers.invalidate_recordset()

    def _lots_changements(self):
        """Yield lists of tuples ``(line id, file id, codes of the deciding rules)``, a batch at a time."""
        Changement = self.env["parcours.rejeu.changement"]
        dernier = 0
        while lot := Changement.search_fetch(
            [("ligne_id.rejeu_id", "=", self.id), ("id", ">", dernier)],
            ["ligne_id", "dossier_id", "regles"],
            limit=TAILLE_LOT_EXPORT,
            order="id",
        ):
            yield [(c.ligne_id.id, c.dossier_id.id, c.regles) for c in lot]
            dernier = lot[-1].id
            lot.invalidate_recordset()
