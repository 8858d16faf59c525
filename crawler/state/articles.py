"""The articles and their versions: a version is a text or a headline that was not the last one's."""

from dataclasses import dataclass
from datetime import datetime

from crawler.state.database import Database, Row
from crawler.state.moments import maybe_moment, micros, moment


@dataclass(frozen=True, slots=True)
class Text:
    """What makes a version: the digests of a text and of its headline, and whether pages of it are missing."""

    text: bytes
    title: bytes
    partial: bool
    rules: str
    """The version of the rules by which the text was made."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record of the archive, seen at a time."""

    warc: str
    offset: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    """1 is the first."""
    run: str
    file: str
    """In the folder of the run."""
    address: str
    """Where its first page stood."""
    text: Text
    place: Place
    """The record that it was first seen in."""
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Article:
    identity: str
    site: str
    id: str
    """16 hex digits, of the newest version's canonical URL."""
    address: str
    """Where its first page stood the last time."""
    last: Place
    """The last record that shows it."""
    first_seen: datetime
    takedown: datetime | None
    """When it was found gone; None while it is there."""
    versions: tuple[Version, ...]
    """The oldest first."""


class Articles:
    def __init__(self, db: Database) -> None:
        self._db = db

    def latest(self, key: str) -> Version | None:
        """The newest version of the article with this identity."""
        rows = self._db.rows(f"{_VERSIONS} ORDER BY number DESC LIMIT 1", (key,))
        return _version(rows[0]) if rows else None

    def add(self, key: str, site: str, run: str, file: str, text: Text, place: Place, *, id: str, address: str) -> None:
        """Notes a new version of an article, of which it may be the first."""
        at = micros(place.at)
        with self._db.writing():
            self._know(key, site, address)
            warc = self._warc(place.warc)
            self._db.write(_SEEN_NEW, (site, id, address, warc, place.offset, at, at, key))
            digests = (text.text, text.title, text.partial, text.rules)
            self._db.write(_ADD, (*digests, file, address, warc, place.offset, at, at, key, site, run))

    def seen(self, key: str, place: Place, address: str) -> None:
        """Notes that a record shows the newest version again."""
        at = micros(place.at)
        with self._db.writing():
            self._db.write(_SEEN_AGAIN, (address, self._warc(place.warc), place.offset, at, key, at))
            self._db.write(_VERSION_AGAIN, (at, key, at))

    def renew(self, key: str, text: Text) -> None:
        """Puts what the newest version is by other rules in the place of what it was."""
        query = (
            "UPDATE version SET text = ?, title = ?, partial = ?, rules = ?"
            " WHERE url = (SELECT id FROM url WHERE identity = ?)"
            " AND number = (SELECT max(number) FROM version AS other WHERE other.url = version.url)"
        )
        self._db.write(query, (text.text, text.title, text.partial, text.rules, key))

    def gone(self, key: str, at: datetime) -> bool:
        """Notes that an article was taken down; False if there is no such article."""
        query = (
            "UPDATE article SET takedown = coalesce(takedown, ?) WHERE url = (SELECT id FROM url WHERE identity = ?)"
        )
        return self._db.write(query, (micros(at), key)) > 0

    def find(self, key: str) -> Article | None:
        """The article with this identity and all its versions."""
        return self._one("url.identity = ?", key)

    def find_id(self, id: str) -> Article | None:
        """The article whose newest version has this id of 16 hex digits."""
        return self._one("article.id = ?", id)

    def first_seen(self, key: str) -> datetime | None:
        row = self._db.row("SELECT first_seen FROM article JOIN url ON url.id = article.url WHERE identity = ?", (key,))
        return moment(row[0]) if row else None

    def count(self, site: str, start: datetime, end: datetime) -> int:
        """How many articles of the site were seen for the first time from `start` to before `end`."""
        query = "SELECT count(*) FROM article WHERE site = ? AND first_seen >= ? AND first_seen < ?"
        row = self._db.row(query, (site, micros(start), micros(end)))
        return int(row[0]) if row else 0

    def taken_down(self, site: str, since: datetime) -> int:
        """How many articles of the site were found gone since then, and are still."""
        row = self._db.row("SELECT count(*) FROM article WHERE site = ? AND takedown >= ?", (site, micros(since)))
        return int(row[0]) if row else 0

    def forget_run(self, site: str, run: str) -> None:
        """Takes back the versions that a run has added, so that it can be read again from its WARCs."""
        with self._db.writing():
            self._db.write(
                "DELETE FROM version WHERE run = (SELECT id FROM run WHERE site = ? AND run = ?)", (site, run)
            )

    def _one(self, where: str, value: str) -> Article | None:
        row = self._db.row(f"{_ARTICLE} WHERE {where}", (value,))
        if row is None:
            return None
        key, site, id, address, warc, offset, first, last, takedown = row
        versions = tuple(map(_version, self._db.rows(f"{_VERSIONS} ORDER BY number", (key,))))
        place = Place(warc, offset, moment(last))
        return Article(key, site, id, address, place, moment(first), maybe_moment(takedown), versions)

    def _know(self, key: str, site: str, address: str) -> None:
        """An address that was never announced nor captured is one all the same: of an article out of a foreign WARC."""
        self._db.write(
            "INSERT OR IGNORE INTO url (identity, site, url, day) VALUES (?, ?, ?, '')", (key, site, address)
        )

    def _warc(self, name: str) -> int:
        self._db.write("INSERT OR IGNORE INTO warc (name) VALUES (?)", (name,))
        row = self._db.row("SELECT id FROM warc WHERE name = ?", (name,))
        assert row
        return int(row[0])


_ARTICLE = """
    SELECT identity, article.site, article.id, address, warc.name, offset, first_seen, last_seen, takedown
    FROM article JOIN url ON url.id = article.url JOIN warc ON warc.id = article.warc
"""
_VERSIONS = """
    SELECT number, run.run, file, version.address, text, title, partial, rules, warc.name, offset, first_seen, last_seen
    FROM version JOIN url ON url.id = version.url JOIN run ON run.id = version.run JOIN warc ON warc.id = version.warc
    WHERE url.identity = ?
"""
_SEEN_NEW = """
    INSERT INTO article (url, site, id, address, warc, offset, first_seen, last_seen)
    SELECT url.id, ?, ?, ?, ?, ?, ?, ? FROM url WHERE identity = ?
    ON CONFLICT (url) DO UPDATE SET id = excluded.id, address = excluded.address, warc = excluded.warc,
        offset = excluded.offset, last_seen = excluded.last_seen, takedown = NULL
"""
_ADD = """
    INSERT INTO version SELECT url.id, 1 + coalesce((SELECT max(number) FROM version WHERE version.url = url.id), 0),
        run.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM url, run WHERE identity = ? AND run.site = ? AND run.run = ?
"""
_SEEN_AGAIN = """
    UPDATE article SET address = ?, warc = ?, offset = ?, last_seen = ?, takedown = NULL
    WHERE url = (SELECT id FROM url WHERE identity = ?) AND last_seen <= ?
"""
_VERSION_AGAIN = """
    UPDATE version SET last_seen = ? WHERE url = (SELECT id FROM url WHERE identity = ?) AND last_seen <= ?
    AND number = (SELECT max(number) FROM version AS other WHERE other.url = version.url)
"""


def _version(row: Row) -> Version:
    number, run, file, address, text, title, partial, rules, warc, offset, first, last = row
    digests = Text(bytes(text), bytes(title), bool(partial), rules)
    return Version(number, run, file, address, digests, Place(warc, offset, moment(first)), moment(last))
