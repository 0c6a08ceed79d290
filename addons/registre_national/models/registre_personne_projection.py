# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import split_every

from ..soap.dates import DatePartielle
from ..soap.modele import DossierRegistre, Entree
from .transaction import valider_lot

#: People whose columns are computed again at once.
TAILLE_LOT = 1000


class RegistrePersonneProjection(models.Model):
    """The columns of a person follow from the believed entries: they can be lost and made again."""

    _inherit = "registre.personne"

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

        One query for a thousand histories; what did not change is not written. Commits by batch outside tests.
        """
        changees = self.browse()
        for ids in split_every(TAILLE_LOT, self.ids):
            lot = self.browse(ids)
            dossiers = lot._dossiers_crus()
            for personne, vals in zip(lot, self._valeurs(dossiers), strict=True):
                changes = personne._differences(vals)
                if changes:
                    personne.write(changes)
                    changees += personne
            valider_lot(self.env)
            lot.invalidate_recordset(flush=False)
        return changees

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
    return DatePartielle.lire(texte) if texte else None
