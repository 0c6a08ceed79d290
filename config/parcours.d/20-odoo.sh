# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Odoo 19 (Debian's package, or one's own checkout named by ODOO_HOME) and the Python environment it runs in.

ODOO_PAQUET=odoo-19
ODOO_VERSION=19.0.0+dfsg-1
ODOO_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf
# Debian's package links to these; without libjs-jquery the login page answers 500.
ODOO_LIES=(libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted fonts-font-awesome fonts-inconsolata)
VENV=$ETAT/venv

# Print the folder of the unpacked Odoo in the cache (the expected version first), nothing when there is none.
odoo_deballe() {
    local dossier
    for dossier in "$CACHE/odoo/$ODOO_VERSION" "$CACHE"/odoo/*; do
        if [[ -e $dossier/.complet ]]; then
            printf '%s\n' "$dossier"
            return
        fi
    done
}

# Print the archive's addresses in the machine's own apt settings, the release's main one first, never the security one.
miroirs_debian() {
    local version
    version=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v version="$version" '$1 !~ /security/ && $3 == "main" { print ($2 == version ? 0 : 1), $1 }' |
        sort -u | awk '!vu[$2]++ { print $2 }'
}

# Download odoo-19 from the archive's unstable suite into the current folder, touching none of the machine's apt state.
telecharger_odoo() {
    local apt=$PWD/apt miroir options
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists"
        -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none)
    for miroir in $(miroirs_debian); do
        printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s sid main\n' "$miroir" >"$apt/sources.list"
        if apt-get "${options[@]}" -o APT::Update::Error-Mode=any update && apt-get "${options[@]}" download "$ODOO_PAQUET"; then
            rm -rf "$apt"
            return
        fi
    done
    echo "Failed to fetch $ODOO_PAQUET: no archive of this machine's apt settings gave it."
    return 1
}

verifier_odoo() {
    local paquet=$1 version
    version=$(dpkg-deb -f "$paquet" Version)
    if sha256sum --check --status <<<"$ODOO_SHA256  $paquet"; then
        return
    elif [[ $version == "$ODOO_VERSION" ]]; then
        echo "$paquet does not have the expected SHA256: it is not Debian's $ODOO_PAQUET $ODOO_VERSION."
        return 1
    fi
    # apt has verified the archive's signature; only the version is not the one everything was measured with.
    echo "$version" >autre-version
}

# Fill the cache: the packages, then the unpacked tree, made aside and renamed so that a killed run leaves no half of one.
remplir_cache() {
    local travail version paquet
    mkdir -p "$CACHE/deb" "$CACHE/odoo"
    exec 8>"$CACHE/verrou"
    flock 8
    [[ -z $(odoo_deballe) ]] || return 0
    rm -rf "$CACHE"/travail.*
    travail=$(mktemp -d "$CACHE/travail.XXXXXX")
    cd "$travail"
    if compgen -G "$CACHE/deb/${ODOO_PAQUET}_*.deb" >/dev/null; then
        cp "$CACHE"/deb/*.deb .
    else
        telecharger_odoo
        apt-get download "${ODOO_LIES[@]}"
    fi
    verifier_odoo "$(echo "${ODOO_PAQUET}"_*.deb)"
    version=$(dpkg-deb -f "${ODOO_PAQUET}"_*.deb Version)
    for paquet in *.deb; do dpkg-deb -x "$paquet" racine; done
    touch racine/.complet
    mv -f ./*.deb "$CACHE/deb/"
    mv -T racine "$CACHE/odoo/$version"
    cd "$CACHE"
    rm -rf "$travail"
}

preparer_odoo() {
    if [[ -n ${ODOO_HOME:-} ]]; then
        ODOO_HOME=$(cd -- "$ODOO_HOME" 2>/dev/null && pwd) || echouer "ODOO_HOME names a folder that does not exist."
        ODOO_CHEMIN=$ODOO_HOME
        ODOO_SCRIPT=$ODOO_HOME/odoo-bin
        [[ -f $ODOO_SCRIPT ]] || ODOO_SCRIPT=$ODOO_HOME/odoo
        [[ -f $ODOO_SCRIPT && -d $ODOO_HOME/addons ]] || echouer "ODOO_HOME ($ODOO_HOME) holds no odoo-bin and addons: it is not an Odoo checkout."
        grep -qE '^version_info = \(19,' "$ODOO_HOME/odoo/release.py" || echouer "ODOO_HOME ($ODOO_HOME) is not Odoo 19."
        ODOO_ROOT=$ODOO_HOME
        ODOO_ADDONS=$ODOO_HOME/addons
        return
    fi
    if [[ -z $(odoo_deballe) ]]; then
        exiger_listes_apt libjs-jquery
        etape "Downloading and unpacking Odoo 19 (once for all checkouts)" remplir_cache
    fi
    ODOO_ROOT=$(odoo_deballe)
    [[ $(basename "$ODOO_ROOT") == "$ODOO_VERSION" ]] ||
        avertir "  ! Odoo $(basename "$ODOO_ROOT") is used; everything was measured with $ODOO_VERSION."
    ODOO_CHEMIN=$ODOO_ROOT/usr/lib/python3/dist-packages
    ODOO_SCRIPT=$ODOO_ROOT/usr/bin/odoo
    ODOO_ADDONS=$ODOO_CHEMIN/addons
}

empreinte_requis() {
    { "$PYTHON" -VV; for fichier; do cat -- "$RACINE/config/$fichier"; done; } | sha256sum | cut -c1-16
}

installer_requis() {
    local marque=$1 requis=$2 empreinte=$3
    "$VENV/bin/python" -c 'import pip' 2>/dev/null || "$PYTHON" -m venv --clear "$VENV"
    # pip takes the machine's own settings: no address of any registry is written here.
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-input -r "$RACINE/config/$requis"
    echo "$empreinte" >"$VENV/$marque"
}

venv_pret() { [[ $(cat "$VENV/.requis" 2>/dev/null) == "$(empreinte_requis requirements.txt requirements-addons.txt)" ]]; }

# Where every Python started from the environment, the tests' own subprocesses included, finds Odoo and this checkout.
chemins_venv() { printf '%s\n' "$ODOO_CHEMIN" "$RACINE"; }

FICHIER_CHEMINS=$VENV/lib/python$PYTHON_VOULU/site-packages/parcours.pth

chemins_prets() { [[ $(cat "$FICHIER_CHEMINS" 2>/dev/null) == "$(chemins_venv)" ]]; }

preparer_venv() {
    local empreinte
    if ! venv_pret; then
        empreinte=$(empreinte_requis requirements.txt requirements-addons.txt)
        rm -f "$VENV/.requis" "$VENV/.requis-essais"
        etape "Installing Python libraries" installer_requis .requis requirements.txt "$empreinte"
    fi
    # Renamed into place: another Python of this environment may be starting now.
    chemins_prets || { chemins_venv >"$FICHIER_CHEMINS.$$" && mv -f -- "$FICHIER_CHEMINS.$$" "$FICHIER_CHEMINS"; }
    PYTHON_VENV=$VENV/bin/python
}

preparer_venv_essais() {
    local empreinte
    empreinte=$(empreinte_requis requirements-dev.txt)
    [[ $(cat "$VENV/.requis-essais" 2>/dev/null) == "$empreinte" ]] ||
        etape "Installing the tests' Python libraries" installer_requis .requis-essais requirements-dev.txt "$empreinte"
}

# odoo SUB-COMMAND ARGUMENT…: Odoo with this checkout's settings.
odoo() {
    local sous_commande=$1
    shift
    local lancer=("$PYTHON_VENV")
    # A shell waits for no other run, and may see PostgreSQL go.
    [[ $sous_commande != shell ]] || lancer+=("$RACINE/config/ouvrir_shell.py")
    "${lancer[@]}" "$ODOO_SCRIPT" "$sous_commande" -c "$CONF" "$@"
}
