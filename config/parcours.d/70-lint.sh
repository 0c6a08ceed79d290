# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# `lint`: what can be said of the tree without running it. Each tool speaks, then the command fails if one had something to say.

# What pylint-odoo asks and this house does otherwise, on purpose.
PYLINT_ECARTES=(
    no-raise-unlink             # append-only records refuse to be deleted, for ever: no uninstallation cleans a ledger record by record
    method-required-super       # ... and to be changed: there is nothing to call
    odoo-addons-relative-import # a test names what it tests in full, as Odoo's own do: it is read from any depth of folders
)
# The tests that read the tree, and need neither Odoo nor a database.
LINT_ESSAIS=(tests/test_maison.py tests/test_maison_regles.py tests/test_securite.py tests/test_po.py)

# verifier LABEL COMMAND…: run a tool, and say which one complained.
verifier() {
    local libelle=$1
    shift
    "$@" || { avertir "lint: $libelle has something to say."; return 1; }
}

commande_lint() {
    local code=0 modules=()
    poser_pieges
    verrouiller_etat
    verifier_place
    preparer_machine
    exiger_paquets shellcheck
    preparer_odoo
    preparer_venv
    preparer_venv_essais
    deverrouiller_etat
    cd "$RACINE"
    mapfile -t modules < <(find addons -mindepth 1 -maxdepth 1 -type d | sort)
    verifier "ruff" "$PYTHON_VENV" -m ruff check --no-cache . || code=1
    verifier "ruff format" "$PYTHON_VENV" -m ruff format --no-cache --check . || code=1
    verifier "pylint-odoo" "$PYTHON_VENV" -m pylint --rcfile=pyproject.toml --disable="$(IFS=,; echo "${PYLINT_ECARTES[*]}")" "${modules[@]}" || code=1
    verifier "shellcheck" shellcheck -x parcours .ci/run config/parcours.d/*.sh || code=1
    verifier "the house" "$PYTHON_VENV" -m pytest -p no:odoo -q "${LINT_ESSAIS[@]}" || code=1
    ((code != 0)) || dire "lint: nothing to say."
    exit "$code"
}
