"""Remembers payloads that are in the archive, so that the same bytes need not be kept twice."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from archive.errors import ArchiveError
from archive.records import warc_date
from archive.sealing import open_path

NAME = "originals.sqlite"

SMALLEST = 1024
"""Payloads below this are kept each time: a revisit record would hardly be smaller."""


@dataclass(frozen=True, slots=True)
class Original:
    """A `response` record that later ones may refer to; never itself a revisit."""

    payload: str
    """Its payload digest."""
    record_id: str
    url: str
    date: datetime
    warc: str
    offset: int


class Originals:
    """The payloads of one folder of WARCs, by digest, in `originals.sqlite` there.

    What it loses, or whoever deletes it, costs space and nothing else. What is new waits in memory for `save`. Used by
    one thread at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: dict[str, Original] = {}
        path = folder / NAME
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS original (digest TEXT PRIMARY KEY, record_id TEXT NOT NULL,"
                " url TEXT NOT NULL, date TEXT NOT NULL, warc TEXT NOT NULL, offset INTEGER NOT NULL) WITHOUT ROWID"
            )
            self._db.execute("CREATE INDEX IF NOT EXISTS by_place ON original (warc, offset)")
        except sqlite3.Error as error:
            raise ArchiveError(f"{path}: {error}; it may be deleted, at the cost of keeping payloads again") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find(self, digest: str) -> Original | None:
        """The original with this payload, if its file is still in the folder."""
        if new := self._new.get(digest):
            return new
        query = "SELECT record_id, url, date, warc, offset FROM original WHERE digest = ?"
        row = self._db.execute(query, (digest,)).fetchone()
        if row is None:
            return None
        record_id, url, date, warc, offset = row
        path = self._folder / warc
        if not path.exists() and not open_path(path).exists():
            return None
        return Original(digest, record_id, url, datetime.fromisoformat(date), warc, offset)

    def remember(self, original: Original) -> None:
        """To be called only when the record is flushed."""
        self._new[original.payload] = original

    def save(self) -> None:
        """All that is new at once: a transaction for each would cost as much as the compression of its record."""
        if not self._new:
            return
        rows = [(of.payload, of.record_id, of.url, warc_date(of.date), of.warc, of.offset) for of in self._new.values()]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO original VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        self._new.clear()

    def forget(self, warc: str, offset: int) -> None:
        """What stood in the file `warc` from `offset` on is gone."""
        self._db.execute("DELETE FROM original WHERE warc = ? AND offset >= ?", (warc, offset))

    def close(self) -> None:
        """What was not saved is forgotten."""
        self._db.close()
