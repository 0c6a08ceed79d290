# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Working days (loi.md §5): those on which a term of the person can end. Belgian holidays come from the `holidays`
library: the ten legal ones, Easter Monday, Ascension Day and Whit Monday among them."""

from __future__ import annotations

from functools import lru_cache

import holidays

from ...registre_national.histoire.dates import lendemain


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


def reception_presumee(envoi, jours):
    """Presumed day of receipt of a registered letter posted on `envoi`: that many working days after it. How many is
    for the version of the law to say (loi.md §5: three)."""
    jour = envoi
    for _ in range(jours):
        jour = prochain_jour_ouvrable(lendemain(jour))
    return jour
