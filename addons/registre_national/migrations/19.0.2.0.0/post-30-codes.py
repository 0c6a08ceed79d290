# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """The tables of codes are a manager's to change on screen, so that an update only adds new codes. Two of ours say
    something else than before: Belgium is no nationality of the EU for the law, and a temporary status goes on with a
    card A."""
    # Raw SQL: two marks on two codes; the tables are read again by whoever examines.
    cr.execute("""UPDATE registre_code SET ue_plus = FALSE WHERE "table" = 'nationalite' AND code = '150'""")
    cr.execute("""UPDATE registre_code SET garde_statut = TRUE WHERE "table" = 'carte' AND code = '0010'""")
