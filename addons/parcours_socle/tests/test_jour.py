# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import UTC, date, datetime

import pytest
from freezegun import freeze_time

from ..jour import aujourdhui, maintenant, moment


@pytest.mark.parametrize(
    ("moment_utc", "attendu"),
    [
        ("2026-01-01 22:59:59", date(2026, 1, 1)),
        ("2026-01-01 23:00:00", date(2026, 1, 2)),  # 00:00 in Brussels, winter
        ("2026-07-01 21:59:59", date(2026, 7, 1)),
        ("2026-07-01 22:00:00", date(2026, 7, 2)),  # 00:00 in Brussels, summer
        ("2026-03-29 00:30:00", date(2026, 3, 29)),
    ],
)
def test_today_begins_at_midnight_in_brussels(moment_utc, attendu):
    with freeze_time(moment_utc):
        assert aujourdhui() == attendu


@freeze_time("2026-07-01 22:00:00.5")
def test_a_moment_is_noted_in_utc_to_the_second():
    assert maintenant() == datetime(2026, 7, 1, 22, 0)
    assert moment() == datetime(2026, 7, 1, 22, 0, 0, 500_000, UTC)
