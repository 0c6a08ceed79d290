# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One infringement has one decision, one outcome of its hearing, and one petition is entered once: the database holds
it from now on. What a base has too many of is kept, and marked, so that the index can be made."""

#: {table: (what tells two of them apart, which one is the first, which of them count)}
ONE_OF_EACH = {
    "sanction_decision": ("infraction_id", "date_notification IS NULL, date_notification, id", "TRUE"),
    "sanction_audition": ("infraction_id", "date_reception IS NULL, id", "resultat IS NOT NULL"),
    "sanction_recours": ("decision_id, date", "issue = 'en_cours', id", "TRUE"),
    "sanction_infraction": ("sanction_id", "id", "type = 'refus'"),
}


def migrate(cr, version):
    # Raw SQL, here and below: the models are not loaded yet; tables and columns are constants of ours.
    for table, (key, first, counted) in ONE_OF_EACH.items():
        cr.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS doublon boolean")
        cr.execute(
            f"UPDATE {table} SET doublon = TRUE FROM ("
            f"  SELECT id, row_number() OVER (PARTITION BY {key} ORDER BY {first}) AS rank"
            f"  FROM {table} WHERE {counted}) AS ranked"
            f" WHERE ranked.id = {table}.id AND ranked.rank > 1 AND doublon IS NULL"
        )
    # what was ticked by hand stays: the register may not say it
    cr.execute("ALTER TABLE sanction_dossier ADD COLUMN IF NOT EXISTS protection_saisie boolean")
    cr.execute(
        "UPDATE sanction_dossier SET protection_saisie = protection_internationale WHERE protection_saisie IS NULL"
    )
