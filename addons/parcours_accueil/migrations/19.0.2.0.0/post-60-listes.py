# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.

#: {condition that was shipped: the one that is shipped now}
CONDITIONS = {"[('revue', '=', True)]": "[('revue', '=', True), ('objet', '=', 0)]"}


def migrate(cr, version):
    """Lists are their users': the conditions of those that nobody changed are brought up to date. Raw SQL: exactly what
    was shipped is replaced."""
    for before, after in CONDITIONS.items():
        cr.execute(
            "UPDATE parcours_liste SET domaine = %s WHERE modele = 'parcours.delai' AND domaine = %s", [after, before]
        )
