"""Days on which Indonesian newsrooms write less."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

LEBARAN = 0.2
HOLIDAY = 0.5
WEEKEND = 0.6
"""The share of an ordinary day's articles that a healthy newspaper may fall to. At Lebaran most desks stand still."""


def rest_of(day: date) -> tuple[str, float]:
    """What rests the newsrooms that day, empty on an ordinary one, and the share of articles to be expected.

    Public holidays and days of joint leave are those of the government's decrees; of years without one the dates of
    the Islamic calendar are reckoned.
    """
    name = _holidays(day.year).get(day, "")
    if "Eid al-Fitr" in name:
        return f"Lebaran ({name})", LEBARAN
    if name:
        return name, HOLIDAY
    return (f"{day:%A}", WEEKEND) if day.weekday() >= 5 else ("", 1.0)


def rest_before(day: date) -> tuple[str, float]:
    """The same for the 24 hours before a moment of that day, which begin the day before: the quieter one counts."""
    return min(rest_of(day), rest_of(day - timedelta(days=1)), key=lambda rest: rest[1])


@lru_cache(maxsize=8)
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("ID", years=year, categories=("public", "government"), language="en_US"))
