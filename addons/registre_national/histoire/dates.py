# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Dates of which the register may know only a part ("1990-05-00"): never a guessed day, only an earliest and a latest
one. Every partial date of the house is read here, those of an answer (`depuis_parties`) and those we stored
(`lire_partielle`).
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

_TEXTE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


class DatePartielle(NamedTuple):
    """A year, a month and a day, each 0 when unknown. They compare in calendar order, the unknown before the known.

    >>> DatePartielle(1990, 5, 0).texte
    '1990-05-00'
    >>> DatePartielle(1990, 5, 0).au_plus_tard
    datetime.date(1990, 5, 31)
    """

    annee: int
    mois: int = 0
    jour: int = 0

    @classmethod
    def tolerant(cls, annee: int, mois: int, jour: int) -> Self:
        """Keep of a doubtful date what makes sense: a 13th month or a 31 April leave that part, and the finer ones,
        unknown.
        """
        if not 0 < annee <= date.max.year:
            return cls(0, 0, 0)
        if not 0 < mois <= 12:
            return cls(annee, 0, 0)
        if jour not in range(1, monthrange(annee, mois)[1] + 1):
            return cls(annee, mois, 0)
        return cls(annee, mois, jour)

    @classmethod
    def entre(cls, tot: date | None, tard: date | None) -> Self:
        """The partial date whose earliest and latest days are these.

        >>> DatePartielle.entre(date(2026, 3, 1), date(2026, 3, 31)).texte
        '2026-03-00'
        """
        if tot is None or tard is None:
            return cls(0, 0, 0)
        if tot == tard:
            return cls(tot.year, tot.month, tot.day)
        return cls(tot.year, tot.month if (tot.year, tot.month) == (tard.year, tard.month) else 0, 0)

    @property
    def texte(self) -> str:
        """ "YYYY-MM-DD", zeros for what is unknown."""
        return f"{self.annee:04d}-{self.mois:02d}-{self.jour:02d}"

    @property
    def au_plus_tot(self) -> date | None:
        """The earliest day it can be; None when the year is unknown."""
        return date(self.annee, self.mois or 1, self.jour or 1) if self.annee else None

    @property
    def au_plus_tard(self) -> date | None:
        """The latest day it can be; None when the year is unknown."""
        if not self.annee:
            return None
        mois = self.mois or 12
        return date(self.annee, mois, self.jour or monthrange(self.annee, mois)[1])

    @property
    def exacte(self) -> date | None:
        """The day when all three parts are known, else None."""
        return date(self.annee, self.mois, self.jour) if self.jour else None


#: A date of which nothing is known.
INCONNUE = DatePartielle(0, 0, 0)


@lru_cache(maxsize=65536)
def depuis_parties(siecle: str, annee: str, mois: str, jour: str) -> DatePartielle:
    """Read the four texts of the register (century, year, month, day), each perhaps empty or not a number.

    A year without its century is unknown; so is a year or a century that is not written with its two digits, since a
    lost digit would make it another one. A month or a day of one digit is read as it is. The same few thousand dates
    come back all the time: the result is kept.

    >>> depuis_parties("20", "23", "5", "").texte
    '2023-05-00'
    """
    if not (len(siecle) == len(annee) == 2 and _chiffres(siecle) and _chiffres(annee)):
        return INCONNUE
    mois, jour = (int(partie) if _chiffres(partie) else 0 for partie in (mois, jour))
    return DatePartielle.tolerant(int(siecle + annee), mois, jour)


def _chiffres(texte: str) -> bool:
    return len(texte) <= 2 and texte.isascii() and texte.isdigit()


@lru_cache(maxsize=65536)
def lire_partielle(texte: str | None) -> DatePartielle:
    """Read a stored text, tolerantly: what makes no sense in it is unknown, and the whole of it when it is no
    "YYYY-MM-DD" at all.

    >>> lire_partielle("2023-02-30").texte, lire_partielle(None).texte
    ('2023-02-00', '0000-00-00')
    """
    trouve = _TEXTE.fullmatch(texte) if isinstance(texte, str) else None
    return DatePartielle.tolerant(*map(int, trouve.groups())) if trouve else INCONNUE


@lru_cache(maxsize=65536)
def jours_possibles(texte: str | None) -> tuple[date | None, date | None]:
    """(earliest, latest) day that a stored text can mean; (None, None) when it is empty, or its year is unknown.

    >>> jours_possibles("2024-02-00")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    lue = lire_partielle(texte)
    return lue.au_plus_tot, lue.au_plus_tard
