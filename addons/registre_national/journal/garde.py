# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whether Odoo's role may do to the consultation log no more than read it and add to it: said in a sentence.

Nothing of Odoo is needed here: the image's entry point asks too.
"""

#: The change of structure that this version of the addon needs (config/journal/NNNN_*.sql).
STRUCTURE = 1

PREPARER = (
    " It is made by its owner, before Odoo: `./parcours up` or `./parcours test` do it, in production"
    " `docker-compose run --rm migration` (docs/production.md, “The consultation log”)."
)


def refusal(cr):
    """Why this database cannot be used, in a sentence; None when it can.

    Asks PostgreSQL's own catalogue, in which a role sees what it has no right on.
    """
    # Raw SQL: asked before any model is loaded, of the catalogue; no value of anybody in it.
    cr.execute(
        """
        SELECT current_database(), current_user,
               (SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'journal'),
               (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
               OR EXISTS (SELECT FROM pg_roles WHERE rolname IN ('pg_execute_server_program', 'pg_write_server_files')
                             AND pg_has_role(current_user, oid, 'MEMBER'))
               OR EXISTS (SELECT FROM pg_namespace WHERE nspname = 'journal'
                             AND (pg_has_role(current_user, nspowner, 'MEMBER')
                                  OR has_schema_privilege(current_user, oid, 'CREATE')))
               OR EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                           WHERE n.nspname = 'journal' AND c.relkind IN ('r', 'v', 'p', 'm')
                             AND (pg_has_role(current_user, c.relowner, 'MEMBER')
                                  OR has_table_privilege(current_user, c.oid,
                                                         'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')))
               OR EXISTS (SELECT FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
                           WHERE n.nspname = 'journal' AND pg_has_role(current_user, f.proowner, 'MEMBER'))
        """
    )
    base, role, structure, may_rewrite = cr.fetchone()
    if not (structure or "").startswith("structure "):
        return f"The database {base} has no consultation log of its own, out of Odoo's reach.{PREPARER}"
    if may_rewrite:
        return (
            f"The role {role} of PostgreSQL may rewrite the consultation log of {base}: it is a superuser, may give"
            " itself roles or write files of the server, owns a part of the schema journal, belongs to the role that"
            " does, or has rights on its tables. Odoo must be another"
            " one (docs/production.md, “The consultation log”)."
        )
    if int(structure.split()[1]) < STRUCTURE:
        return f"The consultation log of {base} has the structure of an older version.{PREPARER}"
    return None
