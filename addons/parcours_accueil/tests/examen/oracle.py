# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The three-valued logic of the law in plain Python, written apart from the engine: what its answers are compared to.

It reads a rule's record and the facts of a file as a dict, never a database, never Odoo's domains.
"""

from ast import literal_eval
from fnmatch import fnmatchcase

from odoo.addons.parcours_socle.jour import aujourdhui

ENTIERS = ("ref_age_min", "ref_age_max", "ref_sejour_annees_min", "ref_sejour_annees_max")


def inconnu(nom, faits):
    """Whether a fact is empty: -1 in a number, nothing elsewhere."""
    return faits[nom] == -1 if nom in ENTIERS else not faits[nom]


def compare(valeur, operateur, autre):
    """Whether one condition holds; nothing (False) is smaller, greater or like nothing, and different from all else."""
    valeur = valeur.isoformat() if hasattr(valeur, "isoformat") else valeur
    match operateur:
        case "=":
            return valeur == autre
        case "!=":
            return valeur != autre
        case "in":
            return valeur in autre
        case "not in":
            return valeur not in autre
        case "<" | "<=" | ">" | ">=" if valeur is False:
            return False
        case "<":
            return valeur < autre
        case "<=":
            return valeur <= autre
        case ">":
            return valeur > autre
        case ">=":
            return valeur >= autre
        case "=like" | "=ilike":
            return bool(valeur) and fnmatchcase(valeur, autre.replace("%", "*").replace("_", "?"))
    raise AssertionError(operateur)


def vrai(domaine, faits):
    """Evaluate a domain in Polish notation; what is written side by side holds together."""

    def lire(termes):
        terme = next(termes)
        if terme == "!":
            return not lire(termes)
        if terme in ("&", "|"):
            gauche, droite = lire(termes), lire(termes)
            return (gauche and droite) if terme == "&" else (gauche or droite)
        nom, operateur, autre = terme
        return compare(faits[nom] if isinstance(nom, str) else nom, operateur, autre)

    termes, tout = iter(domaine), True
    while True:
        try:
            tout = lire(termes) and tout
        except StopIteration:
            return tout


def trop_tard(regle, faits, jour):
    """Whether what a rule finds true lasted for longer than it lets it, or nobody knows since when."""
    for limite in filter(None, (regle.limites or "").split(",")):
        nom, code = (mot.strip() for mot in limite.split("+"))
        ligne = regle.reglement_id.valeur_ids.filtered(lambda ligne, code=code: ligne.code == code)
        depuis, nombre = faits.get(nom) or None, int(ligne.valeur)
        if depuis is None:
            return True
        if ligne.unite == "jours":
            if (jour - depuis).days > nombre:
                return True
        elif (jour.year - depuis.year, jour.month, jour.day) > (nombre, depuis.month, depuis.day):
            return True
    return False


def valeur(regle, faits):
    """Return the value of one rule: "vrai", "faux" or "inconnu", today."""
    if regle.sur_demande:
        return "faux"
    if any(inconnu(nom, faits) for nom in regle.fait_ids.mapped("name")):
        return "inconnu"
    if regle.domaine_doute and vrai(literal_eval(regle.domaine_doute), faits):
        return "inconnu"
    if not vrai(literal_eval(regle.domaine), faits):
        return "faux"
    return "inconnu" if regle.examen_document or trop_tard(regle, faits, aujourdhui()) else "vrai"


def issue(regles, faits):
    """Return ``(outcome, ground)``: a false condition wins, then a true exemption, then anything unknown."""
    valeurs = [(regle, valeur(regle, faits)) for regle in regles]
    if any(regle.type == "condition" and v == "faux" for regle, v in valeurs):
        return "hors_public", False
    for regle, v in valeurs:
        if regle.type == "exemption" and v == "vrai":
            return "exempte", regle.code
    if any(v == "inconnu" for _regle, v in valeurs):
        return "a_examiner", False
    return "oblige", False
