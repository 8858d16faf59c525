"""The ledger: of what was announced for each day, what is in the archive, what is not, and why. Never stored: the
state is asked each time, so that it cannot be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crawler.state.database import Database


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a site. An address counts once, for the day of its article."""

    day: date
    announced: int
    """Addresses that at least one source has announced."""
    by_source: Mapping[str, int] = field(default_factory=dict)
    archived: int = 0
    """Announced or not: an article that was asked for by name counts here alone."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Addresses that will give no article, by reason."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """Addresses that should have given one, by what is known of them."""


class Coverage:
    def __init__(self, db: Database) -> None:
        self._db = db

    def days(self, site: str, first: date, last: date) -> list[Day]:
        """The days from `first` to `last` that anything is known of, in their order."""
        span = (site, first.isoformat(), last.isoformat())
        told: dict[str, dict[str, dict[str, int]]] = {}
        for day, outcome, reason, count in self._db.rows(_OUTCOMES, span):
            told.setdefault(day, {}).setdefault(outcome, {})[reason] = count
        announced: dict[str, int] = dict(self._db.rows(_ANNOUNCED, span))
        sources: dict[str, dict[str, int]] = {}
        for day, source, count in self._db.rows(_BY_SOURCE, span):
            sources.setdefault(day, {})[source] = count
        return [
            Day(
                date.fromisoformat(day),
                announced.get(day, 0),
                sources.get(day, {}),
                sum(outcomes.get("archived", {}).values()),
                outcomes.get("refused", {}),
                outcomes.get("missing", {}),
            )
            for day, outcomes in sorted(told.items())
        ]


_OUTCOMES = """
    SELECT day, outcome, reason, count(*) FROM url WHERE site = ? AND day BETWEEN ? AND ?
    GROUP BY day, outcome, reason ORDER BY count(*) DESC, reason
"""
_ANNOUNCED = """
    SELECT day, count(*) FROM url WHERE site = ? AND day BETWEEN ? AND ? AND announced IS NOT NULL GROUP BY day
"""
_BY_SOURCE = """
    SELECT day, source.name, count(*) FROM url JOIN announcement ON announcement.url = url.id
    JOIN source ON source.id = announcement.source WHERE url.site = ? AND day BETWEEN ? AND ?
    GROUP BY day, source.name ORDER BY source.name
"""
