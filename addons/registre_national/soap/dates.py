# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Dates of which the register may know only a part ("1990-05-00"): never a guessed day, only an earliest and a latest
one.
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
    >>> DatePartielle.lire("1990-05-00").au_plus_tard
    datetime.date(1990, 5, 31)
    """

    annee: int
    mois: int = 0
    jour: int = 0

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Read "YYYY-MM-DD" with zeros for what is unknown; raise ValueError when it is not such a text or no such day
        exists.
        """
        trouve = _TEXTE.fullmatch(texte)
        if not trouve:
            raise ValueError("not a date")
        lu = cls(*map(int, trouve.groups()))
        if lu != cls.tolerant(*lu):
            raise ValueError("no such date")
        return lu

    @classmethod
    def tolerant(cls, annee: int, mois: int = 0, jour: int = 0) -> Self:
        """Keep of a doubtful date what makes sense: a 13th month or a 31 April leave that part, and the finer ones,
        unknown.
        """
        if not 0 < annee <= date.max.year:
            return cls(0, 0, 0)
        if not 0 < mois <= 12:
            return cls(annee, 0, 0)
        if not 0 < jour <= monthrange(annee, mois)[1]:
            return cls(annee, mois, 0)
        return cls(annee, mois, jour)

    @classmethod
    def du_jour(cls, jour: date) -> Self:
        """A date known to the day."""
        return cls(jour.year, jour.month, jour.day)

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

    A year without its century is unknown. The same few thousand dates come back all the time: the result is kept.

    >>> depuis_parties("20", "23", "05", "").texte
    '2023-05-00'
    """
    chiffres = [int(p) if len(p) == 2 and p.isascii() and p.isdigit() else 0 for p in (siecle, annee, mois, jour)]
    if not (siecle.isdigit() and annee.isdigit()):
        return INCONNUE
    return DatePartielle.tolerant(chiffres[0] * 100 + chiffres[1], chiffres[2], chiffres[3])
