# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""People whom the register knows and has announced to nobody: who comes to the counter before the notification does.

They are not among the people whose days are drawn: nothing happens to them by itself, and the population is the same
with and without them. Who they are is told, and comes in turn.
"""

from datetime import timedelta

from . import evenements
from .population import Role

#: (profile, commune, what has happened to them, "" when nothing has)
TOURS = (
    ("regroupement_tiers", "21015", ""),
    ("travailleur", "21004", ""),
    ("etudiant", "21001", ""),
    ("citoyen_ue", "21015", ""),
    ("travailleur", "21015", "numero_remplace"),
    ("etudiant", "21015", "hors_region"),
    ("travailleur", "21015", "numero_annule"),
    ("refugie", "21015", ""),
)


def peupler(population, jour, nombre):
    """Add so many people, each registered a few days before that day. Same seed and day, same people."""
    for rang in range(nombre):
        profil, commune, genre = TOURS[rang % len(TOURS)]
        role = Role(profil, commune, jour - timedelta(days=2 + rang % 5))
        fiche = population.ignorer(f"{population.graine}:guichet:{rang}", jour, role)
        if genre and evenements.survenir(population, fiche, genre, jour) is None:
            raise ValueError(f"The event {genre} cannot happen to who comes to the counter.")


def liste(population):
    """Return what a tester needs to play one of them: number on the papers, commune, and what happened."""
    return [
        {
            "niss": (fiche.anciens or [fiche.niss])[0],
            "commune": fiche.commune,
            "arrive": [evenement.genre for evenement in fiche.evenements],
        }
        for fiche in population.inconnus
    ]
