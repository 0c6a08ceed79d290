# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the scripts of `migrations/` share. Everything here may be run twice.

The models of the version before are gone and those of the one to come are not there yet: this is SQL. Names come from
our own scripts, values are parameters.
"""

import re

from psycopg2.extras import Json

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.convert import convert_file
from odoo.tools.sql import column_exists, table_exists
from odoo.tools.translate import code_translations

#: The day on which what an update has done again is due: before any other, so that it comes first.
DUE = "2000-01-01"
#: Seconds between the beginning of an installation and the moment a job is made, at most: its hour was nobody's choice.
INSTALLATION_S = 600


def release(cr, module, *models):
    """Let an update write again the records of these models that a module shipped: they were `noupdate`, and Odoo keeps
    that mark from the day it first loaded them.

    :param models: names of models, whose records users do not change
    """
    # Raw SQL: see the head of this file; only a mark of records of ours is written.
    cr.execute(
        SQL(
            "UPDATE ir_model_data SET noupdate = false WHERE module = %s AND noupdate AND model = ANY(%s)",
            module,
            list(models),
        )
    )


def forget_words(cr, module, *records):
    """Let an update write again the translations of a module's views, fields and choices: Odoo writes only those that
    lack, so that a word corrected since would never be read. What users write on screen is not among them.

    :param records: ``(table, translated column, model)`` of records of the module that are ours to name
    """
    # Raw SQL: see the head of this file; translations of records of ours, which the update loads again.
    for table, column, model in (
        ("ir_ui_view", "arch_db", "ir.ui.view"),
        ("ir_model_fields", "field_description", "ir.model.fields"),
        ("ir_model_fields", "help", "ir.model.fields"),
        ("ir_model_fields_selection", "name", "ir.model.fields.selection"),
        *records,
    ):
        cr.execute(
            SQL(
                """UPDATE %(table)s AS word SET %(column)s = jsonb_build_object('en_US', word.%(column)s->'en_US')
                     FROM ir_model_data d
                    WHERE d.model = %(model)s AND d.module = %(module)s AND d.res_id = word.id
                          AND word.%(column)s ? 'en_US'""",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                model=model,
                module=module,
            )
        )


def remove_views(cr, module, *names):
    """Remove views that a module does not ship any more, before the views that they changed are loaded anew.

    Odoo removes them by itself, but only once everything is loaded: until then they are applied, and fail.

    :param names: names of the XML ids, without the module
    """
    # Raw SQL, twice: see the head of this file; views that we shipped, and that nothing ships any more.
    cr.execute(
        SQL(
            "DELETE FROM ir_model_data WHERE module = %s AND model = 'ir.ui.view' AND name = ANY(%s) RETURNING res_id",
            module,
            list(names),
        )
    )
    cr.execute(SQL("DELETE FROM ir_ui_view WHERE id = ANY(%s)", [view for (view,) in cr.fetchall()]))


def unlink_group(cr, module, group, *links):
    """Take what a group opens away from it, before our data are loaded, which link it and never unlink it: what is left
    of it comes back with them.

    :param group: name of its XML id, without the module
    :param links: tables of links, each with its column of groups
    """
    # Raw SQL, twice: see the head of this file; links of one group of ours.
    cr.execute(
        SQL(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND model = 'res.groups' AND name = %s",
            module,
            group,
        )
    )
    groups = [found for (found,) in cr.fetchall()]
    for table, column in links:
        cr.execute(SQL("DELETE FROM %s WHERE %s = ANY(%s)", SQL.identifier(table), SQL.identifier(column), groups))


def hand_over(cr, before, after, pattern):
    """Give records, with their XML ids, to the module that ships them from now on, before it is loaded.

    :param str pattern: regular expression of the names of the XML ids
    """
    # Raw SQL: see the head of this file; the records themselves are not touched.
    cr.execute(
        SQL(
            """UPDATE ir_model_data AS moved SET module = %(after)s
                WHERE module = %(before)s AND name ~ %(pattern)s
                      AND NOT EXISTS (SELECT FROM ir_model_data
                                       WHERE module = %(after)s AND name = moved.name)""",
            before=before,
            after=after,
            pattern=pattern,
        )
    )


def columns(cr, table, *names):
    """Return those of the columns that the table still has."""
    return [name for name in names if table_exists(cr, table) and column_exists(cr, table, name)]


def give_hours(cr, module, shipped=None):
    """Give the jobs of a module the hours that it ships in `data/ir_cron.xml`, but for those whose hour somebody chose:
    neither the hour of the installation nor the one that was shipped.

    :param dict shipped: {name of the XML id: hour, as "01:30"} of the version before
    """
    # Raw SQL: see the head of this file; the hours are read before the data are loaded again, and put back after.
    cr.execute(
        SQL(
            """
            SELECT job.id, job.nextcall
              FROM ir_cron AS job JOIN ir_model_data AS name ON name.model = 'ir.cron' AND name.res_id = job.id
             WHERE name.module = %(module)s
                   AND abs(extract(epoch FROM job.nextcall::time - job.create_date::time)) > %(seconds)s
                   AND NOT EXISTS (SELECT FROM unnest(%(names)s::text[], %(hours)s::text[]) AS sold (name, hour)
                                    WHERE sold.name = name.name AND sold.hour::time = job.nextcall::time)
            """,
            module=module,
            seconds=INSTALLATION_S,
            names=list(shipped or ()),
            hours=list((shipped or {}).values()),
        )
    )
    chosen = cr.fetchall()
    env = api.Environment(cr, SUPERUSER_ID, {})
    # As at an installation: the hours stand in a block that an update leaves alone.
    convert_file(env, module, "data/ir_cron.xml", {}, mode="init")
    env.flush_all()
    for job, hour in chosen:
        cr.execute(SQL("UPDATE ir_cron SET nextcall = %s WHERE id = %s", hour, job))
    env.invalidate_all()


def say_again(cr, table, column, module, sources):
    """Say in each language of the screens what a column says in one: the sentences of our own code, word for word.

    :param sources: English sentences of that module, with one ``%s`` at most
    """
    # Raw SQL: see the head of this file; the codes of the languages of the screens
    cr.execute("SELECT code FROM res_lang WHERE active")
    languages = sorted({"en_US", *(code for (code,) in cr.fetchall())})
    patterns = {}
    for source in sources:
        texts = {
            code: code_translations.get_python_translations(module, code).get(source, source) for code in languages
        }
        for text in texts.values():
            patterns[f"^{re.escape(text).replace('%s', '(.*)')}$"] = texts
    names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
    # Raw SQL, twice: what is written once is the same text, in more languages; names and sentences are ours.
    cr.execute(
        SQL(
            """
            SELECT DISTINCT %(column)s ->> 'en_US' FROM %(table)s
             WHERE jsonb_array_length(jsonb_path_query_array(%(column)s, '$.*')) = 1
                   AND %(column)s ->> 'en_US' ~ ANY(%(patterns)s)
            """,
            patterns=list(patterns),
            **names,
        )
    )
    said = {}
    for (text,) in cr.fetchall():
        pattern, texts = next((pattern, texts) for pattern, texts in patterns.items() if re.match(pattern, text))
        named = re.match(pattern, text).groups()
        said[text] = Json({code: translated % named for code, translated in texts.items()})
    # Raw SQL: as above, in the same update
    cr.execute(
        SQL(
            """
            UPDATE %(table)s SET %(column)s = said.texts
              FROM unnest(%(before)s::text[], %(after)s::jsonb[]) AS said(before, texts)
             WHERE %(column)s ->> 'en_US' = said.before
                   AND jsonb_array_length(jsonb_path_query_array(%(column)s, '$.*')) = 1
            """,
            before=list(said),
            after=list(said.values()),
            **names,
        )
    )


def say_messages_again(cr, module, sources):
    """Say in each language of the screens the messages of our own code, which had the words of whoever caused them.

    :param sources: English sentences of that module, the whole of a message
    """
    # Raw SQL: see the head of this file; the codes of the languages of the screens
    cr.execute("SELECT code FROM res_lang WHERE active")
    languages = sorted({"en_US", *(code for (code,) in cr.fetchall())})
    said = {}
    for source in sources:
        texts = {
            code: f"<p>{code_translations.get_python_translations(module, code).get(source, source)}</p>"
            for code in languages
        }
        said |= dict.fromkeys(texts.values(), Json(texts))
    # Raw SQL: as above; messages are append-only for the ORM, and what is written once is the same text in more
    # languages
    cr.execute(
        """UPDATE mail_message SET parole = said.texts
             FROM unnest(%s::text[], %s::jsonb[]) AS said(before, texts)
            WHERE mail_message.message_type = 'notification' AND mail_message.body = said.before
                  AND mail_message.parole IS NULL""",
        [list(said), list(said.values())],
    )
