# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The tables of codes are a manager's to change on screen, so that an update only adds new codes. Some of ours say
    something else than before: Belgium is no nationality of the EU for the law, a temporary status goes on with a card
    A, and some say that somebody has international protection, as do those that were learned by their label."""
    # Raw SQL: two marks on two codes; the tables are read again by whoever examines.
    cr.execute("""UPDATE registre_code SET ue_plus = FALSE WHERE "table" = 'nationalite' AND code = '150'""")
    cr.execute("""UPDATE registre_code SET garde_statut = TRUE WHERE "table" = 'carte' AND code = '0010'""")
    cr.execute("""UPDATE registre_code SET protection = TRUE WHERE "table" = 'nationalite' AND code = '8xx'""")
    cr.execute(
        """UPDATE registre_code SET protection = TRUE, a_confirmer = TRUE
            WHERE "table" = 'motif' AND code IN ('020000', '020100')"""
    )
    codes = api.Environment(cr, SUPERUSER_ID, {})["registre.code"]
    for code in codes.search([("table", "=", "protection")]):
        code.write(codes._valeurs_apprises("protection", code.label_fr))
