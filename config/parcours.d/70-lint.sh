# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# `lint`: ruff, pylint-odoo, and the two house rules no tool knows.

LIGNES_MAX=400
# What pylint-odoo asks and this house does otherwise, on purpose.
PYLINT_ECARTES=(
    missing-readme                     # OCA generates one for each addon; here docs/ tells the house as a whole
    no-raise-unlink                    # append-only records refuse to be deleted, and say so
    method-required-super              # ... and to be changed
    consider-merging-classes-inherited # one model, several files: no file over 400 lines
    odoo-addons-relative-import        # pytest imports the tests of pure packages by their full name
)

# The files of the project, ignored ones left out; without git, those outside hidden folders.
fichiers_projet() {
    git -C "$RACINE" ls-files --cached --others --exclude-standard 2>/dev/null ||
        (cd "$RACINE" && find . -type f -not -path '*/.*' | sed 's|^\./||')
}

# A floor's pure package can be thought about, and tested, without a database: it never imports Odoo.
verifier_purete() {
    ! grep -rsnE '^[[:space:]]*(import|from)[[:space:]]+odoo\b' --include='*.py' \
        "$RACINE/addons/registre_national/soap" "$RACINE/addons/parcours_accueil/droit" "$RACINE/simulateur" ||
        { avertir "lint: pure packages must not import odoo."; return 1; }
}

verifier_longueur() {
    local fichier lignes code=0
    while read -r fichier; do
        [[ -f $RACINE/$fichier ]] || continue
        lignes=$(wc -l <"$RACINE/$fichier")
        if ((lignes > LIGNES_MAX)); then
            avertir "$fichier: $lignes lines (at most $LIGNES_MAX)"
            code=1
        fi
    done < <(fichiers_projet | grep -E '(\.(py|xml|sh|js|scss)|^parcours)$')
    return $code
}

commande_lint() {
    local code=0 modules=()
    poser_pieges
    verrouiller_etat
    verifier_place
    preparer_machine
    preparer_odoo
    preparer_venv
    preparer_venv_essais
    deverrouiller_etat
    cd "$RACINE"
    mapfile -t modules < <(find addons -mindepth 1 -maxdepth 1 -type d | sort)
    "$PYTHON_VENV" -m ruff check --no-cache . || code=1
    "$PYTHON_VENV" -m pylint --rcfile=pyproject.toml --disable="$(IFS=,; echo "${PYLINT_ECARTES[*]}")" "${modules[@]}" || code=1
    verifier_purete || code=1
    verifier_longueur || code=1
    if command -v shellcheck >/dev/null; then shellcheck -x parcours .ci/run config/parcours.d/*.sh || code=1; fi
    ((code != 0)) || dire "lint: nothing to say."
    exit "$code"
}
