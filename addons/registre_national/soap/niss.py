# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The number of a person in the National Register (NISS / INSZ / SSIN): is it one, and which kind?

Eleven digits: YYMMDD, a serial (odd for men, even for women), two check digits. The check is 97 minus the first nine
digits modulo 97, with a "2" put before the nine for births from 2000. A month or a day may be 00 (unknown); a day above
31 is the date part raised when the serials of a date are exhausted, mostly of an incomplete birth date. Bis and ter
numbers carry the month plus 20 or plus 40. Generated people of the simulator carry the month plus 60: they are accepted
in test mode only.

The number is not an identity for life (a corrected sex or birth date gives a new one): nothing here compares two
people. Sources: registre.md §4; python-stdnum's `be.nn` and `be.bis`, which cite the National Register's instruction
IT000.
"""

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
    """Return the number without spaces, dots and dashes; nothing is checked.

    >>> normaliser(" 90.65.01-999 12 ")
    '90650199912'
    """
    return nn.compact(texte or "")


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


def masquer(niss: str | None) -> str:
    """Return a number fit for a message: only its last three digits show which row is meant."""
    return f"•••{niss[-3:]}" if niss and len(niss) >= 6 else "•••"
