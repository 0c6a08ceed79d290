-- Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
--
-- What Odoo's search needs, made by a superuser: Odoo's own role may make neither, and only the log would say so.
-- Into template1, from which databases are made, unless a name is given (psql -v base=NAME). Safe to run again.
\set ON_ERROR_STOP on
\if :{?base}
\else
    \set base template1
\endif
\connect :base
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
-- Made by somebody else in a schema where nothing is looked for: brought where it is.
SELECT format('ALTER EXTENSION %I SET SCHEMA public', extname)
  FROM pg_extension
 WHERE (extname = 'pg_trgm' AND NOT EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)))
    OR (extname = 'unaccent' AND to_regprocedure('unaccent(text)') IS NULL)
\gexec
-- Its rules are a file that nobody changes here; only an immutable function may stand in an index.
ALTER FUNCTION unaccent(text) IMMUTABLE;
