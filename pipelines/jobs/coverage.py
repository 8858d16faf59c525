"""A month of a site: what was announced, what is in the archive, what is refused and why, what is missing."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crawler.state.coverage import Day
from crawler.state.store import NAME, State


@dataclass(frozen=True, slots=True)
class Month:
    site: str
    first: date
    last: date
    days: Sequence[Day]
    """Those that anything is known of."""
    announced: int = 0
    archived: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)


def coverage(data: Path, site: str, year: int, month: int) -> Month | None:
    """The ledger of a month; None if there is no state."""
    if not (data / NAME).exists():
        return None
    with State(data / NAME) as state:
        return month_of(state, site, year, month)


def month_of(state: State, site: str, year: int, month: int) -> Month:
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    days = state.coverage.days(site, first, last)
    return Month(
        site,
        first,
        last,
        days,
        sum(day.announced for day in days),
        sum(day.archived for day in days),
        _sum(day.by_source for day in days),
        _sum(day.refused for day in days),
        _sum(day.missing for day in days),
    )


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total.most_common())
