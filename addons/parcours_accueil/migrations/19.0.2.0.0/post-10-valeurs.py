# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_accueil.migration import figures_to_lines, lines_for_all

#: {code of the line: column of the version before}, for what the second floor counts with.
COLUMNS = {
    "inscription": "mois_inscription",
    "achevement": "mois_achevement",
    "sommation": "mois_sommation",
    "presomption": "jours_presomption",
    "age_cloture": "age_cloture",
}

#: Figures that the version before did not have.
NEW = ("titre_absent", "sejour_temporaire", "fin_de_mois", "heures_droits_devoirs", "heures_citoyennete")
NEW += ("absences_suite", "absences_part", "heures_jour", "sans_nouvelles", "part_obliges", "convention")


def migrate(cr, version):
    figures_to_lines(cr, COLUMNS)
    lines_for_all(cr, NEW)
