# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_accueil.migration import figures_to_lines, lines_for_all

#: {code of the line: column of the version before}, for what only sanctions need.
COLUMNS = {
    "audition": "jours_audition",
    "amende": "annees_amende",
    "montant_amende": "montant_amende",
    "plafond_amendes": "plafond_amendes",
    "preuve_amende": "mois_preuve_amende",
    "recours": "jours_recours",
    "paiement": "jours_paiement",
    "prescription": "annees_prescription",
}


#: Figures that the version before did not have.
NEW = ("recours_sans_mention",)


def migrate(cr, version):
    figures_to_lines(cr, COLUMNS)
    lines_for_all(cr, NEW)
