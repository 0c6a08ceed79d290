# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The timeline of a sanction: its terms, and its steps from the finding on, with the way of each letter and each
amount."""

from odoo import api, fields, models

from odoo.addons.parcours_accueil.droit.etapes import CONSTAT_REFUS
from odoo.addons.parcours_accueil.models.lectures import ITS_CLOTURE
from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE

from ...droit.etapes import SANCTION_PRISE
from ...droit.frise import AUDITION, COMPTE, COURS, DECISION, LETTRE, RECOURS, famille

#: Who took charge says nothing of the person.
MUETTES = frozenset({SANCTION_PRISE})


class SanctionDossierFrise(models.AbstractModel):
    _name = "sanction.dossier.frise"
    _inherit = ["parcours.frise", "lecture.tracee"]
    _description = "Sanction file: its timeline"

    # what happened in the pathway file since is told there
    _montre = {"dossier_id": {"frise": ITS_CLOTURE}}
    _frise_tait = MUETTES | {"annulation"}

    frise = fields.Json(groups=GROUPES_REGISTRE)

    def _frise_evenements(self):
        """The finding of the commune too, which is of the pathway file."""
        return self.evenement_id | super()._frise_evenements()

    def _frise_suspensions(self):
        """None: no suspension of the pathway moves a term of a sanction."""
        return self.env["parcours.suspension"]

    def _frise_documents(self):
        """None: those of the pathway file are on its own timeline."""
        return self.env["parcours.document"]

    @api.model
    def _familles(self):
        return {
            LETTRE: (self.env._("Letter"), "rectangle"),
            AUDITION: (self.env._("Hearing"), "cercle"),
            DECISION: (self.env._("Found, decided"), "triangle"),
            RECOURS: (self.env._("Appeal"), "fleche"),
            COMPTE: (self.env._("Account"), "croix"),
            COURS: (self.env._("Course of the sanction"), "losange"),
        }

    @api.model
    def _famille(self, genre):
        return DECISION if genre == CONSTAT_REFUS else famille(genre)
