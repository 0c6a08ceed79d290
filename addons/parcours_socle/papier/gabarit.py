# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A text with places to fill in, written ``{{ personne.nom }}``.

A place is the name of a value from a list that the caller gives: nothing is evaluated, and a value is escaped and never
read again, so that a name that holds ``{{ x }}`` or ``<b>`` prints as it is. A text with a wrong place is refused, and
so is a letter in which a value is missing: no letter leaves with a hole in it.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html

_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NOM = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
#: What an editor puts around a name without anybody seeing it.
_INVISIBLES = dict.fromkeys(map(ord, "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"))
#: What XML, and so a page, cannot hold.
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

#: What a letter's text may be made of, and the attributes that each may keep.
BALISES = {
    **dict.fromkeys(("p", "br", "strong", "em", "u", "sub", "sup", "ul", "li", "h2", "h3", "blockquote"), ()),
    "ol": ("start",),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), ()),
    **dict.fromkeys(("td", "th"), ("colspan", "rowspan")),
}
#: Others that say the same.
SYNONYMES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
#: What is taken away with what it holds.
MUETTES = frozenset(
    ("script", "style", "head", "title", "meta", "link", "base", "iframe", "object", "embed", "applet", "template")
    + ("form", "input", "button", "select", "textarea", "svg", "math", "noscript", "audio", "video", "canvas", "img")
)
_BLOCS = frozenset(("p", "ul", "ol", "table", "h2", "h3", "blockquote", "div"))


class ErreurGabarit(ValueError):
    """A text cannot be used as it is.

    :param champ: the name, or the piece of text, that is at fault: never the value of anybody.
    """

    def __init__(self, champ: str, message: str):
        super().__init__(message)
        self.champ = champ


class PlaceMalEcrite(ErreurGabarit):
    """Two braces without their others, or something that is no name between them."""

    def __init__(self, champ: str):
        super().__init__(champ, f"This place to fill in is not well written: {champ}")


class ChampInconnu(ErreurGabarit):
    """A name that is not of the list.

    :param proches: the names of the list that look like it, the nearest first.
    """

    def __init__(self, champ: str, proches: tuple[str, ...] = ()):
        autres = f" Did you mean: {', '.join(proches)}?" if proches else ""
        super().__init__(champ, f"Nothing is called “{champ}” in a letter.{autres}")
        self.proches = proches


class ValeurAbsente(ErreurGabarit):
    """A name of the list for which this letter has no value."""

    def __init__(self, champ: str):
        super().__init__(champ, f"This letter has nothing to write for “{champ}”.")


def champs(texte: str) -> tuple[str, ...]:
    """Return the names of the places of a text (plain or HTML), each once, in their order.

    >>> champs("Dear {{ personne.nom }}, before {{terme.echeance}} … {{ personne.nom }}")
    ('personne.nom', 'terme.echeance')

    :raise PlaceMalEcrite: naming what is wrong
    """
    noms = {}
    for place in _PLACE.finditer(texte):
        noms[_nom(place)] = None
    if reste := re.search(r".{0,20}(?:\{\{|\}\}).{0,20}", _PLACE.sub("", texte)):
        raise PlaceMalEcrite(_lisible(reste.group()))
    return tuple(noms)


def verifier(texte: str, permis: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the places of a text, all of them of the list.

    >>> verifier("{{ personne.nm }}", ["personne.nom", "commune.nom"])
    Traceback (most recent call last):
        …
    parcours_socle.papier.gabarit.ChampInconnu: Nothing is called “personne.nm” in a letter. Did you mean: personne.nom?

    :raise ChampInconnu: for the first that is not
    :raise PlaceMalEcrite: naming what is wrong
    """
    permis = set(permis)
    noms = champs(texte)
    for nom in noms:
        if nom not in permis:
            raise ChampInconnu(nom, tuple(difflib.get_close_matches(nom, sorted(permis), 3)))
    return noms


def remplir(texte: str, valeurs: Mapping[str, str | None]) -> str:
    """Return a text of HTML with its places filled in, each value escaped; a line break of a value stays one.

    >>> remplir("<p>{{ personne.nom }}</p>", {"personne.nom": "<b>{{ x }}</b>"})
    '<p>&lt;b&gt;{{ x }}&lt;/b&gt;</p>'

    :raise ChampInconnu: a place is not in `valeurs`
    :raise ValeurAbsente: it is, and there is nothing to write
    :raise PlaceMalEcrite: naming what is wrong
    """
    return _remplir(texte, valeurs, lambda valeur: "<br/>".join(html.escape(valeur, quote=True).splitlines()))


def remplir_ligne(texte: str, valeurs: Mapping[str, str | None]) -> str:
    """Return a line of plain text (a subject) with its places filled in, on one line; see `remplir`.

    >>> remplir_ligne("File {{ dossier.reference }}", {"dossier.reference": "A & B"})
    'File A & B'
    """
    return " ".join(_remplir(texte, valeurs, str).split())


def _remplir(texte, valeurs, ecrire):
    verifier(texte, valeurs)

    def valeur(place):
        nom = _nom(place)
        contenu = _INTERDITS.sub("", valeurs[nom] or "").strip()
        if not contenu:
            raise ValeurAbsente(nom)
        return ecrire(contenu)

    return _PLACE.sub(valeur, texte)


def _nom(place: re.Match) -> str:
    nom = html.unescape(place.group(1)).translate(_INVISIBLES).strip()
    if not _NOM.fullmatch(nom):
        raise PlaceMalEcrite(_lisible(place.group()))
    return nom


def _lisible(texte: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", texte).split())


@lru_cache(maxsize=256)
def nettoyer(texte: str) -> str:
    """Return the HTML of a letter's text with nothing in it but what a letter is made of: paragraphs, emphasis, lists,
    small headings and tables (`BALISES`); the text of anything else is kept, its markup is not. Well-formed XML.

    A name of a place that an editor cut in pieces (``{{ <b>x</b> }}``) is refused later by `champs`, not mended.

    >>> nettoyer('<p onclick="x()">A <b>b</b><img src="x"/> <font>c</font></p><script>d</script>')
    '<p>A <strong>b</strong> c</p>'
    """
    racine = lxml_html.fragment_fromstring(_INTERDITS.sub("", texte or ""), create_parent="div")
    propre = etree.Element("div")
    _copier(racine, propre)
    _ranger(propre)
    morceaux = (etree.tostring(enfant, encoding="unicode") for enfant in propre)
    return "".join(morceaux).strip()


def _copier(source, cible):
    """Copy what an element holds into another one, in order, keeping only what may be kept."""
    _ajouter(cible, source.text)
    for enfant in source:
        nom = enfant.tag if isinstance(enfant.tag, str) else ""
        nom = SYNONYMES.get(nom, nom)
        if nom in BALISES:
            copie = etree.SubElement(cible, nom)
            for attribut in BALISES[nom]:
                if (enfant.get(attribut) or "").isdecimal():
                    copie.set(attribut, enfant.get(attribut))
            _copier(enfant, copie)
        elif nom and nom not in MUETTES:
            _copier(enfant, cible)
        _ajouter(cible, enfant.tail)


def _ajouter(cible, texte):
    if not texte:
        return
    if len(cible):
        cible[-1].tail = (cible[-1].tail or "") + texte
    else:
        cible.text = (cible.text or "") + texte


def _ranger(racine):
    """Put what stands outside any paragraph into one, and take a paragraph that holds blocks apart."""
    for bloc in [element for element in racine.iter("p") if any(enfant.tag in _BLOCS for enfant in element)]:
        bloc.tag = "blockquote" if bloc.getparent() is not racine else "div"
    enfants, texte = list(racine), racine.text
    racine.text = None
    for enfant in enfants:
        racine.remove(enfant)
    courant = None
    for morceau in (texte, *(x for enfant in enfants for x in _avec_suite(enfant))):
        if isinstance(morceau, str) or (morceau is not None and morceau.tag not in _BLOCS):
            if courant is None:
                if isinstance(morceau, str) and not morceau.strip():
                    continue
                courant = etree.SubElement(racine, "p")
            if isinstance(morceau, str):
                _ajouter(courant, morceau)
            else:
                courant.append(morceau)
        elif morceau is not None:
            courant = None
            racine.append(morceau)


def _avec_suite(element):
    suite, element.tail = element.tail, None
    return element, suite
