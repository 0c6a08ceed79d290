# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Databases. Each is made under a working name and renamed once complete: a base that has its own name is whole.
#
#   parcours_socle      Odoo's own modules in three languages, without its demonstration made once for a version of Odoo
#   parcours_test       a copy of it plus the addons and our demonstration users; the tests' template    when an addon changes
#   parcours            a copy of parcours_test that `up` fills (years of lives, unless told not to); kept, updated when an addon changes
#   parcours_bench      the three addons without demonstration data; the benchmarks' template
#
# What a base was made from is its comment in PostgreSQL, written before it gets its name.

DONNEES=$ETAT/donnees

base_existe() { [[ $(psql_odoo -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'") == 1 ]]; }

empreinte_base() { psql_odoo -d postgres -c "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }

supprimer_base() {
    psql_odoo -d postgres -c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)"
    rm -rf -- "$DONNEES/filestore/$1" "$ANCRES/$1.log"
}

# Attachments' files never change once written, so a copy shares them by hard links.
copier_base() {
    psql_odoo -d postgres -c "CREATE DATABASE \"$2\" TEMPLATE \"$1\""
    rm -rf -- "$DONNEES/filestore/$2"
    if [[ -d $DONNEES/filestore/$1 ]]; then
        cp -al -- "$DONNEES/filestore/$1" "$DONNEES/filestore/$2" 2>/dev/null || cp -a -- "$DONNEES/filestore/$1" "$DONNEES/filestore/$2"
    fi
}

# publier_base WORKING NAME FINGERPRINT: from here on the base is complete.
publier_base() {
    supprimer_base "$2"
    psql_odoo -d postgres -c "COMMENT ON DATABASE \"$1\" IS '$3'"
    [[ ! -d $DONNEES/filestore/$1 ]] || mv -T -- "$DONNEES/filestore/$1" "$DONNEES/filestore/$2"
    # What was written down of its log under a working name is nobody's.
    rm -f -- "$ANCRES/$1.log"
    psql_odoo -d postgres -c "ALTER DATABASE \"$1\" RENAME TO \"$2\""
}

# Working bases of runs that are over (their names end with the run's pid).
nettoyer_bases() {
    local nom pid
    for nom in $(psql_odoo -d postgres -c "SELECT datname FROM pg_database WHERE datname ~ '^parcours_(test|bench|travail)_[0-9]+'"); do
        pid=$(sed -E 's/^parcours_[a-z]+_([0-9]+).*/\1/' <<<"$nom")
        grep -qs parcours "/proc/$pid/cmdline" || supprimer_base "$nom"
    done
}

empreinte_socle() {
    {
        printf 'socle %s %s %s\n' "$(basename "$ODOO_ROOT")" "$SOCLE" "$LANGUES"
        cat -- "$RACINE/config/extensions.sql"
    } | sha256sum | cut -c1-16
}

# What the content of a base depends on. Python tests do not count: editing one must not make the template anew.
empreinte_addons() {
    {
        printf '%s %s\n' "$(empreinte_socle)" "$1"
        cat -- "$RACINE/config/preparer_base.py" "$RACINE/config/migrer_journal.py" "$RACINE"/config/journal/*.sql
        cd "$RACINE/addons"
        find . -type f ! -name '*.pyc' ! -path '*/tests/*' -print0 | LC_ALL=C sort -z | xargs -0r sha256sum
    } | sha256sum | cut -c1-16
}

# installer BASE MODULES ARGUMENT…: Odoo's own errors end the step; its exit status alone does not tell a failed demo file.
installer() {
    local base=$1 modules=$2
    shift 2
    odoo server -d "$base" -i "$modules" --skip-auto-install --stop-after-init --no-http --max-cron-threads=0 --log-level=warn "$@"
}

# Odoo creates the base itself, from template1: it then has the extensions preparer_gabarit put there, which Odoo's role cannot make.
creer_socle() {
    local travail=parcours_travail_$$
    supprimer_base "$travail"
    installer "$travail" "$SOCLE" --load-language="$LANGUES"
    publier_base "$travail" parcours_socle "$(empreinte_socle)"
}

assurer_socle() {
    [[ $(empreinte_base parcours_socle) == "$(empreinte_socle)" ]] || etape "Creating the base of Odoo's own modules" creer_socle
}

creer_modele() {
    local nom=$1 demo=$2 travail=parcours_travail_$$
    supprimer_base "$travail"
    copier_base parcours_socle "$travail"
    # Odoo loads the demonstration of a module when all it depends on have theirs: ours is wanted, Odoo's people and messages are not.
    [[ -z $demo ]] || psql_odoo -d "$travail" -c "UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'"
    preparer_journal "$travail"
    installer "$travail" "$ADDONS"
    # Bundles made once here are in every copy: the first page, and each browser test, would otherwise wait for them.
    PARCOURS_SCRIPT=$RACINE/config/preparer_base.py executer_dans_odoo "$travail"
    publier_base "$travail" "$nom" "$(empreinte_addons "$demo")"
}

# assurer_modele NAME DEMO: a template of the addons as they are in this checkout now; DEMO: with our demonstration users, or empty.
assurer_modele() {
    local nom=$1 demo=$2
    exec 6>"$ETAT/bases.verrou"
    flock 6
    nettoyer_bases
    if [[ $(empreinte_base "$nom") != "$(empreinte_addons "$demo")" ]]; then
        assurer_socle
        etape "Installing the three addons ($nom)" creer_modele "$nom" "$demo"
    fi
    exec 6>&-
}

assurer_modele_essais() { assurer_modele "$MODELE" demo; }

assurer_modele_bench() { assurer_modele parcours_bench ""; }

creer_base_principale() {
    local travail=parcours_travail_$$
    supprimer_base "$travail"
    copier_base "$MODELE" "$travail"
    [[ $VIE == non ]] ||
        PARCOURS_VIE=1 PARCOURS_URL_SIMULATEUR=$(url_simulateur) PARCOURS_SCRIPT=$RACINE/config/demarrage.py executer_dans_odoo "$travail"
    publier_base "$travail" "$BASE" "$(empreinte_addons demo)"
}

mettre_a_jour_base() {
    assurer_extensions "$BASE"
    preparer_journal "$BASE"
    odoo server -d "$BASE" -u "$ADDONS" --skip-auto-install --stop-after-init --no-http --max-cron-threads=0 --log-level=warn
    PARCOURS_SCRIPT=$RACINE/config/preparer_base.py executer_dans_odoo "$BASE"
    psql_odoo -d postgres -c "COMMENT ON DATABASE \"$BASE\" IS '$(empreinte_addons demo)'"
}

# Make `parcours` when it is not there; bring it up to date, losing nothing, when the addons changed since.
assurer_base_principale() {
    if ! base_existe "$BASE"; then
        assurer_modele_essais
        if [[ $VIE == non ]]; then
            etape "Creating the database $BASE" creer_base_principale
        else
            etape "Creating the database $BASE and living the years since 2022" creer_base_principale
        fi
    elif [[ $(empreinte_base "$BASE") != "$(empreinte_addons demo)" ]]; then
        arreter_odoo
        etape "Updating the three addons in $BASE" mettre_a_jour_base
    fi
}

# executer_dans_odoo BASE ARGUMENT…: run the file named by PARCOURS_SCRIPT with `env`, and return its exit status.
# odoo shell reads standard input as the program: it gets one line, and the script keeps the real input (descriptor 3).
executer_dans_odoo() {
    local base=$1
    shift
    exec 3<&0
    PARCOURS_SCRIPT=$PARCOURS_SCRIPT PARCOURS_LANCEUR=$RACINE/config/executer.py odoo shell -d "$base" --no-http "${@:---log-level=warn}" \
        <<<'exec(compile(open(__import__("os").environ["PARCOURS_LANCEUR"]).read(), "executer.py", "exec"))'
}
