"""Makes whole what a crash left: unfinished files are cut to their last whole record group and sealed."""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.cdxj import index_file
from archive.dedup import NAME, Originals
from archive.disk import is_at, sync_folder
from archive.errors import TornWarc
from archive.members import members
from archive.sealing import OPEN, file_sum, open_path, seal
from archive.strict import parse_record

TAIL = ".tail"
"""The ending of what was cut off, after `.warc.gz`; kept for whoever wants to look at it."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of one unfinished file."""

    warc: Path
    """Its final name; there is no such file if it held no whole group (`groups` is 0)."""
    groups: int
    kept: int
    """Bytes."""
    cut: int
    """Bytes, in `tail` if there are any."""
    tail: Path | None


def recover(folder: Path) -> list[Recovered]:
    """Recover all unfinished files in a folder and below it, except those that a crawler has locked.

    Raises OSError if the disk cannot be written; what was not yet recovered is then as it was.
    """
    return [done for path in sorted(folder.rglob(f"*.warc.gz{OPEN}")) for done in _recover(path)]


def _recover(path: Path) -> Iterator[Recovered]:
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return  # a crawl has just sealed it
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # a crawl is writing it
        if not is_at(file.fileno(), path):
            return  # another recovery was faster
        warc = path.with_name(path.name.removesuffix(OPEN))
        end, groups = _whole(path)
        if (warc.parent / NAME).exists():
            with Originals(warc.parent) as originals:
                originals.forget(warc.name, end)
        cut = path.stat().st_size - end
        tail = _keep_tail(file, warc, end) if cut else None
        if groups:
            file.truncate(end)
            os.fsync(file.fileno())
            seal(warc, index_file(open_path(warc), warc.name), file_sum(path))
        else:
            path.unlink()
        sync_folder(warc.parent)
        yield Recovered(warc, groups, end if groups else 0, cut, tail)


def _whole(path: Path) -> tuple[int, int]:
    """Where the last whole group ends, and how many there are besides the warcinfo; a group ends with metadata."""
    end = groups = 0
    try:
        for member in members(path):
            record = parse_record(member.data)
            if record.faults:
                break
            if record.type == "metadata":
                groups += 1
            if record.type in ("warcinfo", "metadata"):
                end = member.offset + member.length
    except TornWarc:
        pass  # that is what a crash leaves, and why we are here
    return end, groups


def _keep_tail(file: BinaryIO, warc: Path, end: int) -> Path:
    tail = warc.with_name(warc.name + TAIL)
    draft = tail.with_name(tail.name + ".new")
    file.seek(end)
    with draft.open("wb") as kept:
        while data := file.read(1024 * 1024):
            kept.write(data)
        kept.flush()
        os.fsync(kept.fileno())
    draft.rename(tail)
    sync_folder(tail.parent)
    return tail
