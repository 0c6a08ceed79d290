# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import csv

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

#: What was said of a person as of a man, and is said of the fact now.
NOUNS = {
    "Décédé": "Décès",
    "Radié d’office": "Radiation d’office",
    "Radié d’office, à l’étranger": "Radiation d’office, à l’étranger",
    "Absent": "Absence",
    "A quitté le pays": "Départ du pays",
    "Réfugié": "Statut de réfugié",
    "Étudiant": "Études",
    "Travailleur de pays tiers": "Travail, pays tiers",
    "Travailleur citoyen de l’UE": "Travail, citoyenneté de l’UE",
    "Résident de longue durée d’un autre État membre": "Séjour de longue durée dans un autre État membre",
}


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
    _say(cr)
    codes = api.Environment(cr, SUPERUSER_ID, {})["registre.code"]
    for code in codes.search([("table", "=", "protection")]):
        code.write(codes._valeurs_apprises("protection", code.label_fr))


def _say(cr):
    """Give the codes that we ship their labels in English, and those in French that no manager changed their nouns."""
    with file_open("registre_national/data/registre.code.csv") as shipped:
        english = {row["id"]: row["label_en"] for row in csv.DictReader(shipped)}
    # Raw SQL, twice: words of our own tables, on records of ours
    cr.execute(
        """UPDATE registre_code AS code SET label_en = said.label
             FROM ir_model_data AS data, unnest(%s::text[], %s::text[]) AS said (name, label)
            WHERE data.module = 'registre_national' AND data.model = 'registre.code' AND data.name = said.name
                  AND data.res_id = code.id AND code.label_en IS NULL""",
        [list(english), list(english.values())],
    )
    cr.execute(
        """UPDATE registre_code AS code SET label_fr = said.after
             FROM ir_model_data AS data, unnest(%s::text[], %s::text[]) AS said (before, after)
            WHERE data.module = 'registre_national' AND data.model = 'registre.code' AND data.res_id = code.id
                  AND code.label_fr = said.before""",
        [list(NOUNS), list(NOUNS.values())],
    )
