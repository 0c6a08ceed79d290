# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# What the machine must have: room on the disk, Python 3.11, Debian packages (installed when missing).

PYTHON_VOULU=3.11

est_python_voulu() {
    [[ $("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) == "$PYTHON_VOULU" ]]
}

# Print the Python to use: the one asked for, else Debian's own (a pyenv shim changes with the folder), else the first in PATH.
trouver_python() {
    local candidat
    if [[ -n ${PARCOURS_PYTHON:-} ]]; then
        candidat=$(command -v -- "$PARCOURS_PYTHON") || echouer "PARCOURS_PYTHON names $PARCOURS_PYTHON, which does not exist."
        est_python_voulu "$candidat" ||
            echouer "Python $PYTHON_VOULU is needed, and PARCOURS_PYTHON is $("$candidat" --version 2>&1 | head -1)."
        printf '%s\n' "$candidat"
        return
    fi
    for candidat in "/usr/bin/python$PYTHON_VOULU" /usr/bin/python3 "python$PYTHON_VOULU" python3; do
        candidat=$(command -v -- "$candidat") || continue
        if est_python_voulu "$candidat"; then
            printf '%s\n' "$candidat"
            return
        fi
    done
    echouer "Python $PYTHON_VOULU is needed, and this machine has $(python3 --version 2>/dev/null || echo 'no Python')." \
        "Install python$PYTHON_VOULU, or name one with PARCOURS_PYTHON=/path/to/python$PYTHON_VOULU."
}

# exiger_place FOLDER MEGABYTES: the folder may not exist yet.
exiger_place() {
    local dossier=$1 voulu=$2 libre
    while [[ ! -d $dossier ]]; do dossier=$(dirname -- "$dossier"); done
    libre=$(df -Pm -- "$dossier" | awk 'NR == 2 { print $4 }')
    ((libre >= voulu)) ||
        echouer "the disk is full: $dossier has $libre MB free and $voulu MB are needed. Free some space, or set PARCOURS_ETAT and PARCOURS_CACHE."
}

# The first time everything is downloaded, unpacked and installed: the room is checked before, not discovered in the middle.
verifier_place() {
    if [[ -d $ETAT/venv ]]; then exiger_place "$ETAT" 500; else exiger_place "$ETAT" 2000; fi
    [[ -n ${ODOO_HOME:-} ]] || [[ -n $(odoo_deballe) ]] || exiger_place "$CACHE" 2000
}

en_root() {
    # -n: exiger_root has asked already, and a step in the background must never stop to ask.
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

exiger_root() {
    ((EUID == 0)) && return
    command -v sudo >/dev/null ||
        echouer "these Debian packages are missing: $*. Install them as root (apt-get install $*), or install sudo; then run this again."
    # Asked here, in the foreground: a step has no terminal to ask on.
    sudo -n true 2>/dev/null || sudo -v ||
        echouer "these Debian packages are missing: $*, and sudo refused. Have them installed (apt-get install $*), then run this again."
}

paquet_present() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

installer_paquets() {
    local reglage=/etc/postgresql-common/createcluster.d/parcours.conf temporaire=
    # Debian starts a cluster of its own with the server package; ours is private, so that one is not wanted.
    if [[ " $* " == *" postgresql-15 "* && ! -e $reglage ]]; then
        temporaire=oui
        en_root mkdir -p "$(dirname "$reglage")"
        echo 'create_main_cluster = false' | en_root tee "$reglage" >/dev/null
    fi
    # A list that is too old names versions the archive no longer has.
    en_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" || {
        en_root apt-get update
        en_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
    }
    [[ -z $temporaire ]] || en_root rm -f "$reglage"
}

# Does apt know what it could download? On a machine whose lists were never fetched it does not.
exiger_listes_apt() {
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1 && return
    exiger_root "$1"
    etape "Fetching apt's package lists" en_root apt-get update
}

# exiger_paquets PACKAGE…: install those missing, in one go.
exiger_paquets() {
    local paquet manquants=()
    for paquet; do paquet_present "$paquet" || manquants+=("$paquet"); done
    ((${#manquants[@]})) || return 0
    command -v apt-get >/dev/null || echouer "these packages are needed and there is no apt here: ${manquants[*]}."
    exiger_root "${manquants[@]}"
    exiger_listes_apt "${manquants[0]}"
    etape "Installing Debian packages: ${manquants[*]}" installer_paquets "${manquants[@]}"
}

# Print the folder of PostgreSQL's programs: the newest installed, 14 at least.
programmes_postgres() {
    local dossier
    dossier=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)
    dossier=$(dirname "$dossier")
    [[ -x $dossier/initdb && $(basename "$(dirname "$dossier")") -ge 14 ]] && printf '%s\n' "$dossier"
}

preparer_machine() {
    # Pango draws the text of the PDF files, HarfBuzz takes what they need of a font; Noto has the letters of every language.
    local voulus=(libmagic1 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-roboto-unhinted fonts-noto-core fonts-noto-cjk)
    [[ -n $(programmes_postgres) ]] || voulus+=(postgresql-15)
    if [[ -z ${PARCOURS_PYTHON:-} && ! -x /usr/bin/python3 ]] && ! command -v "python$PYTHON_VOULU" >/dev/null; then
        voulus+=(python3 python3-venv)
    else
        PYTHON=$(trouver_python)
        # Debian keeps `venv` in a package of its own; other builds of Python have it.
        [[ $PYTHON != /usr/bin/* ]] || voulus+=(python3-venv)
    fi
    exiger_paquets "${voulus[@]}"
    PYTHON=$(trouver_python)
    PG_BIN=$(programmes_postgres) || echouer "PostgreSQL 14 or newer is needed; install postgresql-15."
}

# Poppler makes pictures of the PDF files.
preparer_machine_essais() { exiger_paquets chromium docker-compose poppler-utils; }
