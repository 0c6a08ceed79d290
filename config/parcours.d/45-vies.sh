# shellcheck shell=bash
# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Bases of many lives, for benches and figures: parcours_vies_2000 is played (region/jeu.py), the larger ones multiply it.

VIES_JOUEES=2000

# What a base of lives depends on: the addons, the generator, the register.
empreinte_vies() {
    {
        empreinte_addons demo
        cd "$RACINE"
        find config/vies.py region simulateur -name '*.py' ! -path '*/tests/*' -print0 | LC_ALL=C sort -z | xargs -0r sha256sum
    } | sha256sum | cut -c1-16
}

creer_vies() {
    local modele=$1 nom=$2 nombre=$3 travail=parcours_travail_$$
    supprimer_base "$travail"
    copier_base "$modele" "$travail"
    PARCOURS_VIES=$nombre PARCOURS_VIES_JOUEES=$VIES_JOUEES PARCOURS_SCRIPT=$RACINE/config/vies.py executer_dans_odoo "$travail"
    psql_odoo -d "$travail" -c "VACUUM ANALYZE"
    publier_base "$travail" "$nom" "$(empreinte_vies)"
}

# assurer_vies NUMBER: a base of so many lives as the generator makes them now.
assurer_vies() {
    local nombre=$1 jouees=parcours_vies_$VIES_JOUEES
    assurer_modele_essais
    [[ $(empreinte_base "$jouees") == "$(empreinte_vies)" ]] ||
        etape "Living $VIES_JOUEES lives ($jouees)" creer_vies "$MODELE" "$jouees" "$VIES_JOUEES"
    ((nombre == VIES_JOUEES)) || [[ $(empreinte_base "parcours_vies_$nombre") == "$(empreinte_vies)" ]] ||
        etape "Multiplying them (parcours_vies_$nombre)" creer_vies "$jouees" "parcours_vies_$nombre" "$nombre"
}

commande_vies() {
    local nombre=${1:-}
    if [[ ! $nombre =~ ^[0-9]+$ ]] || ((nombre < VIES_JOUEES || nombre % VIES_JOUEES)); then
        echouer "vies wants a number of people: $VIES_JOUEES, or so many times as many."
    fi
    poser_pieges
    verrouiller_etat
    preparer
    assurer_vies "$nombre"
    deverrouiller_etat
    dire "parcours_vies_$nombre"
}
