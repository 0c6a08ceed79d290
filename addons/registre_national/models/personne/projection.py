# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import split_every

from odoo.addons.parcours_socle.jour import aujourdhui

from ...histoire.dates import lire_partielle
from ...soap.modele import DossierRegistre, Entree
from ..transaction import valider_lot

#: People whose columns are computed again at once.
TAILLE_LOT = 1000


class RegistrePersonneProjection(models.AbstractModel):
    """The columns of a person follow from the believed entries: they can be lost and made again, and change by
    themselves on the day an entry begins or ends.
    """

    _name = "registre.personne.projection"
    _description = "Person: columns from the entries"

    def action_reprojeter(self):
        """Action of a system administrator.

        :raise AccessError: somebody else asks.
        """
        if not self.env.is_system():
            raise AccessError(self.env._("Only a system administrator computes the columns again."))
        # Nobody may write these columns: they are computed, here from what is stored and nothing that was typed.
        self.sudo()._reprojeter()

    def _reprojeter(self):
        """Compute the columns of these people again from their believed entries, as of today, and return the people of
        whom something changed.

        Commits by batch outside tests.
        """
        changees = self.browse()
        for ids in split_every(TAILLE_LOT, self.ids):
            changees += self.browse(ids)._reprojeter_lot()
            valider_lot(self.env)
        return changees

    def _reprojeter_lot(self):
        """See `_reprojeter`: one query for all the histories; what did not change is not written. No commit."""
        changees = self.browse()
        for personne, vals in zip(self, self._valeurs(self._dossiers_crus()), strict=True):
            changes = personne._differences(vals)
            if changes:
                personne.write(changes)
            if changes.keys() - {"date_passage"}:
                changees += personne
        self.flush_recordset()
        self.invalidate_recordset(flush=False)
        return changees

    @api.model
    def _cron_reprojeter(self):
        """Every night: the columns of the people for whom a day has come on which one can change by itself.

        Commits by batch. Who was done is not due any more: a run that stops, or a missed night, is caught up by the
        next one.
        """
        ids = self.search([("date_passage", "<=", aujourdhui())], order="date_passage, id").ids
        restants = len(ids)
        valider_lot(self.env, 0, restants)
        for lot in split_every(TAILLE_LOT, ids):
            self.browse(lot)._reprojeter_lot()._apres_lecture()
            restants -= len(lot)
            if valider_lot(self.env, len(lot), restants) <= 0 and restants:
                return
            self.env.invalidate_all(flush=False)

    def _dossiers_crus(self):
        """The file of each of these people as it was last read, made again from the stored entries."""
        entrees = {personne_id: [] for personne_id in self.ids}
        numeros = {}
        for personne_id, _id, it, code, debut, fin, contenu, _connu in self.env["registre.information"]._lignes_crues(
            self
        ):
            entrees[personne_id].append(Entree(it, _date(debut), _date(fin), code, contenu))
            if it == "000" and contenu.get("niss"):
                numeros[personne_id] = contenu["niss"]
        # A file without IT 000 carries no number: the one we know stays.
        return [DossierRegistre(numeros.get(p.id, p.niss), tuple(entrees[p.id])) for p in self]


def _date(texte):
    return lire_partielle(texte) if texte else None
