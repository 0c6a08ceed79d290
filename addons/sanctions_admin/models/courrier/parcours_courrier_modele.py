# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from ...droit.courriers import GENRES
from .libelles import GENRES_DITS


class ParcoursCourrierModele(models.Model):
    """The texts of the letters of a sanction, which Vivalis sends."""

    _inherit = "parcours.courrier.modele"

    genre = fields.Selection(selection_add=GENRES_DITS, ondelete={code: "cascade" for code, _nom in GENRES_DITS})

    def _entete_exemple(self, courrier, valeurs):
        entete = super()._entete_exemple(courrier, valeurs)
        if self.genre not in GENRES:
            return entete
        # sudo: the public address of the authority, for whoever reads its texts
        autorite = self.env.ref("base.main_company").sudo()
        return entete | {
            "expediteur": autorite.display_name,
            "coordonnees": tuple(filter(None, (autorite.street, autorite.phone, autorite.email))),
            "lieu": courrier._ville(autorite),
            "signature": (courrier.env._("The designated official,"), valeurs["agent.nom"]),
        }
