# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from lxml import etree

from odoo.tools.misc import file_path

#: What a line of a list shows, and does: columns that a list had not.
NEW = ("champ_echeance", "champ_age", "champ_detail", "action")
#: {order that was shipped: the one that is shipped now}: a landing page sorts by no fact of the register.
ORDERS = {"date_reference, id": "date_ouverture, id", "phase, date_reference, id": "phase, id"}
#: The lists of Vivalis itself.
OF_VIVALIS = ["oublies", "automates", "refus"]


def migrate(cr, version):
    """Lists are their users': those that were shipped learn what their lines show and do, where nobody said it."""
    shipped = etree.parse(file_path("parcours_accueil/data/liste/parcours_liste.xml"))
    for record in shipped.iterfind("record"):
        for field in record.iterfind("field"):
            if field.get("name") in NEW:
                # Raw SQL: exactly what is empty is written; the names of the columns are those above
                cr.execute(
                    f"UPDATE parcours_liste SET {field.get('name')} = %s FROM ir_model_data d WHERE d.res_id ="
                    " parcours_liste.id AND d.model = 'parcours.liste' AND d.module = 'parcours_accueil'"
                    f" AND d.name = %s AND {field.get('name')} IS NULL",
                    [field.text, record.get("id")],
                )
    for before, after in ORDERS.items():
        # Raw SQL: exactly what was shipped is replaced
        cr.execute("UPDATE parcours_liste SET ordre = %s WHERE ordre = %s AND code IS NOT NULL", [after, before])
    # Raw SQL: what communes do is in their lists only; Vivalis keeps its own queue. A list of its own that it shared
    # stays as it is
    cr.execute(
        "DELETE FROM parcours_liste_res_groups_rel r USING parcours_liste l, ir_model_data g WHERE l.id ="
        " r.parcours_liste_id AND l.code IS NOT NULL AND l.page = 'accueil' AND l.code <> ALL(%s)"
        " AND g.res_id = r.res_groups_id AND g.module = 'parcours_accueil' AND g.name = 'group_gestionnaire'"
        " AND g.model = 'res.groups'",
        [OF_VIVALIS],
    )
    # Raw SQL: terms past are two lists of the communes, each with its step, and a figure a commune at Vivalis
    cr.execute(
        "WITH gone AS (DELETE FROM parcours_liste WHERE code = 'echeances_depassees' RETURNING id) DELETE FROM"
        " ir_model_data d USING gone WHERE d.model = 'parcours.liste' AND d.res_id = gone.id"
    )
