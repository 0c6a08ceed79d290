# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """How a term was counted: its length has a unit. Raw SQL: one word of a JSON, on every term."""
    cr.execute(
        """
        UPDATE parcours_delai
           SET compte = compte - 'mois' || jsonb_build_object('nombre', compte -> 'mois', 'unite', 'mois')
         WHERE compte ? 'mois'
        """
    )
