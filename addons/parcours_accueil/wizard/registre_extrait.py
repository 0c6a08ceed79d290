# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models
from odoo.tools import escape_psql

#: Digits of the end of a reference by which a file is named, as agents say it on the telephone.
QUEUE = 4


class RegistreExtrait(models.TransientModel):
    """A person is named by the reference of their file too."""

    _inherit = "registre.extrait"

    def _gens_de(self, texte):
        if gens := super()._gens_de(texte):
            return gens
        entiere = escape_psql(texte)
        dossiers = self.env["parcours.dossier"].with_context(active_test=False)
        trouves = dossiers.search([("reference", "=ilike", entiere)])
        if not trouves and sum(map(str.isdigit, texte)) >= QUEUE:
            trouves = dossiers.search([("reference", "=ilike", f"%{entiere}")])
        return trouves.personne_id
