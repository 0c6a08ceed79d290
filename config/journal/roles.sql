-- Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
--
-- The consultation log's own role and schema, made by a superuser in the database itself (psql -d NAME -f roles.sql). Safe to run again.
-- Odoo's role is no member of that role: it reads a view of the schema and calls one function, and owns nothing in it.
DO $$ BEGIN CREATE ROLE parcours_journal NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA IF NOT EXISTS journal;
-- Whoever made the schema before, nothing of theirs may wait in it.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'journal'::regnamespace AND relowner <> 'parcours_journal'::regrole)
        OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'journal'::regnamespace AND proowner <> 'parcours_journal'::regrole)
    THEN
        RAISE EXCEPTION 'the schema journal holds objects of another role than parcours_journal';
    END IF;
END $$;
ALTER SCHEMA journal OWNER TO parcours_journal;
REVOKE ALL ON SCHEMA journal FROM PUBLIC;
