"""The days that a crawl is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """Both days are within; days are those of the site's time zone."""

    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until

    def newest_first(self) -> Iterator[date]:
        return (self.until - timedelta(days=n) for n in range((self.until - self.since).days + 1))


def days_of(since: str | date | None, until: str | date | None, today: date) -> Days | None:
    """The days asked for, up to today unless `until` says otherwise. Raises ValueError."""
    if not since and not until:
        return None
    if not since:
        raise ValueError("until needs since: the first of the days that are asked for")
    days = Days(_day(since), _day(until) if until else today)
    if days.until < days.since:
        raise ValueError(f"since {days.since} is after until {days.until}")
    return days


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
