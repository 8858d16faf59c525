"""A WARC file while it is written."""

import fcntl
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from isal import igzip

from archive.cdxj import Placed, index_lines
from archive.disk import is_at
from archive.records import Record
from archive.sealing import open_path, seal
from archive.sortedlines import SortedLines


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands: in the file of the final name, from `offset`, for `length` bytes (its gzip member).

    `payload` is the digest of its payload; empty where a record has none.
    """

    record_id: str
    warc: str
    offset: int
    length: int
    date: datetime
    payload: str


class OpenWarc:
    """The file `path`.open, made new and locked against other crawlers.

    Raises FileExistsError if the name is taken, and OSError whenever the disk does not do as it should.
    """

    def __init__(self, path: Path, warcinfo: Record) -> None:
        if path.exists():
            raise FileExistsError(path)
        self.path = path
        self.warcinfo_id = warcinfo.record_id
        self.size = 0
        self.unsynced = 0
        self.synced_at = self.written_at = monotonic()
        self._sum = hashlib.sha256()
        self._index = SortedLines()
        self._fd = _create_locked(open_path(path))
        try:
            self.write([warcinfo])
        except OSError:
            self.abandon()
            open_path(path).unlink()
            raise
        self._empty_size = self.size

    def write(self, records: Sequence[Record]) -> Location:
        """Write a group, each record as one gzip member, all of it at once; the place of its first."""
        members = [igzip.compress(record.as_bytes(), 2, mtime=0) for record in records]
        offset = self.size
        self._write_out(b"".join(members))
        placed = []
        for record, member in zip(records, members, strict=True):
            fields = {name.lower(): value for name, value in record.header()}
            placed.append(Placed(fields, record.block, self.size, len(member)))
            self.size += len(member)
        self._index.add(index_lines(placed, self.path.name))
        self.unsynced += self.size - offset
        self.written_at = monotonic()
        payload = placed[0].fields.get("warc-payload-digest", "")
        return Location(records[0].record_id, self.path.name, offset, len(members[0]), records[0].date, payload)

    def sync(self) -> None:
        os.fsync(self._fd)
        self.unsynced = 0
        self.synced_at = monotonic()

    def seal(self) -> None:
        """Give the file its final name; a file without a single group is not kept."""
        if self.size == self._empty_size:
            open_path(self.path).unlink()
        else:
            self.sync()
            seal(self.path, self._index, self._sum.hexdigest())
        os.close(self._fd)

    def abandon(self) -> None:
        """Leave the file as it is, for recovery."""
        os.close(self._fd)

    def _write_out(self, data: bytes) -> None:
        self._sum.update(data)
        left = memoryview(data)
        while left:
            left = left[os.write(self._fd, left) :]


def _create_locked(path: Path) -> int:
    """A new file, locked. A recovery that sees it before the lock takes it for a dead one and removes it: then, as if
    the name were taken, FileExistsError."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not is_at(fd, path):
            raise FileExistsError(path)
    except BlockingIOError:
        os.close(fd)
        raise FileExistsError(path) from None
    except OSError:
        os.close(fd)
        raise
    return fd
