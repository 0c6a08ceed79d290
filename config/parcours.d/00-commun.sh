# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Sentences, steps with their seconds, and what happens when a step fails or someone presses Ctrl-C.

DEMARRES=()       # functions that stop what this run started, called when it does not end well
NETTOYAGES=()     # functions called at the end of every run, in reverse order
ETAPE_PID=        # process group of the step under way

dire() { printf '%s\n' "$*"; }
avertir() { printf '%s\n' "$*" >&2; }

# One clear sentence, and exit status 1.
echouer() {
    avertir "parcours: $*"
    exit 1
}

# Say why a step failed in words a person can act upon, then the end of its log.
expliquer_echec() {
    local libelle=$1 journal=$2 code=$3
    if grep -qiE 'no space left on device|disk quota exceeded|could not extend file' "$journal"; then
        avertir "parcours: the disk is full: \"$libelle\" could not finish. Free some space and run the same command again."
    elif grep -qiE 'temporary failure (in name resolution|resolving)|could not resolve|network is unreachable|NewConnectionError|connection (timed out|refused).*(http|apt)|Failed to fetch|Cannot initiate the connection|NameResolutionError' "$journal"; then
        avertir "parcours: no network: \"$libelle\" could not reach the package servers. What was downloaded is kept; try again once connected."
    else
        avertir "parcours: \"$libelle\" failed (status $code). The end of its log:"
        tail -n 20 -- "$journal" | sed 's/^/    /' >&2
        avertir "    (all of it: $journal)"
        return
    fi
    avertir "    (details: $journal)"
}

# etape LABEL COMMAND…: run the command (a function too) in a process group of its own, showing the seconds on standard error (standard
# output is for what the command was asked for); the step's own output goes to a log.
etape() {
    local libelle=$1 debut=$SECONDS code=0 journal
    shift
    mkdir -p "$JOURNAUX"
    journal=$JOURNAUX/etape-$BASHPID.log
    : >"$journal"
    [[ -t 2 ]] || printf '  %s …\n' "$libelle" >&2
    # Job control gives the step its own group, so that one signal ends all it started; locks must not be inherited.
    set -m
    "$@" >"$journal" 2>&1 </dev/null 6>&- 7>&- 8>&- 9>&- &
    ETAPE_PID=$!
    set +m
    retenir_processus "$ETAPE_PID" "$ETAT/etape.$$.pid"
    while kill -0 "$ETAPE_PID" 2>/dev/null; do
        [[ ! -t 2 ]] || printf '\r  %s … %d s ' "$libelle" $((SECONDS - debut)) >&2
        sleep 0.2
    done
    wait "$ETAPE_PID" || code=$?
    ETAPE_PID=
    rm -f "$ETAT/etape.$$.pid"
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    if ((code != 0)); then
        avertir "  ✗ $libelle ($((SECONDS - debut)) s)"
        expliquer_echec "$libelle" "$journal" "$code"
        exit 1
    fi
    printf '  ✓ %s (%d s)\n' "$libelle" $((SECONDS - debut)) >&2
    cat -- "$journal" >>"$JOURNAUX/etapes.log"
    rm -f -- "$journal"
}

# A number a process keeps for life: with it a reused pid is never taken for ours.
naissance_processus() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    # shellcheck disable=SC2086
    set -- $stat
    [[ $1 != Z ]] && printf '%s\n' "${20}"
}

retenir_processus() { printf '%s %s\n' "$1" "$(naissance_processus "$1" || true)" >"$2"; }

# Print the pid kept in a file when that very process still lives.
processus_vivant() {
    local pid naissance
    [[ -f $1 ]] && read -r pid naissance <"$1" || return 1
    [[ -n ${naissance:-} && $(naissance_processus "$pid") == "$naissance" ]] && printf '%s\n' "$pid"
}

# End the process kept in a file, and its group: TERM, then KILL after ten seconds.
terminer() {
    local fichier=$1 pid _
    if pid=$(processus_vivant "$fichier"); then
        kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
        for _ in {1..100}; do
            processus_vivant "$fichier" >/dev/null || break
            sleep 0.1
        done
        if processus_vivant "$fichier" >/dev/null; then
            kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
        fi
    fi
    rm -f -- "$fichier"
}

# What an earlier run left behind when it was killed: its step would go on alone.
reprendre_apres_accident() {
    local fichier pid
    for fichier in "$ETAT"/etape.*.pid; do
        pid=${fichier##*/etape.}
        pid=${pid%.pid}
        [[ ! -e $fichier ]] || grep -qs parcours "/proc/$pid/cmdline" || terminer "$fichier"
    done
}

a_la_fin() {
    local code=$? i
    trap - EXIT INT TERM HUP
    set +e
    if [[ -n $ETAPE_PID ]]; then
        terminer "$ETAT/etape.$$.pid"
    fi
    if ((code != 0)); then
        for ((i = ${#DEMARRES[@]} - 1; i >= 0; i--)); do "${DEMARRES[i]}"; done
    fi
    for ((i = ${#NETTOYAGES[@]} - 1; i >= 0; i--)); do "${NETTOYAGES[i]}"; done
    exit "$code"
}

interrompu() {
    avertir ""
    avertir "parcours: interrupted; stopping what this run started."
    exit "$1"
}

poser_pieges() {
    trap a_la_fin EXIT
    trap 'interrompu 130' INT
    trap 'interrompu 143' TERM
    trap 'interrompu 129' HUP
}

# One run at a time changes the state folder: descriptor 9 holds the lock until the end.
verrouiller_etat() {
    preparer_etat
    exec 9>"$ETAT/verrou"
    if ! flock -n 9; then
        avertir "  … another ./parcours is at work in this checkout; waiting for it."
        flock 9
    fi
}

deverrouiller_etat() { exec 9>&-; }

preparer_etat() {
    mkdir -p "$ETAT" "$JOURNAUX" || echouer "the state folder $ETAT cannot be written."
    [[ -w $ETAT ]] || echouer "the state folder $ETAT cannot be written (owner: $(stat -c %U "$ETAT")). Set PARCOURS_ETAT to another one."
}

# Ask for a yes on the terminal.
confirmer() {
    local reponse
    [[ -t 0 ]] || echouer "$1 Nobody to ask here: add --oui to go on without asking."
    read -r -p "$1 Type \"oui\" to go on: " reponse
    [[ $reponse == oui || $reponse == yes ]]
}
