# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The catalogue: every rule of loi.md §2-3 at its edges, each with the outcome the law gives (vies.py tells how)."""

from .clotures import clotures
from .conditions import conditions
from .exemptions import exemptions


def _catalogue():
    """The cases in order, each person with a number of its own."""
    tous = [*conditions(), *exemptions(), *clotures()]
    for rang, cas in enumerate(tous):
        # Serials from 800: none of the simulator's people. Women and men in turn.
        cas.histoire.serie, cas.histoire.sexe = 800 + rang, "21"[rang % 2]
        cas.histoire.nom = f"ESSAI {rang + 1}"
    return tuple(tous)


CAS = _catalogue()
