# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from ..vocabulaire import GROUPES_REGISTRE


class DossierManque(models.AbstractModel):
    """The name of the missing fact or document, for the lists: what the register says of it is on the page."""

    _name = "parcours.dossier.manque"
    _description = "Pathway file: what is missing"

    manque = fields.Char(
        "Missing fact or document",
        compute="_compute_manque",
        groups=GROUPES_REGISTRE,
        help="Facts and documents without which the outcome cannot be known.",
    )

    @api.depends("examen_ids", "resultat")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_manque(self):
        a_examiner = self.filtered(lambda dossier: dossier.resultat == "a_examiner")
        manquants = a_examiner.examen_id._manquants()
        for dossier in self:
            noms = manquants.get(dossier.examen_id.id) if dossier in a_examiner else None
            dossier.manque = False if noms is None else "; ".join(noms)
