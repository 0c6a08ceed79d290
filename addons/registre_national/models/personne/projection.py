# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui

from ...histoire.dates import lire_partielle
from ...soap.modele import DossierRegistre, Entree

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

        Commits by batch.
        """
        changees = self.browse()

        def reprojeter(lot):
            nonlocal changees
            changees += lot._reprojeter_lot()

        lots.run(self.env, lots.Step(self.browse(), reprojeter, lambda: self.ids, size=TAILLE_LOT))
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
        """Every night: the keys of who has none, then the columns of the people for whom a day has come on which one
        can change by itself.

        Commits by batch. Who was done is not due any more: a run that stops, or a missed night, is caught up by the
        next one.
        """
        lots.run(
            self.env,
            self._sans_recherche(),
            lots.Step(
                self,
                lambda lot: lot._reprojeter_lot()._apres_lecture(),
                Domain("date_passage", "<=", aujourdhui()),
                size=TAILLE_LOT,
                order="date_passage, id",
            ),
        )

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
