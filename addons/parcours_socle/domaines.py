# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Domains that somebody typed on a screen: read without running anything.

A domain is a literal, with two names (``uid``, ``today``) and a fixed list of words for days, which Odoo itself
resolves on the day of the search (``"today +30d"``, ``"today =1d -1m"``). What Odoo's editors write for a day
(``(context_today() + relativedelta(days=30)).strftime('%Y-%m-%d')``) is recognised by its shape and becomes such a
word: nothing is called, multiplied or raised to a power, so that a text of a few characters is never gigabytes, and a
day never leaves the calendar.
"""

import ast
import re
from datetime import date

#: Characters of a text; levels of brackets in it; elements of what it says.
LONGUEUR_MAX = 10_000
PROFONDEUR_MAX = 12
ELEMENTS_MAX = 3_000
#: Characters of a word that is searched; size of a number; steps of a path between models.
MOT_MAX = 500
NOMBRE_MAX = 10**15
PAS_MAX = 5

CONNECTEURS = ("&", "|", "!")
SOUS_DOMAINES = ("any", "not any")
#: How conditions compare; what is not here is the house's own ("any!").
OPERATEURS = (
    "=", "!=", "<>", ">", ">=", "<", "<=", "in", "not in", "like", "not like", "ilike", "not ilike", "=like",
    "not =like", "=ilike", "not =ilike", "=?", "child_of", "parent_of", "any", "not any",
)  # fmt: skip
CHEMIN = re.compile(rf"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){{0,{PAS_MAX}}}")

#: Days of a calendar that nobody leaves, whatever the day of the search.
PREMIERE_ANNEE, DERNIERE_ANNEE = 1800, 2300
SEMAINE = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|week_start"
#: A day in words: today or now, then at most four steps; a step is of one unit, and bounded by it.
PAS_DU_JOUR = re.compile(rf"(?:([+-])([0-9]{{1,4}})([dwmyHMS])|=([0-9]{{1,4}})([dmyHMS])|[+=-](?:{SEMAINE}))")
PAS_JOUR_MAX = 4
DECALAGE_MAX = {"d": 9_999, "w": 999, "m": 999, "y": 150, "H": 9_999, "M": 9_999, "S": 9_999}
PARTIES = {"d": (1, 31), "m": (1, 12), "y": (1900, 2200), "H": (0, 23), "M": (0, 59), "S": (0, 59)}

UNITES = {"days": "d", "weeks": "w", "months": "m", "years": "y"}
FIXES = {"day": "d", "month": "m", "year": "y"}
#: How Odoo's editors write a day as text.
FORMES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d 00:00:00")


class DomaineIllisible(ValueError):
    """A text that is no domain. `raison` is one of "forme", "longueur", "calcul", "jour", "nom", "operateur";
    `morceau` is the piece of it that is meant."""

    def __init__(self, raison, morceau=""):
        super().__init__(f"{raison}: {morceau}")
        self.raison, self.morceau = raison, str(morceau)[:100]


def lire(texte, uid=None):
    """Return the domain that a text says: a list, words for days left as they are.

    :param uid: what the name ``uid`` stands for; None: a text that names it cannot be read.
    :raise DomaineIllisible: when it is none
    """
    domaine = _valeur(_arbre(texte or "[]"), uid)
    _verifier(domaine)
    return domaine


def lire_valeur(texte, uid=None):
    """Return any literal value that a text says (a context): what `lire` reads, without being a domain.

    :raise DomaineIllisible: when it is none
    """
    return _valeur(_arbre(texte or "{}"), uid)


def normaliser(texte):
    """Return the text with each day written in words, and nothing else changed.

    :raise DomaineIllisible: when it cannot be read
    """
    arbre = _arbre(texte or "[]")
    _valeur(arbre, 0)
    lignes = (texte or "[]").encode().splitlines(keepends=True)
    # Positions of a tree are in bytes, by line.
    debuts = [0]
    for ligne in lignes:
        debuts.append(debuts[-1] + len(ligne))
    octets = b"".join(lignes)
    for noeud in sorted(_jours(arbre), key=lambda n: (n.lineno, n.col_offset), reverse=True):
        debut = debuts[noeud.lineno - 1] + noeud.col_offset
        fin = debuts[noeud.end_lineno - 1] + noeud.end_col_offset
        # `ast` leaves out the brackets around it: a word between brackets is the same word.
        octets = octets[:debut] + repr(_jour(noeud)).encode() + octets[fin:]
    return octets.decode()


def est_jour(texte):
    """Whether a text is a day, or a moment: written in full, or one of the words; inside the calendar of everybody."""
    if re.match(r"[0-9]", texte):
        try:
            annee = date.fromisoformat(texte[:10]).year
        except ValueError:
            return False
        reste = re.fullmatch(r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?", texte[10:])
        return bool(reste) and PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE
    base, *pas = texte.split(" ")
    return base in ("today", "now") and len(pas) <= PAS_JOUR_MAX and all(map(_est_pas, pas))


def _est_pas(texte):
    trouve = PAS_DU_JOUR.fullmatch(texte)
    if not trouve:
        return False
    _signe, nombre, unite, partie, unite_partie = trouve.groups()
    if nombre:
        return int(nombre) <= DECALAGE_MAX[unite]
    if partie:
        moins, plus = PARTIES[unite_partie]
        return moins <= int(partie) <= plus
    return True


# ---- the tree of a text ---------------------------------------------------------------------------------------------


def _arbre(texte):
    if not isinstance(texte, str) or "\0" in texte:
        raise DomaineIllisible("forme", texte)
    texte = texte.strip()
    if len(texte) > LONGUEUR_MAX:
        raise DomaineIllisible("longueur", f"{len(texte)} > {LONGUEUR_MAX}")
    try:
        arbre = ast.parse(texte, mode="eval").body
        elements = sum(1 for _noeud in ast.walk(arbre))
    except (SyntaxError, ValueError, MemoryError, RecursionError) as erreur:
        raise DomaineIllisible("forme", texte) from erreur
    if elements > ELEMENTS_MAX:
        raise DomaineIllisible("longueur", f"{elements} > {ELEMENTS_MAX}")
    return arbre


def _valeur(noeud, uid, profondeur=0):
    """The value of a node: a literal, a name of the list, a day."""
    if profondeur > PROFONDEUR_MAX:
        raise DomaineIllisible("longueur", "[" * PROFONDEUR_MAX)
    suite = {"uid": uid, "profondeur": profondeur + 1}
    match noeud:
        case ast.List() | ast.Tuple():
            valeurs = [_valeur(n, **suite) for n in noeud.elts]
            return valeurs if isinstance(noeud, ast.List) else tuple(valeurs)
        case ast.Dict(keys=cles) if all(isinstance(c, ast.Constant) and isinstance(c.value, str) for c in cles):
            return {c.value: _valeur(v, **suite) for c, v in zip(cles, noeud.values, strict=True)}
        case ast.Constant(value=valeur):
            return _constante(valeur)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as valeur)):
            return -_constante(valeur)
        case ast.Name(id="uid") if uid is not None:
            return uid
        # as the editors of the web client write them
        case ast.Name(id="true" | "false" as mot):
            return mot == "true"
        case ast.Name(id="null"):
            return None
    return _jour(noeud)


def _constante(valeur):
    if isinstance(valeur, str):
        if len(valeur) > MOT_MAX or "\0" in valeur:
            raise DomaineIllisible("longueur", valeur)
        return valeur
    if valeur is None or isinstance(valeur, bool):
        return valeur
    # no infinity, nothing that is no number
    if isinstance(valeur, int | float) and abs(valeur) <= NOMBRE_MAX:
        return valeur
    raise DomaineIllisible("calcul", repr(valeur)[:100])


def _jours(arbre):
    """The nodes of a tree that say a day otherwise than as a literal, the outermost of each."""
    a_voir, trouves = [arbre], []
    while a_voir:
        noeud = a_voir.pop()
        if isinstance(noeud, ast.Call | ast.BinOp) or (isinstance(noeud, ast.Name) and noeud.id == AUJOURDHUI):
            trouves.append(noeud)
        else:
            a_voir.extend(ast.iter_child_nodes(noeud))
    return trouves


#: Name by which editors say the day of the search.
AUJOURDHUI = "today"


def _jour(noeud):
    """The word for the day that a node says, by its shape: no part of it is run."""
    base, pas = _decomposer(noeud)
    mot = " ".join([base, *pas])
    if not est_jour(mot):
        raise DomaineIllisible("jour", mot)
    return mot


def _decomposer(noeud):
    match noeud:
        case ast.Name(id=nom) if nom == AUJOURDHUI:
            return "today", []
        case ast.Call(func=ast.Name(id="context_today"), args=[], keywords=[]):
            return "today", []
        case ast.Call(func=ast.Attribute(value=jour, attr="strftime"), args=[ast.Constant(value=forme)], keywords=[]):
            if forme in FORMES:
                return _decomposer(jour)
        case ast.Call(func=ast.Attribute(value=jour, attr="to_utc"), args=[], keywords=[]):
            return _decomposer(jour)
        case ast.Call(func=ast.Attribute(attr="combine"), args=[jour, ast.Call(args=heure)], keywords=[]):
            if _nom(noeud.func) == "datetime.datetime.combine" and all(_est_zero(h) for h in heure):
                return _decomposer(jour)
        case ast.BinOp(left=jour, op=ast.Add() | ast.Sub() as signe, right=ast.Call() as ecart):
            base, pas = _decomposer(jour)
            return base, [*pas, *_pas(ecart, 1 if isinstance(signe, ast.Add) else -1)]
    raise DomaineIllisible("calcul", ast.unparse(noeud))


def _pas(appel, sens):
    """The steps of ``relativedelta(day=1, months=-1)`` or of ``datetime.timedelta(days=3)``: what is fixed first."""
    if _nom(appel.func) not in ("relativedelta", "timedelta", "datetime.timedelta") or len(appel.args) > 0:
        raise DomaineIllisible("calcul", ast.unparse(appel))
    fixes, decales = [], []
    for mot in appel.keywords:
        nombre = _entier(mot.value)
        if mot.arg in FIXES:
            fixes.append(f"={nombre}{FIXES[mot.arg]}")
        elif mot.arg in UNITES:
            decales.append(f"{nombre * sens:+d}{UNITES[mot.arg]}")
        else:
            raise DomaineIllisible("calcul", ast.unparse(appel))
    # the month before the day: the first of a month is in every month
    return [*sorted(fixes, key=lambda pas: "ymd".index(pas[-1])), *decales]


def _entier(noeud):
    match noeud:
        case ast.Constant(value=int() as nombre) if not isinstance(nombre, bool) and nombre <= NOMBRE_MAX:
            return nombre
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as nombre)) if nombre <= NOMBRE_MAX:
            return -nombre
    raise DomaineIllisible("calcul", ast.unparse(noeud))


def _est_zero(noeud):
    return isinstance(noeud, ast.Constant) and noeud.value == 0 and not isinstance(noeud.value, bool)


def _nom(noeud):
    """ "a.b.c" of a name and its attributes; nothing for anything else."""
    morceaux = []
    while isinstance(noeud, ast.Attribute):
        morceaux.append(noeud.attr)
        noeud = noeud.value
    return ".".join([noeud.id, *reversed(morceaux)]) if isinstance(noeud, ast.Name) else ""


# ---- the shape of a domain ------------------------------------------------------------------------------------------


def _verifier(domaine):
    if not isinstance(domaine, list):
        raise DomaineIllisible("forme", domaine)
    attendus = 0  # how many conditions the connectors still lack, to be in the place of one
    for element in reversed(domaine):
        if element in CONNECTEURS:
            attendus -= 0 if element == "!" else 1
            if attendus < 1:
                raise DomaineIllisible("forme", element)
        else:
            _verifier_condition(element)
            attendus += 1


def _verifier_condition(condition):
    if not isinstance(condition, list | tuple) or len(condition) != 3:
        raise DomaineIllisible("forme", condition)
    chemin, operateur, valeur = condition
    if chemin in (0, 1) and not isinstance(chemin, bool) and (operateur, valeur) == ("=", 1):
        return
    if not isinstance(chemin, str) or not CHEMIN.fullmatch(chemin):
        raise DomaineIllisible("nom", chemin)
    if not isinstance(operateur, str) or operateur not in OPERATEURS:
        raise DomaineIllisible("operateur", operateur)
    if operateur in SOUS_DOMAINES:
        _verifier(valeur)
    elif isinstance(valeur, dict) or (
        isinstance(valeur, list | tuple) and any(isinstance(v, list | tuple | dict) for v in valeur)
    ):
        raise DomaineIllisible("forme", condition)


def conditions(domaine):
    """Yield each ``(path, operator, value)`` of a domain that `lire` returned; those of a sub-domain come with theirs.

    A path and the path of its sub-domain are joined by a dot.
    """
    for element in domaine:
        if isinstance(element, str) or not isinstance(element[0], str):
            continue
        chemin, operateur, valeur = element
        if operateur in SOUS_DOMAINES:
            yield chemin, operateur, None
            for dessous, *reste in conditions(valeur):
                yield f"{chemin}.{dessous}", *reste
        else:
            yield chemin, operateur, valeur
