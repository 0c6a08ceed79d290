# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.

#: {(model, condition that was shipped): the one that is shipped now}
CONDITIONS = {
    ("parcours.delai", "[('revue', '=', True)]"): "[('revue', '=', True), ('objet', '=', 0)]",
    (
        "parcours.dossier",
        "[('phase', '=', 'dossier'), ('stage_id.code', '=', 'a_informer')]",
    ): "[('a_informer', '=', True)]",
}


def migrate(cr, version):
    """Lists are their users': the conditions of those that nobody changed are brought up to date. Raw SQL: exactly what
    was shipped is replaced."""
    for (model, before), after in CONDITIONS.items():
        cr.execute("UPDATE parcours_liste SET domaine = %s WHERE modele = %s AND domaine = %s", [after, model, before])
