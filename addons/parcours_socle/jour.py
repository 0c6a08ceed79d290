# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one clock. The law counts days, and its days are those of Brussels: for windows, engine, crons and letters alike,
whatever the time zone of the server, of the user, or of the hour at which a night job runs. What is only noted down
has a moment, in UTC.

Imports no Odoo: the pure packages ask it too.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUXELLES = ZoneInfo("Europe/Brussels")


def aujourdhui(*_arguments) -> date:
    """Return today in Brussels. Extra arguments are ignored, so that a field can name it as its default."""
    return datetime.now(BRUXELLES).date()


def maintenant(*_arguments) -> datetime:
    """Return this moment as a column of Odoo keeps it: UTC, to the second, without a time zone. Arguments: as above."""
    return moment().replace(tzinfo=None, microsecond=0)


def jour_du_moment(lu: datetime) -> date:
    """Return the day in Brussels of a moment as :func:`maintenant` gives it.

    >>> str(jour_du_moment(datetime(2026, 7, 1, 22, 30)))
    '2026-07-02'
    """
    return lu.replace(tzinfo=UTC).astimezone(BRUXELLES).date()


def moment() -> datetime:
    """Return this moment with its time zone, UTC: for what leaves the house."""
    return datetime.now(UTC)
