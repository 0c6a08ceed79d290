# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Say whether the reader has the one search in the top bar, and may ask the register from it; an auditor, who
        reads nobody's file, begins with the question "who looked at this person"; who has a role and no statement of
        confidentiality, with what is missing and whom to ask."""
        info = super().session_info()
        recherche = self.env["registre.recherche"]
        permis = {"chercher": recherche._peut_chercher(), "demander": recherche._peut_demander()}
        if self.env.user._sans_habilitation():
            info["home_action_id"] = self.env.ref("registre_national.registre_habilitation_action_mienne").id
        elif recherche._ne_fait_que_controler() and not info.get("home_action_id"):
            info["home_action_id"] = self.env.ref("registre_national.registre_extrait_action_lecteurs").id
        return info | {"registre_recherche": permis}
