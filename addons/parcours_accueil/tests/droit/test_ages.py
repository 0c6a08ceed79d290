# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Completed years of age and of stay (loi.md §2b; docs/decisions.md)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.faits import age, annees_revolues, anniversaire
from odoo.addons.registre_national.histoire.dates import FUTUR

JOURS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@settings(deadline=None)
@given(st.tuples(JOURS, JOURS).map(sorted))
def test_completed_years_end_on_the_anniversary(jours):
    debut, jour = jours
    annees = annees_revolues(debut, jour)
    assert annees_revolues(jour, debut) == 0
    assert debut + relativedelta(years=annees) <= jour < debut + relativedelta(years=annees + 1)


@pytest.mark.parametrize(
    ("naissance", "jour", "attendu"),
    [
        (date(2005, 6, 15), date(2023, 6, 14), 17),
        (date(2005, 6, 15), date(2023, 6, 15), 18),
        (date(1958, 6, 15), date(2023, 6, 14), 64),
        (date(1958, 6, 15), date(2023, 6, 15), 65),
        (date(2004, 2, 29), date(2022, 2, 28), 17),  # common year: 1 March
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2023, 6, 15), date(2023, 6, 14), -1),
    ],
)
def test_completed_years_of_age(naissance, jour, attendu):
    assert age(naissance, jour) == attendu


@given(JOURS, st.integers(0, 110))
def test_a_birthday_is_the_first_day_of_that_age(naissance, annees):
    jour = anniversaire(naissance, annees)
    assert age(naissance, jour) == annees
    assert age(naissance, jour - timedelta(days=1)) == annees - 1


def test_born_on_29_february():
    assert anniversaire(date(1960, 2, 29), 65) == date(2025, 3, 1)
    assert anniversaire(date(1960, 2, 29), 64) == date(2024, 2, 29)
    assert anniversaire(date(1960, 2, 28), 65) == date(2025, 2, 28)
    assert anniversaire(date(1960, 1, 29), 65) == date(2025, 1, 29)
    assert anniversaire(date(9990, 1, 1), 9) == date(9999, 1, 1)
    assert anniversaire(date(9990, 1, 1), 10) == FUTUR
