# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# One function a sub-command.

commande_help() {
    cat <<'FIN'
Parcours d'accueil: the platform of the 19 communes and Vivalis.

  ./parcours up [--personnes N] [--dossiers DIR] [--vie non]
                          install what is missing, start everything, collect newcomers (2,000 by default), print the address and the logins;
                          DIR: a folder of NUMBER.xml files the register announces too; --vie non: leave out the years of lives
                          that a new base otherwise gets (files at every stage, sanctions, moves)
  ./parcours test [what…] everything the project tests; what: files, folders or any argument of pytest
  ./parcours test acces   the attempts of each role at what it may not do, through RPC and HTTP, and how many held
  ./parcours bench [name…] one line a figure: name, value, unit, goal
  ./parcours bench pages [name…]
                          one line a page: from the click until it can be used, in Chromium, and what it asks for
  ./parcours vies N       a database of N lives, multiples of 2,000, made once; its name is printed (shell: PARCOURS_BASE)
  ./parcours epreuve NAME  a drill too long for CI (mutants: do the tests notice a change of the pure cores?)
  ./parcours shell [file.py]
                          Odoo's environment `env`; with a file: run it and end with its exit status
  ./parcours env          address, database, state folder … as KEY=value lines
  ./parcours lint         ruff, pylint-odoo, and the house rules
  ./parcours logs         follow the logs (-n LINES: only print the last ones)
  ./parcours stop         stop everything of this checkout; nothing is lost
  ./parcours reset        stop, then remove the databases and all state (asks first; --oui: does not ask)
  ./parcours help         this text

Settings, all optional (environment variables):
  PARCOURS_ETAT           state folder (.parcours in the checkout)
  PARCOURS_CACHE          downloads, shared by all checkouts (~/.cache/parcours)
  PARCOURS_PORT, PARCOURS_PORT_SIMULATEUR
                          ports of Odoo and of the simulator (the first free from 8069 and 8079 on)
  PARCOURS_PYTHON         a Python 3.11
  PARCOURS_BASE           database of `shell` (parcours)
  ODOO_HOME               your own checkout of Odoo 19 instead of Debian's package
FIN
}

# What every command that runs something needs.
preparer() {
    # Wrong Python, no room: said before anything is installed or started.
    [[ -z ${PARCOURS_PYTHON:-} ]] || trouver_python >/dev/null
    verifier_place
    reprendre_apres_accident
    preparer_machine
    preparer_odoo
    preparer_venv
    assurer_postgres
    preparer_conf
}

# For a command that must not wait for another: a run at work (tests, an update) may hold the state for many minutes.
# What that lock protects is the making: Odoo's files, the Python environment, the settings. Where they are made already nothing is written,
# so nothing needs protection; where one is missing, the lock is taken to make it. PostgreSQL has a lock of its own.
preparer_sans_attendre() {
    preparer_etat
    if PYTHON=$(trouver_python 2>/dev/null) && PG_BIN=$(programmes_postgres) && [[ -n ${ODOO_HOME:-}$(odoo_deballe) ]] && venv_pret; then
        preparer_odoo
        situer_postgres
        if chemins_prets && conf_prete; then
            PYTHON_VENV=$VENV/bin/python
            assurer_postgres
            return
        fi
    fi
    verrouiller_etat
    preparer
    deverrouiller_etat
}

commande_up() {
    local options=() debut=$SECONDS
    VIE=oui
    while (($#)); do
        case $1 in
            --personnes)
                [[ ${2:-} =~ ^[0-9]+$ ]] || echouer "--personnes wants a number."
                options+=(--personnes "$2")
                shift 2
                ;;
            --dossiers)
                [[ -d ${2:-} ]] || echouer "--dossiers wants a folder; \"${2:-}\" is none."
                options+=(--dossiers "$(cd -- "$2" && pwd)")
                shift 2
                ;;
            --vie)
                [[ ${2:-} == oui || ${2:-} == non ]] || echouer "--vie wants oui or non."
                VIE=$2
                shift 2
                ;;
            *) echouer "up does not know \"$1\"; it takes --personnes N, --dossiers DIR and --vie oui or non." ;;
        esac
    done
    poser_pieges
    verrouiller_etat
    # A port asked for and taken is said at once, not after the installation.
    [[ -z ${PARCOURS_PORT:-} ]] || processus_vivant "$ETAT/odoo.pid" >/dev/null || exiger_port PARCOURS_PORT
    [[ -z ${PARCOURS_PORT_SIMULATEUR:-} ]] || processus_vivant "$ETAT/simulateur.pid" >/dev/null || exiger_port PARCOURS_PORT_SIMULATEUR
    preparer
    if [[ $VIE == oui ]] && ! base_existe "$BASE"; then
        remonter_le_temps "${options[@]}"
    else
        assurer_simulateur "${options[@]}"
    fi
    assurer_base_principale
    # Before Odoo starts, so that the first collection has no scheduled one beside it.
    etape "Collecting from the register" collecter
    assurer_odoo
    dire ""
    cat -- "$ETAT/resume.txt"
    dire ""
    dire "  $(url_odoo)   ($((SECONDS - debut)) s in all)"
    deverrouiller_etat
}

# A base that is to live its years needs a register that lives them too: from their first day on, with the people the lives are played by.
remonter_le_temps() {
    local options=("$@") personnes=$PERSONNES_DEFAUT i
    for ((i = 0; i < $#; i++)); do [[ ${options[i]} != --personnes ]] || personnes=${options[i + 1]}; done
    [[ " ${options[*]} " == *" --personnes "* ]] || options+=(--personnes "$personnes")
    arreter_simulateur
    rm -rf -- "$ETAT/simulateur"
    "$PYTHON_VENV" -m region.distribution "$personnes" >"$ETAT/distribution.json"
    assurer_simulateur "${options[@]}" --depuis "$DEBUT_VIES" --distribution "$ETAT/distribution.json"
}

collecter() {
    PARCOURS_URL_SIMULATEUR=$(url_simulateur) PARCOURS_SCRIPT=$RACINE/config/demarrage.py executer_dans_odoo "$BASE" >"$ETAT/resume.txt"
}

# exporter_essais PREFIX: what tests/serveur.py needs to make bases, whose names begin so, and to start servers of its own.
exporter_essais() {
    export PARCOURS_TEMPLATE=$MODELE PARCOURS_PREFIXE=$1 PARCOURS_PGHOST=$PG_SOCKET PARCOURS_PGUSER=odoo PARCOURS_CONF=$CONF_ESSAIS \
        PARCOURS_ODOO="$PYTHON_VENV $ODOO_SCRIPT" PARCOURS_DONNEES=$DONNEES PARCOURS_CHROMIUM=/usr/bin/chromium PARCOURS_JOURNAUX=$JOURNAUX
}

# The half of the tests that runs beside.
SECONDE=

commande_test() {
    local code=0 base=${MODELE}_$$
    [[ ${1:-} != acces ]] || set -- tests/acces "${@:2}"
    poser_pieges
    verrouiller_etat
    preparer
    preparer_machine_essais
    preparer_venv_essais
    assurer_modele_essais
    deverrouiller_etat
    NETTOYAGES+=(supprimer_bases_essais)
    cd "$RACINE"
    # In the foreground of the terminal: pytest gets Ctrl-C itself, and prints its own summary last.
    if (($#)); then (essayer "$base" "$@") || code=$?; else essayer_tout "$base" || code=$?; fi
    exit "$code"
}

# essayer BASE WHAT…: tests in a base of their own; it becomes pytest, and is called in a shell of its own.
essayer() {
    copier_base "$MODELE" "$1"
    exporter_essais "${1}_"
    exec "$PYTHON_VENV" -m pytest -p no:cacheprovider --odoo-config="$CONF_ESSAIS" --odoo-database="$1" --odoo-http "${@:2}" 7>&-
}

# What of tests/ is in the first half, so that both take as long.
PREMIERE=(tests/acces tests/test_vies.py)

# Everything, in two halves at once: what runs inside one Odoo, and what starts servers, browsers and updates of its own
# and waits for them. The second half is shown once the first one is done.
essayer_tout() {
    local base=$1 code=0 journal=$JOURNAUX/essais-services.log
    (essayer "${base}_services" tests "${PREMIERE[@]/#/--ignore=}") >"$journal" 2>&1 &
    SECONDE=$!
    NETTOYAGES+=(arreter_seconde)
    (essayer "$base" addons simulateur "${PREMIERE[@]}") || code=$?
    wait "$SECONDE" || code=$?
    SECONDE=
    cat -- "$journal"
    return "$code"
}

# What runs beside does not get the Ctrl-C of the terminal.
arreter_seconde() { [[ -z $SECONDE ]] || kill -TERM "$SECONDE" 2>/dev/null || true; }

supprimer_bases_essais() {
    local nom
    for nom in $(psql_odoo -d postgres -c "SELECT datname FROM pg_database WHERE datname ~ '^${MODELE}_$$(_|\$)'"); do supprimer_base "$nom"; done
}

commande_bench() {
    local code=0 base=parcours_bench_$$
    [[ ${1:-} != pages ]] || mesurer_pages "${@:2}"
    poser_pieges
    verrouiller_etat
    preparer
    # It measures with what the tests make: generated people, a page of text, rights.
    preparer_venv_essais
    # What our letters are compared with.
    [[ -n "$*" && "$*" != *courriers_* ]] || exiger_paquets wkhtmltopdf
    assurer_modele_bench
    deverrouiller_etat
    NETTOYAGES+=(supprimer_base_bench)
    copier_base parcours_bench "$base"
    PARCOURS_BENCH_NOMS="$*" PARCOURS_SCRIPT=$RACINE/tests/bench/__main__.py \
        executer_dans_odoo "$base" --log-level=warn --logfile="$JOURNAUX/bench.log" 7>&- || code=$?
    ((code == 0)) || avertir "parcours: the benchmark ended with status $code (log: $JOURNAUX/bench.log)."
    exit "$code"
}

supprimer_base_bench() { supprimer_base "parcours_bench_$$"; }

# Pages in a browser, over a base of lives: servers of their own, as in the tests.
mesurer_pages() {
    local code=0
    poser_pieges
    verrouiller_etat
    preparer
    preparer_machine_essais
    preparer_venv_essais
    assurer_vies "$VIES_JOUEES"
    deverrouiller_etat
    NETTOYAGES+=(supprimer_bases_essais)
    exporter_essais "${MODELE}_$$_"
    cd "$RACINE"
    PARCOURS_LIVES=parcours_vies_$VIES_JOUEES "$PYTHON_VENV" -m tests.bench.pages "$@" 7>&- || code=$?
    exit "$code"
}

commande_shell() {
    local code=0 base=${PARCOURS_BASE:-$BASE} fichier=${1:-}
    (($# <= 1)) || echouer "shell takes one file at most."
    if [[ -n $fichier ]]; then
        [[ -r $fichier && ! -d $fichier ]] || echouer "$fichier is not a file one can read."
        [[ ! -f $fichier ]] || fichier=$(readlink -f -- "$fichier")
    fi
    poser_pieges
    preparer_sans_attendre
    base_existe "$base" || { exiger_postgres; echouer "there is no database $base yet; ./parcours up makes it."; }
    assurer_extensions "$base" || { exiger_postgres; exit 1; }
    if [[ -n $fichier ]]; then
        PARCOURS_SCRIPT=$fichier executer_dans_odoo "$base" 7>&- || code=$?
    else
        odoo shell -d "$base" --no-http --log-level=warn 7>&- || code=$?
    fi
    exit "$code"
}

commande_env() {
    situer_postgres
    printf '%s=%s\n' URL "$(url_odoo)" DATABASE "$BASE" STATE "$ETAT" PGHOST "$PG_SOCKET" PGUSER odoo \
        URL_SIMULATEUR "$(url_simulateur)" PORT_SIMULATEUR "$(url_simulateur | sed 's/.*://')" \
        ODOO_ROOT "${ODOO_HOME:-$(odoo_deballe)}" PYTHON "$VENV/bin/python" ODOO_CONF "$CONF" CACHE "$CACHE"
}

commande_logs() {
    local suite=(-n 20 -F)
    if [[ ${1:-} == -n ]]; then suite=(-n "${2:-50}"); fi
    compgen -G "$JOURNAUX/*.log" >/dev/null || echouer "there is no log yet."
    exec tail "${suite[@]}" -- "$JOURNAUX"/*.log
}

tout_arreter() {
    PG_BIN=$(programmes_postgres) || PG_BIN=
    situer_postgres
    reprendre_apres_accident
    arreter_odoo
    arreter_simulateur
    [[ -z $PG_BIN ]] || arreter_postgres
}

commande_stop() {
    [[ -d $ETAT ]] || { dire "Nothing runs: there is no state folder."; return; }
    verrouiller_etat
    tout_arreter
    dire "Stopped."
}

commande_reset() {
    [[ -d $ETAT ]] || { dire "Nothing to remove: there is no state folder."; return; }
    [[ ${1:-} == --oui ]] || confirmer "This removes every database and all state of this checkout ($ETAT)." || echouer "nothing was removed."
    verrouiller_etat
    tout_arreter
    case $PG_DOSSIER in "$ETAT"/*) ;; *) rm -rf -- "$PG_DOSSIER" ;; esac
    case $PG_SOCKET in "$PG_DOSSIER"/*) ;; *) rm -rf -- "$PG_SOCKET" ;; esac
    rm -rf -- "$ETAT"
    dire "Removed. Downloads are kept in $CACHE."
}
