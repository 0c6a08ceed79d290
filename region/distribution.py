# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who plays the situations: the roles that the simulated register casts, and what the others who are obliged live."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from random import Random
from typing import NamedTuple

from simulateur.dates import JOUR_INITIAL
from simulateur.population import Population, Role

from .situations import COMMUNES, SITUATIONS, Situation

#: Of so many people, how many are cast at most.
PART_DISTRIBUEE = 0.7


class Emploi(NamedTuple):
    """A role of the register and the situation that it is for; `commune`: where the situation exists."""

    role: Role
    situation: Situation
    commune: str


def emplois(personnes, fin=JOUR_INITIAL):
    """Return who is cast among so many people, a list of `Emploi`: every situation in one commune after the other.

    :param date fin: last day of the play
    """
    tous = [
        Emploi(
            Role(s.profil, s.vient_de or commune, fin - timedelta(days=s.avant + s.recul), s.age),
            s,
            commune,
        )
        for commune in COMMUNES
        for s in SITUATIONS
    ]
    return tous[: int(personnes * PART_DISTRIBUEE)]


def numeros(graine, distribution, fin=JOUR_INITIAL):
    """Return the national number of each role, as the register gives it."""
    population = Population(graine)
    population.peupler(len(distribution), fin, None, [emploi.role for emploi in distribution])
    return [fiche.niss for fiche in population.fiches]


def tirer(graine, niss):
    """Draw the situation of somebody obliged who was not cast; the same for the same number."""
    tirables = [situation for situation in SITUATIONS if situation.part]
    rng = Random(f"{graine}:vie:{niss}")
    return rng.choices(tirables, [situation.part for situation in tirables])[0]


def en_json(distribution):
    """Return the roles as the simulator reads them (`--distribution`)."""
    return [[r.profil, r.commune, r.inscription.isoformat(), r.age] for r, _situation, _commune in distribution]


def main():
    """Print the roles of so many people: ``python -m region.distribution 2000``."""
    print(json.dumps(en_json(emplois(int(sys.argv[1])))))  # noqa: T201


if __name__ == "__main__":
    main()
