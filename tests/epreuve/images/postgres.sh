# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# What docker-compose.yml asks of the entry point of the image `postgres`, as that one does it: the superuser's password is read as
# root; the rest is done as `postgres`; a new volume gets a cluster, then the scripts of /docker-entrypoint-initdb.d, in their order.
set -euo pipefail

if [[ $(id -u) == 0 ]]; then
    POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
    export POSTGRES_PASSWORD
    chown postgres "$PGDATA"
    exec setpriv --reuid postgres --regid postgres --init-groups bash "${BASH_SOURCE[0]}" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    # shellcheck disable=SC2086
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") $POSTGRES_INITDB_ARGS
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
    pg_ctl -o "-c listen_addresses=''" -w start
    for script in /docker-entrypoint-initdb.d/*; do
        case $script in
            # shellcheck source=/dev/null
            *.sh) . "$script" ;;
            *.sql) psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc --dbname "$POSTGRES_DB" -f "$script" ;;
        esac
    done
    pg_ctl -m fast -w stop
fi
unset POSTGRES_PASSWORD
exec "$@"
