"""Brings what is finished to a store, and proves that it is there before anything local may go."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from archive.ledger import Entry, Ledger
from archive.objects import ObjectDiffers, StorageError, Store, Unreachable
from archive.sums import PART, Sums, sums_of
from pipelines.jobs.holdings import Holdings, Piece, Unit, holdings
from pipelines.jobs.retention import let_go
from pipelines.packing import Pack

STALE = timedelta(days=1)
"""Unfinished uploads of our own layout that are older belong to no run that is still alive."""

_AT_ONCE = 4
_WORK = ".upload"

Progress = Callable[[str, int, int], None]
"""Called with the name of a file, how many bytes have been sent, and how many there are to send."""


@dataclass(slots=True)
class UploadReport:
    """Numbers count objects; sizes are in bytes."""

    url: str
    uploaded: int = 0
    sent: int = 0
    found: int = 0
    """Were there already with the right content, though nothing was written down of them."""
    already: int = 0
    """Known to be there from an earlier run."""
    waiting: list[Path] = field(default_factory=list)
    """Not sealed or not closed, so not uploaded."""
    aborted: int = 0
    """Unfinished uploads that were taken off the server."""
    deleted: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def upload(
    data: Path,
    store: Store,
    *,
    how: Pack = Pack.NONE,
    keep_local: timedelta | None = None,
    part_size: int = PART,
    on_progress: Progress = lambda name, sent, of: None,
) -> UploadReport:
    """Uploads what is sealed or closed below `data` and not yet proven to be in the store.

    With `keep_local`, files go that were proven to be there so long ago and still are. An object that differs or a
    file that changed is an error in the report, and the others go on; a store that fails ends the work, which the
    next run takes up. Raises Unreachable if the store cannot be used at all.
    """
    store.check()
    report = UploadReport(store.url)
    work = data / _WORK
    with Ledger(data) as ledger:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            found = holdings(data, how, work)
            report.waiting, report.errors = found.waiting, list(found.errors)
            _Upload(data, store, ledger, report, part_size, on_progress, work).run(found)
            if keep_local is not None:
                report.deleted = let_go(data, store, ledger, found.units, keep_local, report.errors)
        except Unreachable as error:
            report.errors.append(str(error))
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return report


class _Upload:
    def __init__(
        self,
        data: Path,
        store: Store,
        ledger: Ledger,
        report: UploadReport,
        part_size: int,
        on_progress: Progress,
        work: Path,
    ) -> None:
        self._data, self._store, self._ledger, self._report = data, store, ledger, report
        self._part_size, self._work = part_size, work
        self._on_progress = on_progress
        self._lock = Lock()
        self._sent = self._total = 0

    def run(self, found: Holdings) -> None:
        todo = [(unit, pieces) for unit in found.units if (pieces := self._unproven(unit))]
        self._total = sum(piece.size for _, pieces in todo for piece in pieces)
        for _, pieces in todo:
            self._unit(pieces)
        planned = {piece.key for unit in found.units for piece in unit.pieces}
        given_up = [entry for entry in self._ledger.under_way(self._store.identity) if entry.key not in planned]
        self._report.aborted += self._store.tidy([entry.key for entry in given_up], datetime.now(UTC) - STALE)
        for entry in given_up:
            self._ledger.forget(entry)

    def _unproven(self, unit: Unit) -> list[Piece]:
        pieces = [piece for piece in unit.pieces if not self._is_known(piece)]
        self._report.already += len(unit.pieces) - len(pieces)
        return pieces

    def _is_known(self, piece: Piece) -> bool:
        entry = self._ledger.find(self._store.identity, piece.key)
        return entry is not None and entry.verified_at is not None and entry.stamp == piece.stamp

    def _unit(self, pieces: Sequence[Piece]) -> None:
        """The last piece comes only when the others are there."""
        *others, last = pieces
        small = [piece for piece in others if piece.size <= self._part_size and piece.pack is Pack.NONE]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="object") as pool:
            jobs = [pool.submit(self._tried, piece) for piece in small]
            try:
                tried = [job.result() for job in jobs]
            except Unreachable:
                pool.shutdown(cancel_futures=True)
                raise
        tried += [self._tried(piece) for piece in others if piece not in small]
        if all(tried):
            self._tried(last)

    def _tried(self, piece: Piece) -> bool:
        """Whether the piece is proven to be there."""
        try:
            self._piece(piece)
        except Unreachable:
            raise
        except (StorageError, OSError) as error:
            told = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)
            with self._lock:
                self._report.errors.append(told)
            return False
        return True

    def _piece(self, piece: Piece) -> None:
        stamp = piece.stamp
        file = piece.as_file(self._work)
        sums = sums_of(file, self._part_size)
        if piece.expected not in ("", sums.sha256):
            raise StorageError(f"{file}: its SHA-256 is not the one that was written beside it; see `kliping verify`")
        name = piece.file.relative_to(self._work if piece.file.is_relative_to(self._work) else self._data).as_posix()
        entry = Entry(name, stamp, sums.size, sums.sha256, self._store.identity, piece.key)
        before = self._ledger.find(entry.bucket, entry.key)
        if before and before.verified_at:
            self._refresh(before, entry)
            return
        resume = before is not None and before.sha256 == sums.sha256
        if before and not resume:
            aborted = self._store.tidy([piece.key])
            with self._lock:
                self._report.aborted += aborted
        if sums.in_parts:
            self._ledger.put(entry)
        sent: int | None = None

        def count(more: int) -> None:
            nonlocal sent
            with self._lock:
                sent = (sent or 0) + more
                self._sent += more
                self._on_progress(piece.file.name, self._sent, self._total)

        stored = self._store.put(piece.key, file, sums, resume=resume, on_bytes=count)
        self._ledger.put(replace(entry, etag=stored.etag, verified_at=datetime.now(UTC)))
        with self._lock:
            first = not self._report.uploaded
            self._report.uploaded += sent is not None
            self._report.found += sent is None
            self._report.sent += sent or 0
        if first and sent and not sums.in_parts:
            self._note(piece.key, file, sums)

    def _refresh(self, before: Entry, entry: Entry) -> None:
        """A file that was touched or copied and has its content still is the same."""
        if before.sha256 != entry.sha256:
            raise ObjectDiffers(
                f"{self._data / entry.file}: it changed since it was uploaded as {entry.key}; objects are never"
                " overwritten: move it away, or bring the uploaded one back with `kliping restore`"
            )
        self._ledger.put(replace(before, stamp=entry.stamp))
        with self._lock:
            self._report.already += 1

    def _note(self, key: str, file: Path, sums: Sums) -> None:
        for note in self._store.lacks(key, file, sums):
            with self._lock:
                self._report.notes.append(note)
