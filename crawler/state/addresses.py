"""The addresses that newspapers announce: by which source and when, what became of them, when to ask again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from crawler.discovery import Announced
from crawler.site import Site
from crawler.state.database import Database
from crawler.state.moments import maybe_micros, maybe_moment, micros
from crawler.urls import identity, is_article, url_date

Outcome = Literal["archived", "refused", "missing"]

NOT_ASKED = "not asked for yet"


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address. `reason` says why it is refused or missing."""

    identity: str
    site: str
    url: str
    day: date
    announced: datetime | None
    published: datetime | None
    outcome: Outcome
    reason: str
    answered: datetime | None
    attempts: int
    due: datetime | None
    """When it is to be asked for; None is never again."""


class Addresses:
    def __init__(self, db: Database) -> None:
        self._db = db

    def announce(self, site: Site, source: str, found: Iterable[Announced], at: datetime) -> int:
        """Notes what a page of a source announces, of which only articles count; how many of them are new."""
        zone = ZoneInfo(site.timezone)
        now = micros(at)
        fresh = 0
        with self._db.writing():
            source_id = self.source(site.name, source)
            for one in found:
                if not is_article(one.url, site):
                    continue
                key = identity(one.url, site)
                dated = url_date(one.url, site) or one.published
                day = (dated or at).astimezone(zone).date().isoformat()
                values = (key, site.name, one.url, day, now, maybe_micros(one.published), now)
                fresh += self._db.write(_ANNOUNCE, values)
                self._db.write(_ANNOUNCED_BY, (source_id, now, key))
        return fresh

    def source(self, site: str, name: str) -> int:
        self._db.write("INSERT OR IGNORE INTO source (site, name) VALUES (?, ?)", (site, name))
        row = self._db.row("SELECT id FROM source WHERE site = ? AND name = ?", (site, name))
        assert row
        return int(row[0])

    def find(self, key: str) -> Address | None:
        """What is known of the address with this identity."""
        row = self._db.row(f"SELECT {_FIELDS} FROM url WHERE identity = ?", (key,))
        return _address(row) if row else None

    def left(self, site: str, now: datetime, first: date, last: date, *, count: int = -1) -> list[Address]:
        """What counts for these days, has given nothing yet and is to be asked for now; the newest first."""
        return self._some(f"{_OF_DAYS} AND outcome != 'archived' AND due <= ?", site, first, last, micros(now), count)

    def missing(self, site: str, first: date, last: date, *, count: int = -1) -> list[Address]:
        """What counts for these days and is not in the archive for no good reason; the newest first."""
        return self._some(f"{_OF_DAYS} AND outcome = 'missing'", site, first, last, count)

    def to_be_seen_again(self, site: str, now: datetime, *, count: int = -1) -> list[str]:
        """The identities of articles that are to be looked at again now, the one that has waited longest first."""
        query = "SELECT identity FROM url WHERE site = ? AND due <= ? AND outcome = 'archived' ORDER BY due, id LIMIT ?"
        return [key for (key,) in self._db.rows(query, (site, micros(now), count))]

    def _some(self, where: str, site: str, first: date, last: date, *values: int) -> list[Address]:
        query = f"SELECT {_FIELDS} FROM url WHERE {where} ORDER BY day DESC, published DESC, id LIMIT ?"
        return [_address(row) for row in self._db.rows(query, (site, first.isoformat(), last.isoformat(), *values))]

    def backlog(self, site: str, now: datetime) -> int:
        """How many addresses wait to be asked for, other than to be looked at again."""
        query = "SELECT count(*) FROM url WHERE site = ? AND due <= ? AND outcome != 'archived'"
        row = self._db.row(query, (site, micros(now)))
        assert row
        return int(row[0])

    def answer(
        self,
        site: Site,
        run: str,
        url: str,
        at: datetime,
        outcome: Outcome,
        reason: str = "",
        *,
        failed: bool = False,
        due: datetime | None = None,
        published: datetime | None = None,
    ) -> None:
        """Notes what became of an address in a run. `failed`: it gave no answer, and the attempt is counted.

        What is archived remains so, and an older answer than the one that is known changes nothing.
        """
        key, stamp = identity(url, site), micros(at)
        zone = ZoneInfo(site.timezone)
        day = (url_date(url, site) or published or at).astimezone(zone).date().isoformat()
        with self._db.writing():
            self._db.write(_KNOW, (key, site.name, url, day))
            told = (outcome, reason, failed, site.name, run, stamp, maybe_micros(due))
            self._db.write(_ANSWER, (*told, maybe_micros(published), published is not None, day, key))

    def attempts(self, key: str, site: str, run: str) -> int:
        """In how many runs in a row the address will have given no answer if it gives none in this one."""
        row = self._db.row(
            "SELECT attempts + (url.run IS NOT (SELECT id FROM run WHERE site = ? AND run = ?)) FROM url"
            " WHERE identity = ?",
            (site, run, key),
        )
        return max(1, int(row[0])) if row else 1


_FIELDS = "identity, site, url, day, announced, published, outcome, reason, answered, attempts, due"

_OF_DAYS = "site = ? AND day BETWEEN ? AND ?"

_ANNOUNCE = """
    INSERT INTO url (identity, site, url, day, announced, published, due) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (identity) DO UPDATE SET
        announced = excluded.announced,
        published = coalesce(published, excluded.published),
        due = CASE WHEN answered IS NULL THEN coalesce(due, excluded.due) ELSE due END
    WHERE announced IS NULL OR announced > excluded.announced
"""
_ANNOUNCED_BY = """
    INSERT INTO announcement (url, source, at) SELECT id, ?, ? FROM url WHERE identity = ?
    ON CONFLICT (url, source) DO UPDATE SET at = excluded.at WHERE at > excluded.at
"""
_KNOW = "INSERT OR IGNORE INTO url (identity, site, url, day) VALUES (?, ?, ?, ?)"
_ANSWER = """
    UPDATE url SET
        outcome = iif(outcome = 'archived', outcome, ?1),
        reason = iif(outcome = 'archived', '', ?2),
        attempts = iif(?3, attempts + (run IS NOT (SELECT id FROM run WHERE site = ?4 AND run = ?5)), 0),
        answered = ?6,
        run = (SELECT id FROM run WHERE site = ?4 AND run = ?5),
        due = ?7,
        published = coalesce(?8, published),
        day = iif(?9, ?10, day)
    WHERE identity = ?11 AND coalesce(answered, 0) <= ?6
"""


def _address(row: tuple[object, ...]) -> Address:
    key, site, url, day, announced, published, outcome, reason, answered, attempts, due = row
    return Address(
        str(key), str(site), str(url), date.fromisoformat(str(day)),
        maybe_moment(announced), maybe_moment(published),  # type: ignore[arg-type]
        outcome, str(reason), maybe_moment(answered), int(attempts), maybe_moment(due),  # type: ignore[arg-type, call-overload]
    )  # fmt: skip


def next_due(first: datetime, last: datetime, curve: Iterable[timedelta]) -> datetime | None:
    """When an article that was first seen at `first` and last at `last` is to be looked at again."""
    return min((first + after for after in curve if first + after > last), default=None)
