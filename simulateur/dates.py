# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Days and partial dates of the generator.

A partial date is a tuple (year, month, day): 0 is written "00", None is left out.
"""

from datetime import date, timedelta

#: First day of the obligation (loi.md §1): most people register since then.
DEBUT_OBLIGATION = date(2022, 6, 1)
#: The day of the register at its first start, unless told otherwise: with a fixed day, the same seed gives the same
#: people for ever.
JOUR_INITIAL = date(2026, 11, 24)


def partielle(jour):
    """Return the exact day as a partial date."""
    return (jour.year, jour.month, jour.day)


def premier_jour(date_partielle):
    """Return the first day that a partial date can be."""
    annee, mois, jour = date_partielle
    return date(annee, mois or 1, jour or 1)


def ajouter_annees(jour, annees):
    """Return the same day some years later; 29 February becomes 28 February."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


def entre(rng, premier, dernier):
    """Draw a day of the closed interval; the first one when the interval is empty."""
    return premier + timedelta(days=rng.randint(0, max(0, (dernier - premier).days)))


def apres(jour, jours):
    """Return the day `jours` days later (earlier when negative)."""
    return jour + timedelta(days=jours)
