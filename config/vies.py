# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Run by `./parcours vies N` in Odoo's environment: play the lives of a base that has none, then multiply them until
there are N (region/). PARCOURS_VIES: N; PARCOURS_VIES_JOUEES: how many are played."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from region.jeu import Jeu
from region.multiplier import multiplier
from region.registre import Registre, brancher, servi

#: Above that, the entries of the register and the examinations are left out: they are most of the bytes.
LOURD = 100_000


def main(env):
    """Make the lives, and print how many rows of each kind were added."""
    played, wanted = int(os.environ["PARCOURS_VIES_JOUEES"]), int(os.environ["PARCOURS_VIES"])
    if not env["registre.personne"].search_count([]):
        with servi(played) as url:
            brancher(env, url)
            print(dict(Jeu(env, Registre(url)).jouer()))
    print(multiplier(env, wanted // played, leger=wanted > LOURD))


main(env)  # noqa: F821  (`env` is given by odoo shell)
