# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_accueil.models.etape.parcours_evenement import Proprietaire
from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.conditions import CONDITIONS
from ...droit.delais import RECOMPTENT
from ...droit.etapes import ETAPES, SANCTION
from .libelles import LIBELLES, REFUS, TYPES


class ParcoursEvenement(models.Model):
    """The steps of a sanction stand in the same ledger as those of the pathway file, and name what they are about."""

    _inherit = "parcours.evenement"

    type = fields.Selection(selection_add=TYPES, ondelete={code: "cascade" for code, _libelle in TYPES})
    sanction_id = fields.Many2one(
        "sanction.dossier",
        "Sanction file",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=GROUPES_REGISTRE,
    )
    infraction_id = fields.Many2one(
        "sanction.infraction", "Infringement", readonly=True, ondelete="set null", index="btree_not_null"
    )
    audition_id = fields.Many2one(
        "sanction.audition", "Hearing", readonly=True, ondelete="set null", index="btree_not_null"
    )
    decision_id = fields.Many2one("sanction.decision", readonly=True, ondelete="set null", index="btree_not_null")
    recours_id = fields.Many2one(
        "sanction.recours", "Appeal", readonly=True, ondelete="set null", index="btree_not_null"
    )
    mouvement_id = fields.Many2one(
        "sanction.mouvement", "Movement", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _etapes(self):
        return super()._etapes() | ETAPES

    @api.model
    def _conditions(self):
        return super()._conditions() | CONDITIONS

    @api.model
    def _groupes_acteurs(self):
        """Third floor's role: the official who hears, decides and collects."""
        return super()._groupes_acteurs() | {"fonctionnaire": "sanctions_admin.group_fonctionnaire"}

    @api.model
    def _proprietaires(self):
        """Sanctions too: counted again after each of their events, and when what proves that the pathway is followed
        answers a fine, a suspension, or the days on which the file was closed change."""
        liens = {"dossier_id": "dossier_id", "sanction_id": "id"}
        compte_avec = {"sanction_id": None, "dossier_id.sanction_ids": RECOMPTENT}
        return super()._proprietaires() | {SANCTION: Proprietaire("sanction_id", liens, compte_avec)}

    @api.model
    def _libelles(self):
        return super()._libelles() | LIBELLES

    @api.model
    def _refus(self):
        return super()._refus() | REFUS

    def _valeurs_correction(self, raison=None):
        """Return the values of the entry that cancels this one, because its record says something else now."""
        self.ensure_one()
        return {
            "dossier_id": self.dossier_id.id,
            "type": "annulation",
            "date_effective": aujourdhui(),
            "annule_id": self.id,
            "note": raison or self.env._("Corrected in the sanction file."),
        }

    # ---- effects ----------------------------------------------------------------------------------------------------

    def _effet_completer(self):
        for evenement in self:
            evenement.sanction_id.date_complet = evenement.date_effective

    def _defait_completer(self):
        self.sanction_id.date_complet = False

    def _effet_notifier(self):
        """The decision recorded its notification, and the claim, itself (sanction.decision.action_notifier)."""

    def _defait_notifier(self):
        """Nothing was notified after all: the decision can be changed, and notified, again; its claim is cancelled with
        the same reason, by an opposite movement of the account. Its official is told."""
        raisons = {evenement.decision_id: evenement.annulation_ids.note for evenement in self}
        creances = self.search(
            [("decision_id", "in", self.decision_id.ids), ("type", "=", "creance"), ("annulation_ids", "=", False)]
        )
        self.decision_id._retirer_notification()
        creances.mouvement_id._contrepasser()
        sanctions = self.sanction_id.filtered(lambda sanction: sanction.user_id != self.env.user)
        sanctions._prevenir(lambda env, _sanction: env._("A notification was cancelled: look before going on"))
        return [creance._valeurs_correction(raisons[creance.decision_id]) for creance in creances]
