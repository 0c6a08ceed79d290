# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# The two servers of the platform, the register simulator and Odoo: their ports, their settings, starting and stopping them.

CONF=$ETAT/odoo.conf
CONF_ESSAIS=$ETAT/odoo-essais.conf
# The keys that seal the consultation log: outside every database, and not the account's that runs PostgreSQL.
CLES=$ETAT/journal/cles
# Where the end of each base's log is written down; tests write none, their bases being copies of one another.
ANCRES=$ETAT/journal/ancres
PERSONNES_DEFAUT=2000
# The obligation began on that day (DEBUT_OBLIGATION of simulateur/dates.py): lives are lived from there on.
DEBUT_VIES=2022-06-01

port_libre() { ! (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_retenu() { cat "$ETAT/$1.port" 2>/dev/null || true; }

# exiger_port VARIABLE: the port it names can be used.
exiger_port() {
    local voulu=${!1}
    if [[ ! $voulu =~ ^[0-9]{1,5}$ ]] || ((10#$voulu < 1 || 10#$voulu > 65535)); then
        echouer "$1 is \"$voulu\": a port is a number from 1 to 65535."
    fi
    port_libre "$voulu" || echouer "port $voulu is taken by another program. Free it, or choose another one with $1."
}

# choisir_port NAME VARIABLE FIRST: the port asked for (taken: the end), else the one of last time, else the first free from FIRST on.
choisir_port() {
    local nom=$1 variable=$2 port=$3 voulu=${!2:-}
    if [[ -n $voulu ]]; then
        exiger_port "$variable"
        port=$voulu
    else
        [[ -z $(port_retenu "$nom") ]] || port=$(port_retenu "$nom")
        while ! port_libre "$port"; do
            ((++port < 65536)) || echouer "no free port was found for $nom; choose one with $variable."
        done
    fi
    echo "$port" >"$ETAT/$nom.port"
}

# Two checkouts starting together must not choose the same port: one chooses and starts at a time.
verrouiller_ports() {
    mkdir -p "$CACHE"
    exec 8>"$CACHE/ports.verrou"
    flock 8
}

deverrouiller_ports() { exec 8>&-; }

# One key for the life of a state folder: its databases could not be verified without it.
assurer_cles() {
    [[ ! -s $CLES ]] || return 0
    mkdir -p "$(dirname "$CLES")"
    (umask 077 && printf 'k1 %s\n' "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" >"$CLES.neuf" && mv -T -- "$CLES.neuf" "$CLES")
}

preparer_conf() {
    local mot_de_passe
    assurer_cles
    mkdir -p "$ANCRES"
    mot_de_passe=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    mkdir -p "$DONNEES"
    configurer() {
        "$PYTHON" "$RACINE/config/configurer.py" "$1" "$RACINE/config/odoo.conf" "$RACINE/config/odoo.development.conf" \
            "addons_path=$ODOO_ADDONS,$RACINE/addons" "data_dir=$DONNEES" "db_host=$PG_SOCKET" "admin_passwd=$mot_de_passe" \
            "journal.cles=$CLES" "${@:2}"
    }
    configurer "$CONF" "journal.ancres=$ANCRES" "http_port=$(port_retenu odoo | grep . || echo 8069)"
    # Tests name their own base, and run no cron beside the one under test.
    configurer "$CONF_ESSAIS" dbfilter= max_cron_threads=0
    empreinte_conf >"$ETAT/conf.empreinte"
}

# What the settings follow from, the port apart: only a server needs it, and `up` writes them anew.
empreinte_conf() {
    {
        printf '%s\n' "$ODOO_ADDONS" "$RACINE" "$DONNEES" "$PG_SOCKET"
        cat -- "$RACINE"/config/{configurer.py,odoo.conf,odoo.development.conf}
    } | sha256sum | cut -c1-16
}

conf_prete() { [[ -f $CONF && -s $CLES && $(cat "$ETAT/conf.empreinte" 2>/dev/null) == "$(empreinte_conf)" ]]; }

url_odoo() { printf 'http://127.0.0.1:%s\n' "$(port_retenu odoo | grep . || echo "${PARCOURS_PORT:-8069}")"; }
url_simulateur() { printf 'http://127.0.0.1:%s\n' "$(port_retenu simulateur | grep . || echo "${PARCOURS_PORT_SIMULATEUR:-8079}")"; }

# Wait for an address to answer 200 while its process lives.
attendre_reponse() {
    local fichier_pid=$1 url=$2 journal=$3 _
    for _ in {1..600}; do
        if "$PYTHON" - "$url" <<'PY' 2>/dev/null; then return 0; fi
import sys
import urllib.request

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with opener.open(sys.argv[1], timeout=30) as response:
    sys.exit(response.status != 200)
PY
        processus_vivant "$fichier_pid" >/dev/null || break
        sleep 0.2
    done
    tail -n 15 "$journal"
    return 1
}

# en_service NAME COMMAND…: start a server that outlives this run, remembered in NAME.pid.
en_service() {
    local nom=$1
    shift
    printf -- '--- %s ---\n' "$(date -Is)" >>"$JOURNAUX/$nom.log"
    (cd "$RACINE" && exec setsid "$@") >>"$JOURNAUX/$nom.log" 2>&1 </dev/null 6>&- 7>&- 8>&- 9>&- &
    retenir_processus $! "$ETAT/$nom.pid"
    disown
}

arreter_odoo() { terminer "$ETAT/odoo.pid"; }
arreter_simulateur() { terminer "$ETAT/simulateur.pid"; }

# assurer_simulateur OPTION…: start it, or start it anew when other options are asked for; without any, those of last time are kept.
assurer_simulateur() {
    local options=("$@") retenues=()
    [[ ! -f $ETAT/simulateur.options ]] || mapfile -t retenues <"$ETAT/simulateur.options"
    if ((${#options[@]} == 0)); then options=("${retenues[@]}"); fi
    ((${#options[@]})) || options=(--personnes "$PERSONNES_DEFAUT")
    if processus_vivant "$ETAT/simulateur.pid" >/dev/null; then
        [[ "${options[*]}" != "${retenues[*]}" ]] || return 0
        arreter_simulateur
    fi
    verrouiller_ports
    choisir_port simulateur PARCOURS_PORT_SIMULATEUR 8079
    printf '%s\n' "${options[@]}" >"$ETAT/simulateur.options"
    DEMARRES+=(arreter_simulateur)
    en_service simulateur "$PYTHON_VENV" -m simulateur serveur --hote 127.0.0.1 --port "$(port_retenu simulateur)" \
        --etat "$ETAT/simulateur" "${options[@]}"
    etape "Starting the register simulator (${options[*]})" \
        attendre_reponse "$ETAT/simulateur.pid" "$(url_simulateur)/sante" "$JOURNAUX/simulateur.log"
    deverrouiller_ports
}

assurer_odoo() {
    if processus_vivant "$ETAT/odoo.pid" >/dev/null; then return; fi
    verrouiller_ports
    choisir_port odoo PARCOURS_PORT 8069
    preparer_conf
    DEMARRES+=(arreter_odoo)
    en_service odoo "$PYTHON_VENV" "$ODOO_SCRIPT" server -c "$CONF" -d "$BASE"
    etape "Starting Odoo" attendre_reponse "$ETAT/odoo.pid" "$(url_odoo)/web/login" "$JOURNAUX/odoo.log"
    deverrouiller_ports
}
