# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one clock. The law counts days, and its days are those of Brussels: for windows, engine, crons and letters alike,
whatever the time zone of the server, of the user, or of the hour at which a night job runs.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BRUXELLES = ZoneInfo("Europe/Brussels")


def aujourdhui(*_arguments) -> date:
    """Return today in Brussels. Extra arguments are ignored, so that a field can name it as its default."""
    return datetime.now(BRUXELLES).date()
