# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The ledger says what it did not: openings, moves, who has a file, the phase an event led to, what it followed from.

Everything is read from what was kept (events, examinations with their facts, the day of opening), and nothing is
guessed: who has a file is known as of today only, and says so. All of it is raw SQL: events are append-only for the
ORM, and each statement does all files at once.
"""

from odoo import SUPERUSER_ID

from odoo.addons.parcours_accueil.migration import found_at_update, put_in_order
from odoo.addons.parcours_socle.jour import aujourdhui

#: What the ledger did not say before.
ADDED = ("ouverture", "demenagement", "affectation")


def migrate(cr, version):
    cr.execute("SELECT EXISTS (SELECT FROM parcours_evenement WHERE type = 'ouverture')")
    if cr.fetchone()[0]:
        return
    say_phases(cr)
    say_causes(cr)
    restore_first_opening(cr)
    add_openings(cr)
    add_moves(cr)
    add_assignments(cr)
    put_in_order(cr, *ADDED)


def say_phases(cr):
    """Say the phase that each event led to. A file opened again was one when it was followed then: a volunteer's, or
    obliged by its last examination; the last one led to what the file is."""
    cr.execute("UPDATE parcours_evenement SET phase = 'cloture' WHERE type = 'cloture'")
    cr.execute("UPDATE parcours_evenement SET phase = 'dossier' WHERE type = 'volontaire'")
    cr.execute(
        """
        UPDATE parcours_evenement AS opened
           SET phase = CASE WHEN EXISTS (SELECT FROM parcours_evenement AS e
                                          WHERE e.dossier_id = opened.dossier_id AND e.type = 'volontaire'
                                                AND e.id < opened.id)
                              OR (SELECT resultat FROM parcours_examen AS examination
                                   WHERE examination.dossier_id = opened.dossier_id
                                         AND examination.date <= opened.date_connue
                                   ORDER BY date DESC, id DESC LIMIT 1) = 'oblige'
                            THEN 'dossier' ELSE 'predossier' END
         WHERE type = 'reouverture'
        """
    )
    cr.execute(
        """
        UPDATE parcours_evenement AS last SET phase = file.phase
          FROM parcours_dossier AS file
         WHERE last.dossier_id = file.id AND last.type = 'reouverture' AND file.phase <> 'cloture'
               AND NOT EXISTS (SELECT FROM parcours_evenement AS later
                                WHERE later.dossier_id = file.id AND later.id > last.id AND later.phase IS NOT NULL)
        """
    )


def say_causes(cr):
    """Say which event made another one: they are cancelled together."""
    cr.execute(
        """
        UPDATE parcours_evenement AS effect SET cause_id = cause.id
          FROM parcours_evenement AS cause
         WHERE cause.dossier_id = effect.dossier_id AND cause.date_effective = effect.date_effective
               AND (cause.type, effect.type) IN (('constat_refus', 'transfert_vivalis'), ('attestation_fin', 'cloture'))
               AND (effect.type <> 'cloture' OR effect.motif_cloture = 'acheve')
               AND cause.id = (SELECT max(id) FROM parcours_evenement AS nearest
                                WHERE nearest.dossier_id = effect.dossier_id AND nearest.type = cause.type
                                      AND nearest.id < effect.id)
        """
    )


def restore_first_opening(cr):
    """Give back to files that were opened twice the day of the first opening, which the second one overwrote: they were
    opened again as a pre-file, then as a file. The first time was when an examination first obliged the person, before
    the first closure."""
    cr.execute(
        """
        WITH courses AS (
            SELECT id, dossier_id, type, date_effective,
                   lag(type) OVER (PARTITION BY dossier_id ORDER BY id) AS before
              FROM parcours_evenement WHERE phase IS NOT NULL
        ), first AS (
            SELECT file.id, min(examination.date)::date AS day
              FROM parcours_dossier AS file
              JOIN courses ON courses.dossier_id = file.id AND courses.type = 'reouverture'
                   AND courses.before = 'reouverture' AND courses.date_effective = file.date_ouverture
              JOIN parcours_examen AS examination
                   ON examination.dossier_id = file.id AND examination.resultat = 'oblige' AND examination.date < (
                       SELECT min(date_connue) FROM parcours_evenement AS closure
                        WHERE closure.dossier_id = file.id AND closure.type = 'cloture')
             GROUP BY file.id
        )
        UPDATE parcours_dossier AS file SET date_ouverture = first.day FROM first WHERE first.id = file.id
        """
    )


def add_openings(cr):
    """Add the opening of each file, as known when the person was examined, or volunteered, on that day."""
    cr.execute(
        """
        INSERT INTO parcours_evenement
               (dossier_id, type, date_effective, date_connue, user_id, phase, cause_id, create_uid, create_date,
                write_uid, write_date)
        SELECT file.id, 'ouverture', file.date_ouverture,
               COALESCE(asked.date_connue,
                        (SELECT min(date) FROM parcours_examen AS examination
                          WHERE examination.dossier_id = file.id AND examination.resultat = 'oblige'
                                AND examination.date::date = file.date_ouverture),
                        file.date_ouverture),
               COALESCE(asked.user_id, %(bot)s), 'dossier', asked.id, %(bot)s, now() AT TIME ZONE 'UTC',
               %(bot)s, now() AT TIME ZONE 'UTC'
          FROM parcours_dossier AS file
          LEFT JOIN LATERAL (SELECT id, date_connue, user_id FROM parcours_evenement
                              WHERE dossier_id = file.id AND type = 'volontaire'
                                    AND date_connue::date = file.date_ouverture
                              ORDER BY id LIMIT 1) AS asked ON true
         WHERE file.date_ouverture IS NOT NULL
        """,
        {"bot": SUPERUSER_ID},
    )


def add_moves(cr):
    """Add the moves between communes that examinations show: the commune they were made with became another one, on the
    day that the register's entry gives; when it gives no day, on the day that we learnt of it."""
    cr.execute(
        r"""
        WITH places AS (
            SELECT examination.dossier_id, examination.id, examination.date, commune.id AS company_id,
                   (SELECT max(source.value ->> 'date')
                      FROM jsonb_array_elements_text(examination.trace #> '{faits,jour_commune,2}') AS number,
                           jsonb_each(examination.trace -> 'sources') AS source
                     WHERE source.key = number
                           AND source.value ->> 'date' ~ '^\d{4}-(0[1-9]|1\d)-(0[1-9]|[123]\d)$'
                   )::date AS since
              FROM parcours_examen AS examination
              JOIN res_company AS commune ON commune.nis_code = examination.trace #>> '{faits,jour_commune,0}'
        ), moves AS (
            SELECT *, lag(company_id) OVER (PARTITION BY dossier_id ORDER BY date, id) AS left_company_id FROM places
        )
        INSERT INTO parcours_evenement
               (dossier_id, type, date_effective, date_connue, user_id, depuis_company_id, vers_company_id,
                create_uid, create_date, write_uid, write_date)
        SELECT dossier_id, 'demenagement', LEAST(COALESCE(since, date::date), date::date), date, %(bot)s,
               left_company_id, company_id, %(bot)s, now() AT TIME ZONE 'UTC', %(bot)s, now() AT TIME ZONE 'UTC'
          FROM moves WHERE left_company_id <> company_id
        """,
        {"bot": SUPERUSER_ID},
    )


def add_assignments(cr):
    """Add who has a file: since when was kept nowhere, so that it is said as of today."""
    cr.execute(
        """
        INSERT INTO parcours_evenement
               (dossier_id, type, date_effective, date_connue, user_id, agent_id, note,
                create_uid, create_date, write_uid, write_date)
        SELECT id, 'affectation', %(day)s, now() AT TIME ZONE 'UTC', %(bot)s, user_id, %(note)s,
               %(bot)s, now() AT TIME ZONE 'UTC', %(bot)s, now() AT TIME ZONE 'UTC'
          FROM parcours_dossier WHERE user_id IS NOT NULL
        """,
        {"bot": SUPERUSER_ID, "day": aujourdhui(), "note": found_at_update(cr)},
    )
