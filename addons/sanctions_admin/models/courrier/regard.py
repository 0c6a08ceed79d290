# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The last look before a letter of a sanction is printed: its conditions are those of the sanction."""

from odoo import api, models

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ...droit.courriers import CONTRAINTE, DECISIONS, RAPPEL, VueSanction, ecart
from .libelles import ECARTS


class CourrierRegard(models.AbstractModel):
    _inherit = "parcours.courrier.regard"

    def _ecarts(self):
        siens = self._du_fonctionnaire()
        return super(CourrierRegard, self - siens)._ecarts() | siens._ecarts_sanction()

    def _ecarts_sanction(self):
        """Return what stands in the way of these letters of sanctions, as `_ecarts`; of a decision, what its
        notification would be refused for besides."""
        if not self:
            return {}
        # sudo: what stands in the way follows from the whole sanction, whoever asks; a sentence comes out
        courriers = self.sudo()
        dossiers, sanctions = courriers.dossier_id, courriers.sanction_id
        du_dossier, de_sanction = dossiers._situations(dossiers._roles()), sanctions._situations(sanctions._roles())
        trouves = {}
        for courrier in courriers:
            genre, situation = courrier._genre(), du_dossier[courrier.dossier_id]
            trouve = ecart(genre, situation, courrier._vue_sanction(de_sanction[courrier.sanction_id]))
            if not trouve and courrier.genre in DECISIONS.values():
                phrase = dire(courrier.decision_id, lambda lu: lu._refus_de_partir())
                trouve = phrase and ("etape", (phrase,))
            if trouve:
                trouves[courrier.id] = trouve
        return trouves

    def _vue_sanction(self, situation):
        """Return what the conditions see of this letter (superuser) besides its pathway file."""
        memes = self._chercher_en_route(self.dossier_id, self.genre) - self
        rappels = self.search_count(
            [
                ("decision_id", "=", self.decision_id.id),
                ("genre", "=", RAPPEL),
                ("state", "in", ("poste", "recu")),
            ],
            limit=1,
        )
        return VueSanction(
            situation=situation,
            jour=aujourdhui(),
            infraction=self.infraction_id.id or None,
            nature=self.infraction_id.type or "",
            decision=self.decision_id.id or None,
            issue=self.decision_id.decision or "",
            autre_en_route=any(autre._sujet() == self._sujet() for autre in memes),
            rappelee=bool(self.genre == CONTRAINTE and rappels),
        )

    @api.model
    def _mots_ecart(self):
        return super()._mots_ecart() | ECARTS

    def _phrase_ecart(self, mot, details):
        raison = super()._phrase_ecart(mot, details)
        return self.env._("%s No letter was printed.", raison) if mot in ECARTS else raison
