# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What has legal terms: a pathway file, and whatever a floor above gives terms to. A part of its model."""

from odoo import models
from odoo.fields import Domain

from ...droit.etapes import REVUE_DELAI
from ...droit.vie_terme import Entourage


class DelaiProprietaire(models.AbstractModel):
    _name = "parcours.delai.proprietaire"
    _description = "Owner of legal terms"

    #: The step that records the review of one of its terms, and the types of its tasks.
    _etape_revue = REVUE_DELAI
    _taches_delai = {
        "proche": "parcours_accueil.activite_delai_proche",
        "echu": "parcours_accueil.activite_delai_echu",
        "revue": "parcours_accueil.activite_delai_revue",
    }

    def _domaine_delais(self):
        """Return the domain of the terms of self."""
        return Domain("dossier_id", "in", self.ids) & Domain("objet", "=", 0)

    def _valeurs_delai(self):
        """Return the values by which a new term names its owner."""
        self.ensure_one()
        return {"dossier_id": self.id}

    def _delais_ouverts(self):
        """Whether the terms of an owner run: those of a closed one have stopped."""
        self.ensure_one()
        return self.phase == "dossier"

    def _recompter_delais(self):
        """Count the terms again from the events: the last look before anything is done with one."""
        self._recalculer()

    def _entourage(self, delai):
        """Return what is pending around a term of self, as a `droit.vie_terme.Entourage`."""
        self.ensure_one()
        return Entourage(delai._sommation_fondee(), self.issue_a_appliquer, bool(self.exemption_a_decider))
