# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """What the engine wrote as pending in a closure is for those who work on the file: it may be of a sanction. Files
    closed as completed or as a mistake were closed by somebody, whose words stay where they were. Raw SQL: events are
    append-only for the ORM, and a text moves from one column to another."""
    cr.execute(
        """
        UPDATE parcours_evenement
           SET note = NULL,
               note_reservee = jsonb_build_object(
                   'en_US', concat_ws(E'\n', note_reservee ->> 'en_US', note ->> 'en_US')
               )
         WHERE type = 'cloture' AND note IS NOT NULL AND motif_cloture NOT IN ('acheve', 'erreur')
        """
    )
