# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Ends of legal terms (law.md §5): months by calendar date, days without the day of the event, and never on a day that
does not work. Belgian holidays come from the `holidays` library: the ten legal ones, Easter Monday, Ascension Day and
Whit Monday among them."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

import holidays

from ...registre_national.histoire.intervalles import lendemain, plus_mois


@lru_cache(maxsize=400)
def jours_feries(annee):
    """The Belgian public holidays of a year, as a frozenset of dates (Easter Sunday and Whit Sunday included)."""
    return frozenset(holidays.country_holidays("BE", years=annee))


def jour_ouvrable(jour):
    """Whether `jour` works: neither Saturday, Sunday nor Belgian public holiday."""
    return jour.weekday() < 5 and jour not in jours_feries(jour.year)


def prochain_jour_ouvrable(jour):
    """`jour` itself when it works, else the next day that does."""
    while not jour_ouvrable(jour):
        jour = lendemain(jour)
    return jour


def echeance(depart, mois=0, jours=0):
    """Last day of a term that starts on `depart`: `mois` calendar months (a day that the month lacks becomes its last:
    31 August + 6 months = 28 or 29 February), then `jours` days (the day of the event is not counted), moved to the
    next working day.

    >>> from datetime import date
    >>> echeance(date(2025, 8, 31), mois=6)  # 28 February 2026 is a Saturday
    datetime.date(2026, 3, 2)
    """
    return prochain_jour_ouvrable(plus_mois(depart, mois) + timedelta(days=jours))


def reception_presumee(envoi, jours):
    """Presumed day of receipt of a registered letter posted on `envoi`: that many working days after it. How many is
    for the version of the law to say (law.md §5: three)."""
    jour = envoi
    for _ in range(jours):
        jour = prochain_jour_ouvrable(lendemain(jour))
    return jour
