"""The captures: which records of which WARCs hold answers, and which pages of sources a run has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.page import Page
from crawler.discovery import Announced
from crawler.site import Site
from crawler.state.addresses import Addresses
from crawler.state.database import Database, Row
from crawler.state.moments import maybe_moment, micros, moment
from crawler.urls import identity, url_date


@dataclass(frozen=True, slots=True)
class Capture:
    """A response to a request for an article."""

    record_id: str
    warc: str
    offset: int
    at: datetime
    status: int
    payload: str
    """The digest of the payload, as in the WARC."""
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class SourceTold:
    """What a source said lately: how often it was read, answered, and when it last announced something new."""

    source: str
    readings: int
    answered: int
    """Readings with status 200 that could be read."""
    last_read: datetime
    last_fresh: datetime | None


class Captures:
    def __init__(self, db: Database, addresses: Addresses) -> None:
        self._db = db
        self._addresses = addresses

    def add(self, site: Site, run: str, page: Page) -> None:
        """Notes a response to a request for an article, whatever its status; a second time changes nothing."""
        day = (url_date(page.url, site) or page.fetched_at).astimezone(ZoneInfo(site.timezone)).date().isoformat()
        key = identity(page.url, site)
        with self._db.writing():
            self._db.write(
                "INSERT OR IGNORE INTO url (identity, site, url, day) VALUES (?, ?, ?, ?)",
                (key, site.name, page.url, day),
            )
            self._db.write(
                "INSERT OR IGNORE INTO capture SELECT ?, ?, url.id, run.id, ?, ?, ?, ?, ?, ? FROM url, run"
                " WHERE url.identity = ? AND run.site = ? AND run.run = ?",
                (
                    *(self.warc(page.warc), page.offset, page.record_id, micros(page.fetched_at), page.status),
                    *(page.payload, page.etag, page.last_modified, key, site.name, run),
                ),
            )

    def of(self, key: str) -> list[Capture]:
        """All captures of an address by its identity, the oldest first."""
        rows = self._db.rows(
            "SELECT record_id, warc.name, offset, at, status, payload, etag, last_modified FROM capture"
            " JOIN warc ON warc.id = capture.warc JOIN url ON url.id = capture.url WHERE identity = ? ORDER BY at",
            (key,),
        )
        return [_capture(row) for row in rows]

    def read(self, site: Site, run: str, source: str, page: Page, found: Sequence[Announced] | None) -> None:
        """Notes that a run has read a page of a source and what it announces; None is what could not be read.

        A second time changes nothing.
        """
        with self._db.writing():
            warc = self.warc(page.warc)
            if self._db.row("SELECT 1 FROM reading WHERE warc = ? AND offset = ?", (warc, page.offset)):
                return
            fresh = self._addresses.announce(site, source, found or (), page.fetched_at)
            values = (warc, page.offset, self._addresses.source(site.name, source), page.url, micros(page.fetched_at))
            self._db.write(
                "INSERT INTO reading SELECT ?, ?, run.id, ?, ?, ?, ?, ?, ? FROM run WHERE site = ? AND run = ?",
                (*values, page.status, None if found is None else len(found), fresh, site.name, run),
            )

    def reading(self, site: str, run: str, url: str) -> tuple[str, int] | None:
        """Where the page of a source is that a run has read with status 200: its WARC and the offset."""
        row = self._db.row(
            "SELECT warc.name, offset FROM reading JOIN run ON run.id = reading.run JOIN warc ON warc.id = reading.warc"
            " WHERE run.site = ? AND run.run = ? AND url = ? AND status = 200",
            (site, run, url),
        )
        return (str(row[0]), int(row[1])) if row else None

    def asked(self, site: str, run: str) -> list[str]:
        """The identities of the addresses that a run has asked for."""
        rows = self._db.rows(
            "SELECT identity FROM capture JOIN run ON run.id = capture.run JOIN url ON url.id = capture.url"
            " WHERE run.site = ?1 AND run.run = ?2 UNION SELECT identity FROM url WHERE site = ?1"
            " AND run = (SELECT id FROM run WHERE site = ?1 AND run = ?2)",
            (site, run),
        )
        return [key for (key,) in rows]

    def sources(self, site: str, since: datetime) -> list[SourceTold]:
        """What each source of the site said since then."""
        rows = self._db.rows(
            "SELECT name, count(*), sum(status = 200 AND entries IS NOT NULL), max(at), max(iif(fresh, at, NULL))"
            " FROM reading JOIN source ON source.id = reading.source WHERE site = ? AND at >= ? GROUP BY name",
            (site, micros(since)),
        )
        return [SourceTold(name, n, good, moment(last), maybe_moment(fresh)) for name, n, good, last, fresh in rows]

    def announced_on(self, site: Site, day: date) -> int:
        """How many addresses were announced for the first time on that day, in the site's time zone."""
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(site.timezone))
        row = self._db.row(
            "SELECT sum(fresh) FROM reading JOIN source ON source.id = reading.source"
            " WHERE site = ? AND at >= ? AND at < ?",
            (site.name, micros(start), micros(start + timedelta(days=1))),
        )
        return int(row[0] or 0) if row else 0

    def newest(self, site: str) -> datetime | None:
        """When the last page of a source of the site was read."""
        row = self._db.row(
            "SELECT max(at) FROM reading JOIN source ON source.id = reading.source WHERE site = ?", (site,)
        )
        return maybe_moment(row[0]) if row else None

    def warc(self, name: str) -> int:
        self._db.write("INSERT OR IGNORE INTO warc (name) VALUES (?)", (name,))
        row = self._db.row("SELECT id FROM warc WHERE name = ?", (name,))
        assert row
        return int(row[0])


def _capture(row: Row) -> Capture:
    record_id, warc, offset, at, status, payload, etag, last_modified = row
    return Capture(record_id, warc, offset, moment(at), status, payload, etag, last_modified)
