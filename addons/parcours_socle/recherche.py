# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One way to write a word, whoever wrote it: what is stored to be found, and what is typed to find it, become the same
keys.

Stored: `cles_nom`, `cles_numero`, `cles_reference`, `cles_telephone` give the keys of a person, kept in one column
under one index. Typed: `lire` gives a `Requete`, which `en_tsquery` writes for that index and `repond` answers here.
A key is letters, marks and digits only. Pure: nothing of Odoo.
"""

import re
import unicodedata
from itertools import combinations
from typing import NamedTuple

#: Whatever people and keyboards write for an apostrophe: it is dropped, so that "O'Brien" is "obrien".
APOSTROPHES = "'`´’‘‛‵′ʹʺʻʼʽʾʿˈˊˋ՚׳״＇ꞌꞋ“”\""
#: Letters that no normal form takes apart, as who does not have them on the keyboard types them.
LETTRES = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "œ": "oe",
    "æ": "ae",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ə": "e",
    "ɛ": "e",
    "ɔ": "o",
    "ɓ": "b",
    "ɖ": "d",
    "ɗ": "d",
    "ƙ": "k",
    "ƴ": "y",
    "ɣ": "g",
    "ɩ": "i",
    "ɲ": "n",
    "ʋ": "v",
    "ĸ": "k",
    "ƒ": "f",
    "ƶ": "z",
    "ɨ": "i",
    "ʉ": "u",
    "ƀ": "b",
    "ɫ": "l",
}
#: Marks of no width that say nothing: variation selectors, the grapheme joiner.
_MUETS = frozenset(map(chr, (0x034F, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10))))
_SANS_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES))
_LETTRES = str.maketrans(LETTRES | dict.fromkeys(APOSTROPHES))
_ASCII = re.compile(r"[a-z0-9]+")

#: Words of a name written in one ("benabdallah"), at most.
JOINTS = 4
#: Words typed that are tried written in one, in every way; of more, neighbours only.
DECOUPAGES = 5
#: Words typed that are compared; of a letter that was pasted, the first ones.
MOTS = 16
#: Longest key; what is longer is cut, on both sides alike.
LONGUEUR = 60
#: Digits of the tail of a reference, by floor.
QUEUES = (5, 6)
NUMERO_NATIONAL = 11
#: What papers write before a national number, as words have it ("N°" is one, "Nº" is "no").
ETIQUETTES = frozenset(
    ["n", "no", "nr", "num", "numero", "nn", "rn", "rr", "rrn", "nrn", "niss", "insz", "ssin", "bis"]
)
PAYS = "0032"
#: Digits of a national telephone without its leading zero.
ABONNE = (8, 9)
#: Shortest beginnings that are looked for: what is shorter is a whole word, or comes with a longer one.
DEBUT_MOT, DEBUT_NUMERO = 2, 4


class Requete(NamedTuple):
    """What was typed.

    :param sens: ways to read it; each a tuple of what must all be there; each of those a tuple of keys, any of which
        does.
    :param chiffres: the digits when it is one number and nothing else, else ""
    """

    sens: tuple
    chiffres: str = ""

    @property
    def lettres(self):
        """Letters of the longest word typed; 0 when there are digits only."""
        mots_ = [cle for sens in self.sens[:1] for cles in sens for cle in cles[:1] if not cle.isdigit()]
        return max(map(len, mots_), default=0)


def mots(texte):
    """Return the words of a text without case, accents, apostrophes, hyphens or odd spaces.

    >>> mots("Aydoğdu, O’Brien-Łęcki"), mots("EL\\u00a0AMRANI")
    (['aydogdu', 'obrien', 'lecki'], ['el', 'amrani'])
    """
    if not texte:
        return []
    if texte.isascii():
        return [mot[:LONGUEUR] for mot in _ASCII.findall(texte.translate(_SANS_APOSTROPHES).lower())]
    plie = unicodedata.normalize("NFKD", texte.translate(_SANS_APOSTROPHES).casefold()).casefold().translate(_LETTRES)
    lettres = "".join(map(_lettre, unicodedata.normalize("NFKD", plie)))
    return [mot[:LONGUEUR] for mot in lettres.split()]


def _lettre(caractere):
    """The character as a key has it: itself, a digit, a space between words, or nothing."""
    if caractere.isdecimal():
        return str(unicodedata.decimal(caractere))
    genre = unicodedata.category(caractere)
    if unicodedata.combining(caractere) or genre == "Cf" or caractere in _MUETS:
        return ""
    return caractere if genre[0] in "LMN" else " "


def chiffres(texte):
    """Return the digits of a text, whatever stands between them."""
    return "".join(mot for mot in mots(texte) if mot.isdigit())


def cles_nom(texte):
    """The keys of a name: its words, and those that follow each other written in one.

    >>> sorted(cles_nom("Ben-Abdallah"))
    ['abdallah', 'ben', 'benabdallah']
    """
    liste = mots(texte)
    cles = {
        "".join(liste[debut : debut + nombre])[:LONGUEUR]
        for nombre in range(1, JOINTS + 1)
        for debut in range(len(liste) - nombre + 1)
    }
    return cles | {"".join(liste)[:LONGUEUR]} if liste else cles


def cles_numero(texte):
    """The key of a national number."""
    return {numero} if (numero := chiffres(texte)) else set()


def cles_reference(texte):
    """The keys of a reference: the whole of it, and its tails.

    >>> sorted(cles_reference("PA/2026/000180"))
    ['000180', '2026000180', 'pa2026000180']
    """
    liste = mots(texte)
    return {"".join(liste[debut:])[:LONGUEUR] for debut in range(len(liste))}


def telephone(texte):
    """Return a telephone as its keys have it: the digits that one dials, from Belgium when it is Belgian.

    >>> telephone("+32 (0)470 12.34.56"), telephone("0032 470/12 34 56"), telephone("0470123456"), telephone("+33 1 2")
    ('0470123456', '0470123456', '0470123456', '003312')
    """
    numero = "".join(c for mot in mots(texte) for c in mot if c.isdigit())
    if (texte or "").strip().lstrip("(").startswith(("+", "＋")):
        numero = "00" + numero
    numero = "0" + numero.removeprefix(PAYS).lstrip("0") if numero.startswith(PAYS) else numero
    return numero[:LONGUEUR]


def cles_telephone(texte):
    """The key of a telephone."""
    return {numero} if (numero := telephone(texte)) else set()


def cles(textes):
    """Return the keys of somebody as they are stored: one after the other, each once, in their order.

    :param textes: pairs of a kind ("nom": parts with a comma between; "numero", "reference", "telephone") and a text
    """
    toutes = set()
    for genre, texte in textes:
        for partie in texte.split(",") if genre == "nom" else (texte,):
            toutes |= PAR_GENRE[genre](partie)
    return " ".join(sorted(toutes))


#: How the keys of each kind of text are made.
PAR_GENRE = {"nom": cles_nom, "numero": cles_numero, "reference": cles_reference, "telephone": cles_telephone}


def lire(texte):
    """Read what was typed: words in any order, complete or begun, and numbers with whatever between their digits.

    >>> lire("Ben Abdallah").sens
    ((('ben',), ('abdallah',)), (('benabdallah',),))
    >>> lire("90.65.18-999.30").chiffres, lire("NN : 90.65.18-999.30").chiffres
    ('90651899930', '90651899930')
    """
    unites = []
    for mot in mots(texte)[:MOTS]:
        if mot.isdigit() and unites and unites[-1].isdigit():
            unites[-1] = (unites[-1] + mot)[:LONGUEUR]
        else:
            unites.append(mot)
    numeros = [mot for mot in unites if mot.isdigit() and len(mot) == NUMERO_NATIONAL]
    if numeros and ETIQUETTES.issuperset(mot for mot in unites if mot not in numeros):
        unites = numeros
    if not unites:
        return Requete(())
    seul = unites[0] if len(unites) == 1 and unites[0].isdigit() else ""
    plus = (texte or "").strip().lstrip("(").startswith(("+", "＋"))
    sens = dict.fromkeys(tuple(_variantes(unite, plus) for unite in decoupage) for decoupage in _decoupages(unites))
    return Requete(tuple(sens), seul)


def _decoupages(unites):
    """Each way to write some of these words in one, the plain one first."""
    entre = range(1, len(unites))
    coupes = [tuple(entre)]
    if len(unites) <= DECOUPAGES:
        coupes = [c for nombre in reversed(range(len(unites))) for c in combinations(entre, nombre)]
    else:
        coupes += [tuple(i for i in entre if i != joint) for joint in entre]
    for coupe in coupes:
        bornes = (0, *coupe, len(unites))
        yield ["".join(unites[a:b])[:LONGUEUR] for a, b in zip(bornes, bornes[1:], strict=False)]


def _variantes(mot, plus):
    """A word, or a number as it may be written elsewhere: a telephone, the tail of a reference without its zeros."""
    if not mot.isdigit():
        return (mot,)
    formes = [mot]
    if plus or mot.startswith("00"):
        formes.append(telephone(("+" if plus else "") + mot))
    elif mot.startswith("32") and len(mot) >= 10:
        formes.append(telephone("+" + mot))
    elif len(mot) in ABONNE and not mot.startswith("0"):
        formes.append("0" + mot)
    if len(mot) < max(QUEUES):
        formes += [mot.zfill(queue) for queue in QUEUES]
    return tuple(dict.fromkeys(formes))


def _debuts(sens):
    """For each key of a way to read, whether it may be the beginning of a stored one."""
    longs = any(len(cles[0]) > DEBUT_MOT for cles in sens)
    for cles in sens:
        if cles[0].isdigit():
            yield len(cles[0]) >= DEBUT_NUMERO
        else:
            yield len(cles[0]) >= DEBUT_MOT or longs


def essentiel(requete):
    """Return what whoever answers a request answers besides: its longest word, whichever way it is read; None when
    that says nothing new.

    An index that is asked both is asked in the right order: the words of a name do not come independently, and
    PostgreSQL, which believes that they do, would look for a few rows of many by reading a commune from its first.

    >>> essentiel(lire("Aïcha m")).sens
    ((('aicha',),), (('aicham',),))
    """
    if all(len(sens) == 1 for sens in requete.sens):
        return None
    return Requete(tuple((max(sens, key=lambda cles: len(cles[0])),) for sens in requete.sens))


def en_tsquery(requete, debuts=True):
    """Write a request as PostgreSQL's `tsquery`; "" when it asks for nothing.

    :param debuts: words may be the beginning of stored ones; else they are whole.

    Keys are letters, marks and digits: nothing in them needs escaping between the quotes.
    """
    ecrits = []
    for sens in requete.sens:
        permis = _debuts(sens) if debuts else [False] * len(sens)
        facteurs = (
            " | ".join(f"'{cle}'{':*' if debut else ''}" for cle in cles)
            for cles, debut in zip(sens, permis, strict=True)
        )
        ecrits.append(" & ".join(f"({facteur})" for facteur in facteurs))
    return " | ".join(f"({ecrit})" for ecrit in ecrits)


def repond(cles, requete):
    """Whether somebody with these keys is found, as `en_tsquery` finds them: for a record in memory, and for tests.

    :param cles: stored keys, a collection of texts
    """
    return any(
        all(
            any(stockee.startswith(cle) if debut else stockee == cle for cle in formes for stockee in cles)
            for formes, debut in zip(sens, _debuts(sens), strict=True)
        )
        for sens in requete.sens
    )
