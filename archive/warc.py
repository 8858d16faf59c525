"""Writes WARC files: one thread owns the file, and a record is promised only once it is flushed."""

import os
import queue
import re
import socket
import sqlite3
import threading
import uuid
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from archive import group
from archive.dedup import Original, Originals
from archive.errors import WriteFailed
from archive.exchange import Exchange
from archive.group import Group
from archive.openwarc import Location, OpenWarc
from archive.records import Fields

_QUEUE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a file is sealed and when it is forced to the disk; bytes and seconds."""

    size_at_most: int = 1_000_000_000
    idle: float = 600.0
    sync_bytes: int = 16 * 1024 * 1024
    sync_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class _Job:
    build: Callable[[str], Group]
    """From the id of the file's warcinfo to the records of one group."""
    done: "Future[Location]"


class WarcWriter:
    """Writes record groups to `kliping-SITE-TIME-SERIAL-HOST.warc.gz` files in one folder.

    The first error of the disk ends it: that group and all later ones get `WriteFailed`, and nothing more is
    written. The constructor opens the first file, so that a folder that cannot be written shows at once (OSError).
    With `originals`, which it closes at its end, payloads that are there already become revisit records.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        info: Fields,
        *,
        redact: Collection[str] = ("proxy-authorization",),
        originals: Originals | None = None,
        policy: Policy = Policy(),
    ) -> None:
        self._folder = folder
        self._site = re.sub(r"[^a-z0-9_-]", "-", site.lower())
        self._host = re.sub(r"[^a-z0-9-]", "-", socket.gethostname().lower())
        self._info = tuple(info)
        self._redact = frozenset(name.lower() for name in redact)
        self._originals = originals
        self._policy = policy
        self._new_id = _ids().__next__
        self._serial = 0
        self._error: WriteFailed | None = None
        self._file: OpenWarc | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._file = self._new_file()
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_QUEUE)
        self._thread = threading.Thread(target=self._work, name=f"warc-{site}", daemon=True)
        self._thread.start()

    def submit(
        self, exchange: Exchange, facts: Fields = (), *, unchanged: Original | None = None
    ) -> "Future[Location]":
        """Archive an exchange, with what else is known about it (`via`, `hopsFromSeed`) in its metadata record.

        The future gives the place of the response or revisit record, or of what there is if no response came.
        `unchanged` is the capture whose validators the request carried. The exchange is closed in the end.
        """
        told = tuple(facts)
        done = self._put(
            lambda warcinfo: group.exchange_group(
                exchange,
                told,
                warcinfo,
                self._new_id,
                redact=self._redact,
                original_of=self._originals.find if self._originals else lambda payload: None,
                unchanged=unchanged,
            )
        )
        done.add_done_callback(lambda _: exchange.close())
        return done

    def note(self, url: str, reason: str, detail: str, when: datetime) -> "Future[Location]":
        """Archive that a URL finally gave nothing to extract."""
        return self._put(lambda warcinfo: group.miss(url, reason, detail, when, warcinfo, self._new_id))

    def remark(self, url: str, fields: Fields, when: datetime) -> "Future[Location]":
        """Archive what is to be remembered of the crawl itself; `url` is what it is about."""
        told = tuple(fields)
        return self._put(lambda warcinfo: group.remark(url, told, when, warcinfo, self._new_id))

    def close(self) -> None:
        """Write what is waiting, seal the file and end the thread; raises WriteFailed if any of it went wrong."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()
            if self._originals:
                self._originals.close()
        if self._error:
            raise self._error

    def _put(self, build: Callable[[str], Group]) -> "Future[Location]":
        done: Future[Location] = Future()
        if not self._thread.is_alive():
            done.set_exception(self._error or WriteFailed(self._folder, "the writer is closed"))
        else:
            self._jobs.put(_Job(build, done))
        return done

    def _work(self) -> None:
        running = True
        while running:
            try:
                job = self._jobs.get(timeout=self._patience())
            except queue.Empty:
                self._guarded(self._while_idle)
                continue
            if job is None:
                running = False
                self._guarded(self._seal)
            elif self._error:
                job.done.set_exception(self._error)
            else:
                self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            if self._file is None:
                self._file = self._new_file()
            built = job.build(self._file.warcinfo_id)
            location = self._file.write(built.records)
            if built.payload and self._originals:
                url = built.records[0].url
                self._originals.remember(
                    Original(built.payload, location.record_id, url, location.date, location.warc, location.offset)
                )
            if self._file.size >= self._policy.size_at_most:
                self._seal()
            elif self._sync_due(self._file):
                self._sync(self._file)
        except Exception as error:  # noqa: BLE001 - whatever it is, the one who waits must learn of it
            self._fail(error)
            job.done.set_exception(self._error)
        else:
            job.done.set_result(location)

    def _sync_due(self, file: OpenWarc) -> bool:
        waited = monotonic() - file.synced_at
        return file.unsynced >= self._policy.sync_bytes or waited >= self._policy.sync_seconds

    def _guarded(self, action: Callable[[], None]) -> None:
        if self._error is None:
            try:
                action()
            except (OSError, sqlite3.Error) as error:
                self._fail(error)

    def _fail(self, error: Exception) -> None:
        path = self._file.path if self._file else self._folder
        self._error = WriteFailed(path, str(error) or type(error).__name__)
        self._error.__cause__ = error
        if self._file:
            self._file.abandon()
            self._file = None

    def _patience(self) -> float | None:
        if self._file is None or self._error:
            return None
        return self._policy.sync_seconds if self._file.unsynced else self._policy.idle

    def _while_idle(self) -> None:
        if self._file is None:
            return
        if self._file.unsynced:
            self._sync(self._file)
        if monotonic() - self._file.written_at >= self._policy.idle:
            self._seal()

    def _seal(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.seal()
            self._save_originals()

    def _sync(self, file: OpenWarc) -> None:
        file.sync()
        self._save_originals()

    def _save_originals(self) -> None:
        if self._originals:
            self._originals.save()

    def _new_file(self) -> OpenWarc:
        while True:
            now = datetime.now(UTC)
            self._serial += 1
            stamp = now.strftime("%Y%m%d%H%M%S") + f"{now.microsecond // 1000:03}"
            path = self._folder / f"kliping-{self._site}-{stamp}-{self._serial:05}-{self._host}.warc.gz"
            record = group.warcinfo(path.name, self._info, self._new_id, now)
            try:
                return OpenWarc(path, record)
            except FileExistsError:
                continue


def _ids() -> Iterator[str]:
    """Ids of records. Random bytes come from the system many at a time: each time another thread has its turn."""
    while True:
        pool = os.urandom(256 * 16)
        for at in range(0, len(pool), 16):
            yield f"<urn:uuid:{uuid.UUID(bytes=pool[at : at + 16], version=4)}>"
