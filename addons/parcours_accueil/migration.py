# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the scripts of `migrations/` share, this floor's and the next one's."""

import json

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.parcours_socle.migration import columns
from odoo.addons.parcours_socle.paroles import dire


def figures_to_lines(cr, figures):
    """Make lines of the figures that a version of the law held in columns: those of versions made on screen, drafts
    included. The lines of the versions that we ship are shipped; those of R2 give names and units.

    :param dict figures: {code of the line: column of the version before}; an article and a mark went with each column
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    shipped = env.ref("parcours_accueil.reglement_r2")
    for model in shipped.valeur_ids.filtered(lambda line: line.code in figures):
        column = figures[model.code]
        if not columns(cr, "parcours_reglement", column):
            continue
        article, remark = _words(cr, f"{column}_article")
        # Raw SQL: the columns belong to no field any more, and a line made through the ORM would withdraw the proposal
        # of a draft, or be refused for a published version: its figures do not change, their place does.
        cr.execute(
            SQL(
                """
                INSERT INTO parcours_reglement_valeur
                       (reglement_id, sequence, code, name, unite, valeur, article, remarque, a_confirmer,
                        create_uid, create_date, write_uid, write_date)
                SELECT version.id, model.sequence, model.code, model.name, model.unite, COALESCE(version.%(column)s, 0),
                       %(article)s, %(remark)s, version.%(mark)s,
                       version.create_uid, version.create_date, version.write_uid, version.write_date
                  FROM parcours_reglement AS version, parcours_reglement AS shipped, parcours_reglement_valeur AS model
                 WHERE model.id = %(model)s AND shipped.id = %(shipped)s
                       AND NOT EXISTS (SELECT FROM parcours_reglement_valeur AS line
                                        WHERE line.reglement_id = version.id AND line.code = model.code)
                """,
                column=SQL.identifier(column),
                mark=SQL.identifier(f"{column}_a_confirmer"),
                article=article,
                remark=remark,
                model=model.id,
                shipped=shipped.id,
            )
        )
    env.invalidate_all()
    env.registry.clear_cache()


def lines_for_all(cr, codes):
    """Give every version made on screen, drafts included, the figures of R2 with those codes that it lacks: the engine
    counts with them from this version on."""
    # Raw SQL: as above, a line made through the ORM would withdraw the proposal of a draft or be refused.
    cr.execute(
        """
        INSERT INTO parcours_reglement_valeur
               (reglement_id, sequence, code, name, unite, valeur, article, remarque, a_confirmer,
                create_uid, create_date, write_uid, write_date)
        SELECT version.id, model.sequence, model.code, model.name, model.unite, model.valeur, model.article,
               model.remarque, model.a_confirmer,
               version.create_uid, version.create_date, version.write_uid, version.write_date
          FROM parcours_reglement AS version, parcours_reglement_valeur AS model
          JOIN ir_model_data AS shipped ON shipped.res_id = model.reglement_id
           AND shipped.module = 'parcours_accueil' AND shipped.name = 'reglement_r2'
         WHERE model.code = ANY(%s)
               AND NOT EXISTS (SELECT FROM parcours_reglement_valeur AS line
                                WHERE line.reglement_id = version.id AND line.code = model.code)
        """,
        [list(codes)],
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.invalidate_all()
    env.registry.clear_cache()


def _words(cr, column):
    """Return the SQL of the article and of the remark of a line: what was changed on screen stays; what was left as
    shipped ("no article: default") is said as it is now.

    :param str column: the article's, of the version before; some were translated
    """
    # Raw SQL: the type of a column of ours.
    cr.execute(
        "SELECT data_type FROM information_schema.columns WHERE table_name = 'parcours_reglement' AND column_name = %s",
        [column],
    )
    name = SQL.identifier(column)
    text, remark = SQL("version.%s", name), SQL("NULL::jsonb")
    if cr.fetchone()[0] == "jsonb":
        text, remark = SQL("NULL"), SQL("version.%s", name)
    same = SQL("version.%s IS NOT DISTINCT FROM shipped.%s", name, name)
    return (
        SQL("CASE WHEN %s THEN model.article ELSE %s END", same, text),
        SQL("CASE WHEN %s THEN model.remarque ELSE %s END", same, remark),
    )


def translate_lines(cr):
    """Give the lines made of the figures of a version the translations of the shipped ones, which are loaded after they
    were made: names and remarks that are word for word ours."""
    for name in ("name", "remarque"):
        # Raw SQL: translations of published lines too, which are frozen for the ORM.
        cr.execute(
            SQL(
                """
                UPDATE parcours_reglement_valeur AS line SET %(name)s = shipped.%(name)s
                  FROM parcours_reglement_valeur AS shipped
                  JOIN ir_model_data AS data ON data.model = 'parcours.reglement.valeur' AND data.res_id = shipped.id
                 WHERE shipped.code = line.code AND shipped.id <> line.id
                       AND shipped.%(name)s ->> 'en_US' = line.%(name)s ->> 'en_US'
                       AND shipped.%(name)s <> line.%(name)s
                       AND NOT EXISTS (SELECT FROM ir_model_data
                                        WHERE model = 'parcours.reglement.valeur' AND res_id = line.id)
                """,
                name=SQL.identifier(name),
            )
        )


def found_at_update(cr):
    """Return the note of an event that says what is true, without a day since when, as its column keeps it: the text of
    each language, as JSON."""
    # Here and not in a script of migrations/: Odoo finds the translations of an addon by the module that asks.
    env = api.Environment(cr, SUPERUSER_ID, {})
    return json.dumps(
        dire(env["res.users"], lambda lu: lu.env._("Found at an update: since when is not known.")).langues
    )


def put_in_order(cr, *added):
    """Number the events of the ledger again in the order in which they were learnt: the number is the order of entry,
    from which the course of a file is read. What refers to them follows.

    :param added: types of the events that the update added, at the end; the order of the others stays
    """
    # Raw SQL, here and below: events are append-only for the ORM; nothing of them changes but their number.
    cr.execute("DROP TABLE IF EXISTS entry_order")
    cr.execute(
        """
        CREATE TEMPORARY TABLE entry_order ON COMMIT DROP AS
        WITH known AS (
            SELECT id, type, cause_id,
                   CASE WHEN type = ANY(%(added)s) THEN date_connue
                        ELSE max(date_connue) FILTER (WHERE type <> ALL(%(added)s)) OVER (ORDER BY id) END AS moment
              FROM parcours_evenement
        )
        SELECT id AS before,
               row_number() OVER (
                   ORDER BY moment, (type IN ('ouverture', 'demenagement') AND cause_id IS NULL) DESC,
                            CASE WHEN type = 'ouverture' THEN cause_id ELSE id END, id
               ) AS after
          FROM known
        """,
        {"added": list(added)},
    )
    cr.execute("CREATE UNIQUE INDEX ON entry_order (before)")
    cr.execute("ANALYZE entry_order")
    references = foreign_keys(cr)
    for table, name, column, _definition in references:
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
        renumber(cr, table, [column])
    # In one statement: an event refers to others.
    renumber(cr, "parcours_evenement", ["id", "annule_id", "cause_id"])
    for table, name, _column, definition in references:
        # the definition is what PostgreSQL gave for this very constraint
        made = SQL(definition)
        cr.execute(SQL("ALTER TABLE %s ADD CONSTRAINT %s %s", SQL.identifier(table), SQL.identifier(name), made))
    cr.execute("SELECT setval('parcours_evenement_id_seq', (SELECT COALESCE(max(id), 1) FROM parcours_evenement))")


def foreign_keys(cr):
    """Return (table, name, column, definition) of the foreign keys of other tables to the ledger, whoever made them."""
    # Raw SQL: as above.
    cr.execute(
        """
        SELECT conrelid::regclass::text, conname, attname, pg_get_constraintdef(c.oid)
          FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = conkey[1]
         WHERE confrelid = 'parcours_evenement'::regclass AND contype = 'f'
               AND conrelid <> 'parcours_evenement'::regclass
        """
    )
    return cr.fetchall()


def renumber(cr, table, names):
    """Give columns of a table the new numbers of the events; twice, by negative ones, since they are unique."""
    # Raw SQL: as above.
    renumbered, columns = SQL.identifier(table), [SQL.identifier(name) for name in names]
    values = SQL(", ").join(
        SQL("%s = -(SELECT after FROM entry_order WHERE before = %s.%s)", column, renumbered, column)
        for column in columns
    )
    some = SQL(" OR ").join(SQL("%s IS NOT NULL", column) for column in columns)
    cr.execute(SQL("UPDATE %s SET %s WHERE %s", renumbered, values, some))
    back = SQL(", ").join(SQL("%s = -%s", column, column) for column in columns)
    cr.execute(SQL("UPDATE %s SET %s WHERE %s", renumbered, back, some))
