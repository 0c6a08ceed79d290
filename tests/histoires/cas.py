# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The catalogue: every rule of law.md §2-3 at its edges, each with the outcome the law gives (vies.py tells how)."""

from .clotures import clotures
from .conditions import conditions
from .exemptions import exemptions
from .vies import JOUR, OBLIGE, Cas, vie


def cartes_d_aujourd_hui():
    """Who was obliged once is obliged without a card too: conditions are measured at the reference date only (§2b)."""
    yield Cas("card expired since", vie(expiration="2025-08-31"), OBLIGE, loi="§2b")
    yield Cas(
        "card withdrawn since", vie(carte=None).carte(JOUR, "0010", "2028-01-01", "2026-01-15"), OBLIGE, loi="§2b"
    )


def _catalogue():
    """The cases in order, each person with a number of its own."""
    tous = [*conditions(), *exemptions(), *clotures(), *cartes_d_aujourd_hui()]
    for rang, cas in enumerate(tous):
        # Serials from 800: none of the simulator's people. Women and men in turn.
        cas.histoire.serie, cas.histoire.sexe = 800 + rang, "21"[rang % 2]
        cas.histoire.nom = f"ESSAI {rang + 1}"
    return tuple(tous)


CAS = _catalogue()
