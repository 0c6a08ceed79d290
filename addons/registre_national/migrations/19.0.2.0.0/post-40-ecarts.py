# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """A reported difference belongs to the commune of today: it stayed with the one where it was reported, which went
    on reading of somebody who had moved. Their tasks and followers go as they would at a move."""
    # Raw SQL: one column from another table, for all of them; the rules read it.
    cr.execute(
        """UPDATE registre_anomalie a SET company_id = p.company_id
             FROM registre_personne p
            WHERE p.id = a.personne_id AND p.company_id IS DISTINCT FROM a.company_id AND p.company_id IS NOT NULL"""
    )
