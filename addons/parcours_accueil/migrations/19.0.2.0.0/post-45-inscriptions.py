# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api

from odoo.addons.parcours_socle import lots

TAILLE_LOT = 2_000


def migrate(cr, version):
    """Enrolments say why they ended, and end with the file, on the day that its events give."""
    inscriptions = api.Environment(cr, SUPERUSER_ID, {})["parcours.inscription"]
    for lot in lots.each(inscriptions.search([]).dossier_id, TAILLE_LOT):
        inscriptions._actualiser(lot)
