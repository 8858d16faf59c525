"""What was put where, and what of it is proven to be there."""

import fcntl
import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from archive.objects import StorageError

NAME = "uploads.sqlite"

_COLUMNS = "file, stamp, size, sha256, bucket, key, etag, verified_at"


@dataclass(frozen=True, slots=True)
class Entry:
    """An object and the file it was made of.

    `file` is relative to the data folder. `stamp` is how the file looked on the disk, so that an unchanged one need
    not be read again. `verified_at` is None while the upload is under way.
    """

    file: str
    stamp: str
    size: int
    sha256: str
    bucket: str
    key: str
    etag: str = ""
    verified_at: datetime | None = None


class Ledger:
    """`uploads.sqlite` in a data folder, for one process at a time; raises StorageError if another has it. Threads may
    share it.

    Whoever deletes it loses nothing: the next upload finds each object in the bucket and proves it again.
    """

    def __init__(self, data: Path) -> None:
        path = data / NAME
        self._one_thread = threading.Lock()
        self._lock = path.with_name(NAME + ".lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise StorageError(f"{data}: another upload from this folder is running; wait for it") from None
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS upload (file TEXT NOT NULL, stamp TEXT NOT NULL, size INTEGER NOT NULL,"
                " sha256 TEXT NOT NULL, bucket TEXT NOT NULL, key TEXT NOT NULL, etag TEXT NOT NULL, verified_at TEXT,"
                " PRIMARY KEY (bucket, key)) WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            self._lock.close()
            raise StorageError(f"{path}: {error}; if it is damaged, delete it: each object is proven again") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._lock.close()

    def find(self, bucket: str, key: str) -> Entry | None:
        return next(iter(self._entries("bucket = ? AND key = ?", bucket, key)), None)

    def put(self, entry: Entry) -> None:
        """On the disk when this returns."""
        moment = entry.verified_at.isoformat() if entry.verified_at else None
        row = (entry.file, entry.stamp, entry.size, entry.sha256, entry.bucket, entry.key, entry.etag, moment)
        with self._one_thread:
            self._db.execute(f"INSERT OR REPLACE INTO upload ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def forget(self, entry: Entry) -> None:
        with self._one_thread:
            self._db.execute("DELETE FROM upload WHERE bucket = ? AND key = ?", (entry.bucket, entry.key))

    def under_way(self, bucket: str) -> list[Entry]:
        return self._entries("bucket = ? AND verified_at IS NULL", bucket)

    def _entries(self, condition: str, *values: str) -> list[Entry]:
        with self._one_thread:
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM upload WHERE {condition}", values)
            return [*map(_entry, rows)]


def _entry(row: tuple[str, str, int, str, str, str, str, str | None]) -> Entry:
    file, stamp, size, sha256, bucket, key, etag, moment = row
    return Entry(file, stamp, size, sha256, bucket, key, etag, datetime.fromisoformat(moment) if moment else None)
