# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Run once by the image of PostgreSQL, when its volume is new: the role Odoo connects as, which owns neither the database nor the log; the
# owner of the log; the database, and in it the log's schema.
for secret in postgres_password journal_password; do
    # A password that cannot be read would be an empty one, without a word.
    if [[ ! -s /run/secrets/$secret || ! -r /run/secrets/$secret ]]; then
        echo "The secret $secret is empty, or $(id -un) may not read it (secrets/README.md). Put it right, remove this volume, start again." >&2
        exit 1
    fi
done
psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres <<'FIN'
-- Read by psql itself: never an argument.
\set odoo `cat /run/secrets/postgres_password`
\set journal `cat /run/secrets/journal_password`
CREATE ROLE odoo LOGIN PASSWORD :'odoo';
CREATE ROLE parcours_journal LOGIN PASSWORD :'journal';
CREATE DATABASE parcours;
GRANT CREATE, CONNECT, TEMPORARY ON DATABASE parcours TO odoo;
\connect parcours
GRANT ALL ON SCHEMA public TO odoo;
\ir /journal/roles.sql
FIN
