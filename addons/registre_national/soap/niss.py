# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The number of a person in the National Register (NISS / INSZ / SSIN): is it one, and which kind?

A number that a person types is one or is refused (`valider`). One that the register itself announces is believed:
nobody is stricter than who issues it. It is asked for as it is (`admettre`), and what is odd in it is told (`doute`).

Eleven digits: YYMMDD, a serial (odd for men, even for women), two check digits. The check is 97 minus the first nine
digits modulo 97, with a "2" put before the nine for births from 2000. A month or a day may be 00 (unknown); a day above
31 is the date part raised when the serials of a date are exhausted, mostly of an incomplete birth date. Bis and ter
numbers carry the month plus 20 or plus 40. Generated people of the simulator carry the month plus 60: they are accepted
in test mode only.

The number is not an identity for life (a corrected sex or birth date gives a new one): nothing here compares two
people. Sources: registre.md §4; python-stdnum's `be.nn` and `be.bis`, which cite the National Register's instruction
IT000.
"""

import re
import unicodedata

from stdnum.be import bis, nn
from stdnum.exceptions import InvalidChecksum, ValidationError

#: Why a text is not a number: the codes of `NissInvalide.raison`.
VIDE, CARACTERES, LONGUEUR, DATE, SERIE, CONTROLE, TEST = (
    "vide",
    "caracteres",
    "longueur",
    "date",
    "serie",
    "controle",
    "test",
)

#: What is odd in a number of eleven digits: the register may have given it all the same.
DOUTES = frozenset({DATE, SERIE, CONTROLE})

#: Month offset of the simulator's people (registre.md §4).
DECALAGE_TEST = 60
#: Month offset of bis numbers; twice that of ter numbers.
DECALAGE_BIS = 20


class NissInvalide(ValueError):
    """A text that is not a usable number. `raison` is one of the codes of this module; the text itself is never
    repeated.
    """

    def __init__(self, raison: str):
        super().__init__(raison)
        self.raison = raison


def normaliser(texte: str | None) -> str:
    """Return the number without the spaces, dots, dashes and slashes of all sorts, and without what shows nothing;
    nothing is checked.

    >>> normaliser(" 90.65.01-999 12 ")
    '90650199912'
    """
    texte = re.sub(r"[\s/]", "", texte or "")
    if not texte.isascii():
        # stdnum knows the dashes of all sorts; not the characters that show nothing, nor the digits of other writings.
        visibles = (c for c in texte if unicodedata.category(c) != "Cf")
        texte = "".join(str(unicodedata.decimal(c, c)) for c in visibles)
    return nn.compact(texte)


def cle(neuf: str, depuis_2000: bool) -> str:
    """Return the two check digits of the first nine digits.

    >>> cle("850730033", False), cle("170730033", True)
    ('28', '84')
    """
    return f"{97 - int(('2' if depuis_2000 else '') + neuf) % 97:02d}"


def valider(texte: str | None, test: bool = False) -> str:
    """Return the normalised number, or raise `NissInvalide` saying why it is not one.

    :param test: accept the generated numbers of the simulator.
    """
    niss = normaliser(texte)
    if not niss:
        raise NissInvalide(VIDE)
    if not (niss.isascii() and niss.isdigit()):
        raise NissInvalide(CARACTERES)
    if len(niss) != 11:
        raise NissInvalide(LONGUEUR)
    mois = int(niss[2:4])
    if mois % DECALAGE_BIS > 12 or mois >= DECALAGE_TEST + DECALAGE_BIS:
        raise NissInvalide(DATE)
    if mois < DECALAGE_BIS and niss[6:9] == "000":
        raise NissInvalide(SERIE)
    if mois >= DECALAGE_TEST:
        if niss[9:] not in (cle(niss[:9], False), cle(niss[:9], True)):
            raise NissInvalide(CONTROLE)
        if not test:
            raise NissInvalide(TEST)
        return niss
    try:
        return bis.validate(niss) if mois >= DECALAGE_BIS else nn.validate(niss)
    except InvalidChecksum:
        raise NissInvalide(CONTROLE) from None
    except ValidationError:
        raise NissInvalide(DATE) from None


def admettre(texte: str | None, test: bool = False) -> str:
    """Return a number that the register announced, without spaces, dots and dashes: eleven digits, odd or not.

    :param test: accept the generated numbers of the simulator.
    :raise NissInvalide: when it cannot be asked for: no eleven digits, or a generated number outside test mode.
    """
    try:
        return valider(texte, test)
    except NissInvalide as invalide:
        if invalide.raison in DOUTES:
            return normaliser(texte)
        raise


def doute(niss: str) -> str:
    """Return what is odd in a number that the register gave, one of `DOUTES`, or "".

    >>> doute("85073099999"), doute("85073003328")
    ('controle', '')
    """
    try:
        valider(niss)
    except NissInvalide as invalide:
        # whether a generated number may be asked for is told elsewhere: it is not odd
        return invalide.raison if invalide.raison in DOUTES else ""
    return ""


def masquer(niss: str | None) -> str:
    """Return a number fit for a message: only its last three digits show which row is meant."""
    return f"•••{niss[-3:]}" if niss and len(niss) >= 6 else "•••"
