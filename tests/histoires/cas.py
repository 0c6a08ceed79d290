# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The catalogue: every rule of loi.md §2-3 at its edges, each with the outcome the law gives (vies.py tells how)."""

from .clotures import clotures
from .conditions import conditions
from .exemptions import exemptions
from .vies import NAISSANCE

SERIES = 200


def _catalogue():
    """The cases in order, each person with a number of its own."""
    tous = [*conditions(), *exemptions(), *clotures()]
    for rang, cas in enumerate(tous):
        # Serials from 800: none of the simulator's people. Women and men in turn. A birth date has serials for two
        # hundred lives only: the others of that day are born on the day before, which decides nothing.
        cas.histoire.serie, cas.histoire.sexe = 800 + rang % SERIES, "21"[rang % 2]
        if rang >= SERIES and cas.histoire.naissance == NAISSANCE:
            cas.histoire.naissance = "1990-05-11"
        cas.histoire.nom = f"ESSAI {rang + 1}"
    return tuple(tous)


CAS = _catalogue()
