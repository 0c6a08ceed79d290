# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# The project's own PostgreSQL cluster: reached by a socket only, never run as root, never mixed with the machine's own.

# The kernel allows 107 bytes for a socket's path, ".s.PGSQL.5432" included.
SOCKET_MAX=93

empreinte_etat() { printf '%s' "$ETAT" | sha256sum | cut -c1-12; }

# Can the postgres account go through to this folder? Only asked when we are root.
traversable_par_postgres() {
    local dossier=$1
    while [[ ! -d $dossier ]]; do dossier=$(dirname -- "$dossier"); done
    runuser -u postgres -- test -x "$dossier"
}

# Decide where the cluster and its socket live; the choice follows from the state folder alone, so every run finds them.
situer_postgres() {
    PG_DOSSIER=$ETAT/postgres
    if ((EUID == 0)) && id postgres >/dev/null 2>&1 && ! traversable_par_postgres "$ETAT"; then
        PG_DOSSIER=/var/tmp/parcours-$(empreinte_etat)
    fi
    PG_DONNEES=$PG_DOSSIER/donnees
    PG_SOCKET=$PG_DOSSIER/socket
    if ((${#PG_SOCKET} > SOCKET_MAX)); then PG_SOCKET=/tmp/parcours-$(id -u)-$(empreinte_etat); fi
}

# Run one of PostgreSQL's programs as the account that owns the cluster.
en_postgres() {
    if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

# psql as the cluster's superuser.
psql_chef() { en_postgres "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$PG_SOCKET" -U postgres "$@"; }

# psql and its friends as the role Odoo uses.
psql_odoo() { "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$PG_SOCKET" -U odoo "$@"; }

# Give a base what Odoo's search needs and Odoo's role may not make.
outiller_base() { psql_chef -d postgres -v base="$1" <"$RACINE/config/extensions.sql"; }

# The same for a base that is older than its template, or came from elsewhere.
assurer_extensions() {
    local outillee
    outillee=$(psql_odoo -d "$1" -c "SELECT EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid))
        AND EXISTS (SELECT FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1 AND provolatile = 'i' AND pg_function_is_visible(oid))")
    [[ $outillee == t ]] || outiller_base "$1"
}

# Give a base the consultation log's own schema, or bring it to the structure of this checkout: its owner does, Odoo could not.
preparer_journal() { "$PYTHON_VENV" "$RACINE/config/migrer_journal.py" "$PG_SOCKET" "$1"; }

# What template1 was made from is its comment, written once it is whole.
empreinte_gabarit() { printf 'parcours %s\n' "$(sha256sum <"$RACINE/config/extensions.sql" | cut -c1-16)"; }

# template1 made anew from PostgreSQL's own template0: names sort by code point (C), as in the bases Odoo makes, and with the extensions.
preparer_gabarit() {
    psql_chef -d postgres <<'FIN'
UPDATE pg_database SET datistemplate = false WHERE datname = 'template1';
DROP DATABASE IF EXISTS template1;
CREATE DATABASE template1 TEMPLATE template0 LC_COLLATE 'C' IS_TEMPLATE true;
FIN
    outiller_base template1
    psql_chef -d postgres -c "COMMENT ON DATABASE template1 IS '$(empreinte_gabarit)'"
}

gabarit_pret() { [[ $(empreinte_base template1) == "$(empreinte_gabarit)" ]]; }

creer_grappe() {
    local moi
    moi=$(id -un)
    rm -rf "$PG_DONNEES" "$PG_DONNEES.neuf"
    en_postgres "$PG_BIN/initdb" -D "$PG_DONNEES.neuf" -U postgres --locale=C.UTF-8 --encoding=UTF8 --auth=peer --no-sync >/dev/null
    # Who is who is decided by the operating system: no password, and nobody else on this machine gets in.
    en_postgres tee "$PG_DONNEES.neuf/pg_hba.conf" >/dev/null <<<"local all all peer map=parcours"
    en_postgres tee "$PG_DONNEES.neuf/pg_ident.conf" >/dev/null <<FIN
parcours postgres postgres
parcours $moi postgres
parcours $moi odoo
FIN
    en_postgres mv -T "$PG_DONNEES.neuf" "$PG_DONNEES"
}

# Settings of a cluster for demonstration and tests: quick, and nothing of value to lose in a power cut. Production is docker-compose.yml.
regler_grappe() {
    local memoire partagee
    memoire=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    partagee=$((memoire / 8))
    ((partagee <= 1024)) || partagee=1024
    ((partagee >= 128)) || partagee=128
    en_postgres tee "$PG_DONNEES/parcours.conf" >/dev/null <<FIN
listen_addresses = ''
unix_socket_directories = '$PG_SOCKET'
unix_socket_permissions = 0777
shared_buffers = ${partagee}MB
effective_cache_size = $((memoire / 2))MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
wal_level = minimal
max_wal_senders = 0
fsync = off
synchronous_commit = off
full_page_writes = off
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
max_connections = 200
log_destination = stderr
lc_messages = 'C'
timezone = 'UTC'
FIN
    en_postgres grep -q "^include 'parcours.conf'" "$PG_DONNEES/postgresql.conf" ||
        en_postgres tee -a "$PG_DONNEES/postgresql.conf" >/dev/null <<<"include 'parcours.conf'"
}

lancer_postgres() {
    if ! en_postgres test -f "$PG_DONNEES/PG_VERSION"; then creer_grappe; fi
    regler_grappe
    en_postgres "$PG_BIN/pg_ctl" -D "$PG_DONNEES" -l "$PG_DOSSIER/postgres.log" -w -t 60 start || {
        tail -n 5 "$PG_DOSSIER/postgres.log"
        return 1
    }
    psql_chef -d postgres -c "DO \$\$ BEGIN CREATE ROLE odoo LOGIN CREATEDB; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$"
    # A base is dropped with what still uses it: PostgreSQL's own cleaner may be there, and is nobody's.
    psql_chef -d postgres -c "GRANT pg_signal_backend TO odoo"
}

postgres_tourne() { [[ -n ${PG_BIN:-} ]] && en_postgres "$PG_BIN/pg_ctl" -D "$PG_DONNEES" status >/dev/null 2>&1; }

# Said when a command failed that needs it: another run may have stopped it meanwhile.
exiger_postgres() { postgres_tourne || echouer "PostgreSQL was stopped meanwhile (./parcours stop); nothing was done."; }

# Start the cluster when it does not run, see to its template, and declare that this run uses it (a shared lock held until the run ends).
assurer_postgres() {
    situer_postgres
    mkdir -p "$PG_DOSSIER" "$PG_SOCKET"
    if ((EUID == 0)); then
        chown postgres: "$PG_DOSSIER" "$PG_SOCKET"
        [[ $PG_DOSSIER == "$ETAT"/* || -e $PG_DONNEES ]] ||
            avertir "  ! The postgres account cannot reach $ETAT: the databases are kept in $PG_DOSSIER."
    fi
    chmod 755 "$PG_DOSSIER" "$PG_SOCKET" 2>/dev/null || echouer "$PG_SOCKET belongs to somebody else; remove it or set PARCOURS_ETAT to a shorter path."
    exec 7>"$ETAT/postgres.usage"
    flock -s 7
    NETTOYAGES+=(arreter_postgres_inutile)
    # Nobody stops it while this run uses it: when it is ready there is nothing to wait for.
    if postgres_tourne && gabarit_pret; then return; fi
    exec 6>"$ETAT/postgres.verrou"
    flock 6
    postgres_tourne || etape "Starting PostgreSQL" lancer_postgres
    gabarit_pret || etape "Preparing PostgreSQL's template" preparer_gabarit
    exec 6>&-
}

arreter_postgres() {
    local _
    [[ -d ${PG_DONNEES:-} ]] || return 0
    postgres_tourne || return 0
    en_postgres "$PG_BIN/pg_ctl" -D "$PG_DONNEES" -m fast -w -t 30 stop >/dev/null 2>&1 ||
        en_postgres "$PG_BIN/pg_ctl" -D "$PG_DONNEES" -m immediate -w -t 30 stop >/dev/null 2>&1 || true
}

# Stop it unless the platform runs (`up`) or another command of this checkout uses it.
arreter_postgres_inutile() {
    processus_vivant "$ETAT/odoo.pid" >/dev/null && return
    exec 7>"$ETAT/postgres.usage"
    if flock -n 7; then arreter_postgres; fi
    exec 7>&-
}
