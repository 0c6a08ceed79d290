# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# `epreuve`: drills too long for CI, each a file of tests/epreuve/; what they said is written in docs/.

epreuves() { find "$RACINE/tests/epreuve" -maxdepth 1 -name '[a-z]*.py' -printf '%f\n' | sed 's/\.py$//' | sort | paste -sd' '; }

commande_epreuve() {
    local nom=${1:-} code=0 moteur=docker
    [[ -n $nom && -f $RACINE/tests/epreuve/$nom.py ]] || echouer "epreuve wants the name of a drill; there are: $(epreuves)."
    shift
    poser_pieges
    verrouiller_etat
    preparer
    preparer_venv_essais
    # Debian's engine, whose package looks like the name of a host: the drill starts one of its own.
    [[ $nom != conteneurs ]] || exiger_paquets "$moteur.io" docker-compose debootstrap iptables
    deverrouiller_etat
    exporter_essais parcours_test_$$_
    export PARCOURS_ETAT=$ETAT PARCOURS_CACHE=$CACHE PARCOURS_ODOO_ROOT=$ODOO_ROOT
    cd "$RACINE"
    "$PYTHON_VENV" "tests/epreuve/$nom.py" "$@" 7>&- || code=$?
    exit "$code"
}
