# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import columns


def migrate(cr, version):
    """The capacity of an organiser is told by language, and kept; all three BAPAs offer both languages."""
    if columns(cr, "parcours_organisateur", "capacite"):
        # Raw SQL: the column belongs to no field any more. Of who offers one language it was that of this language, of
        # who offers both it is that of both together, until somebody tells them apart.
        cr.execute(
            """
            INSERT INTO parcours_capacite (organisateur_id, langue, places, depuis,
                                           create_uid, create_date, write_uid, write_date)
            SELECT id, CASE WHEN francais AND neerlandais THEN NULL WHEN neerlandais THEN 'nl' ELSE 'fr' END,
                   capacite, write_date::date, write_uid, write_date, write_uid, write_date
              FROM parcours_organisateur
             WHERE capacite > 0
            """
        )
    # Raw SQL: as we shipped them, which nobody has changed; the data of organisers are never loaded again
    cr.execute(
        """
        UPDATE parcours_organisateur SET neerlandais = TRUE
         WHERE code IN ('bapa_bxl', 'bapa_via') AND francais AND neerlandais IS NOT TRUE
        """
    )
