# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the database must be able to do for a search to find people: said in a sentence, never left to a line in a log.

Without `pg_trgm` Odoo silently leaves out the indexes of names; without `unaccent` who types "Lefevre" does not find
Lefèvre. Nothing of Odoo is needed here: the image's entry point asks too.
"""

#: What a superuser runs, in the database itself (config/extensions.sql does it in the template), by what is lacking.
COMMANDS = {
    "pg_trgm": "CREATE EXTENSION IF NOT EXISTS pg_trgm; ALTER EXTENSION pg_trgm SET SCHEMA {schema};",
    "unaccent": "CREATE EXTENSION IF NOT EXISTS unaccent; ALTER EXTENSION unaccent SET SCHEMA {schema};"
    " ALTER FUNCTION {schema}.unaccent(text) IMMUTABLE;",
    "immutable": "ALTER FUNCTION {schema}.unaccent(text) IMMUTABLE;",
}
LACKS = {
    "pg_trgm": "the extension pg_trgm in a schema where it is looked for",
    "unaccent": "the function unaccent in the schema {schema}",
    "immutable": "an unaccent that is immutable",
}


def refusal(cr):
    """Why this database cannot be used, in a sentence that names the command; None when it can.

    Asks what Odoo uses: an operator class and a function that the search path finds, wherever the extension is; and any
    immutable `unaccent(text)` of the current schema, whoever made it.
    """
    # Raw SQL: asked before any model is loaded, of PostgreSQL's own catalogue
    cr.execute(
        """
        SELECT current_database(), quote_ident(current_schema),
               EXISTS (SELECT FROM pg_opclass AS class JOIN pg_am AS method ON method.oid = class.opcmethod
                        WHERE opcname = 'gin_trgm_ops' AND amname = 'gin' AND pg_opclass_is_visible(class.oid))
               AND EXISTS (SELECT FROM pg_proc WHERE proname = 'word_similarity' AND pg_function_is_visible(oid)),
               (SELECT provolatile FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1
                   AND pronamespace = current_schema::regnamespace)
        """
    )
    base, schema, trigram, unaccent = cr.fetchone()
    lacks = [] if trigram else ["pg_trgm"]
    if unaccent != "i":
        lacks.append("immutable" if unaccent else "unaccent")
    if not lacks:
        return None
    what = " and ".join(LACKS[lack] for lack in lacks).format(schema=schema)
    commands = " ".join(COMMANDS[lack] for lack in lacks).format(schema=schema)
    return (
        f"The database {base} lacks {what}: names would be searched slowly, or not found without their accents."
        f" As a superuser of PostgreSQL, run in it: {commands} Then update our addons, for the indexes."
    )
