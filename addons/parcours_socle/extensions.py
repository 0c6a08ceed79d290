# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the database must be able to do for a search to find people: said in a sentence, never left to a line in a log.

Without `pg_trgm` Odoo silently leaves out the indexes of names; without `unaccent` who types "Lefevre" does not find
Lefèvre. Nothing of Odoo is needed here: the image's entry point asks too.
"""

#: What a superuser runs, in the database itself (config/extensions.sql does it in the template).
COMMANDS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS unaccent;"
    " ALTER FUNCTION unaccent(text) IMMUTABLE;"
)


def refusal(cr):
    """Why this database cannot be used, in a sentence that names the command; None when it can.

    Asks what Odoo asks: any immutable `unaccent(text)` of the current schema will do, whoever made it.
    """
    # Raw SQL: asked before any model is loaded, of PostgreSQL's own catalogue
    cr.execute(
        """
        SELECT current_database(),
               EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm'),
               (SELECT provolatile FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1
                   AND pronamespace = current_schema::regnamespace)
        """
    )
    base, trigram, unaccent = cr.fetchone()
    lacks = []
    if not trigram:
        lacks.append("the extension pg_trgm")
    if not unaccent:
        lacks.append("the function unaccent")
    elif unaccent != "i":
        lacks.append("an unaccent that is immutable")
    if not lacks:
        return None
    return (
        f"The database {base} lacks {' and '.join(lacks)}: names would be searched slowly, and not found without"
        f" their accents. As a superuser of PostgreSQL, run in it: {COMMANDS} Then update our addons, for the indexes."
    )
