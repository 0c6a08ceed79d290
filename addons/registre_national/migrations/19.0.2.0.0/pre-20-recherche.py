# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """The column by which people are found: made here, so that Odoo does not compute it one record after the other; it
    is written at the end, when every floor says what finds somebody."""
    # Raw SQL: an empty column; the index comes with the model.
    cr.execute("ALTER TABLE registre_personne ADD COLUMN IF NOT EXISTS recherche varchar")
