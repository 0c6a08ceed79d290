# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Write by what everybody is found, with what each floor adds. On the last floor: an update that stopped goes on
    without the end scripts of the floors that were done, and would find nobody."""
    api.Environment(cr, SUPERUSER_ID, {})["registre.personne"]._remplir_recherche()
