# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class RegistrePersonne(models.Model):
    _inherit = "registre.personne"

    # the reference of a sanction finds the person too
    _trouvent = {"dossier_ids.sanction_ids.reference": "reference"}
