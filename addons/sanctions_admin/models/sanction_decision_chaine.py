# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The window in which a decision leaves: what it rests on, before the official says that it does."""

from odoo import api, fields, models

from odoo.addons.parcours_accueil.droit.delais import Parametres
from odoo.addons.parcours_accueil.droit.etapes import CONSTAT_REFUS

from ..droit.chaine import chaine


class SanctionDecisionChaine(models.AbstractModel):
    """A part of a decision: read in that window alone, by who may write it."""

    _name = "sanction.decision.chaine"
    _description = "Decision on an infringement: what it rests on"

    chaine = fields.Html("It rests on", compute="_compute_chaine", sanitize=False, export_string_translation=False)

    @api.depends("infraction_id")
    @api.depends_context("lang", "uid")
    def _compute_chaine(self):
        for decision in self:
            # the chain is for who takes the decision; other readers have the file, by its own page
            maillons = decision._chaine() if decision._origin.has_access("write") else []
            decision.chaine = decision.sanction_id.dossier_id._rendre_chaine(maillons)

    def _chaine(self):
        """Return the links in words: those of the refusal that the commune found, when the infringement is that one,
        then those of the sanction."""
        self.ensure_one()
        # sudo: the caller may write the decision; days, ways of letters and names of colleagues come out
        sanction, infraction = self.sudo().sanction_id, self.sudo().infraction_id
        dossier, lignes = sanction.dossier_id, sanction.reglement_id._lignes() if sanction.reglement_id else {}
        if not lignes:
            return []
        evenements = sanction._faits().get(sanction.id, [])
        termes = sanction._termes(evenements, dossier._jours_sans_obligation()[dossier.id])
        maillons = chaine(infraction.id, evenements, termes, Parametres(lignes).jours_presomption)
        du_dossier = dossier._chaine(CONSTAT_REFUS) if infraction.type == "refus" else []
        return du_dossier + dossier._maillons_lisibles(maillons, lignes)

    def action_envoyer(self):
        """Open the window that shows what this decision rests on, and records that it leaves today."""
        self.check_access("write")
        vue = self.env.ref("sanctions_admin.sanction_decision_view_form_envoi")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The decision leaves"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(vue.id, "form")],
            "target": "new",
        }
