# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, models


class ReglementPartie(models.AbstractModel):
    """What a version of the law is made of (rules, values, codes, grounds of suspension): frozen when the version is
    published, and a change of it withdraws the proposal to publish. The model has a ``reglement_id``."""

    _name = "parcours.reglement.partie"
    _description = "Part of a version of the law"

    @api.model_create_multi
    def create(self, vals_list):
        parties = super().create(vals_list)
        parties._tenir_promesses()
        parties._apres_changement()
        return parties

    def write(self, vals):
        self.reglement_id._verifier_brouillon()
        resultat = super().write(vals)
        # once more afterwards: nothing must be moved into a frozen version
        self._tenir_promesses()
        self._apres_changement()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_brouillon(self):
        self._tenir_promesses()

    def _apres_changement(self):
        """What else follows from a creation or a change: each part says it."""
        raise NotImplementedError

    def _tenir_promesses(self):
        """Keep the version's promises: frozen when published, no longer proposed when changed.

        :raise UserError: when a version is no longer a draft
        """
        self.reglement_id._verifier_brouillon()
        self.reglement_id._retirer_proposition()
        # what the engine reads of a version is cached (parcours.reglement._lignes)
        self.env.registry.clear_cache()
