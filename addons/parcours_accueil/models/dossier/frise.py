# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The timeline of a file (../etape/frise.py), with its suspensions and its documents."""

from odoo import models

from ..lectures import ITS_CLOTURE, ITS_REFERENCE
from ..vocabulaire import SANS_JOURS


class DossierFrise(models.AbstractModel):
    _name = "parcours.dossier.frise"
    _inherit = ["parcours.frise", "lecture.tracee"]
    _description = "Pathway file: its timeline"

    _montre = {"": {"frise": ITS_REFERENCE | ITS_CLOTURE}}
    _frise_lue = ("evenement_ids", "delai_ids", "suspension_ids", "preuve_ids.state")

    def _frise_suspensions(self):
        return self.suspension_ids.filtered(lambda suspension: suspension.state not in SANS_JOURS)

    def _frise_documents(self):
        return self.preuve_ids
