"""WARCs cut into pieces that are read side by side; a piece begins with a response."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from archive.members import is_gzip
from archive.place import Place

PIECE = 8 * 1024 * 1024
"""Bytes of a WARC that are one piece of work: a few hundred pages."""

_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"\r\n\r\nWARC/1."
_STEP = 256 * 1024
_HEAD_AT_MOST = 4096


class Source(NamedTuple):
    """A WARC, the run it belongs to, and the name of the site whose articles it was crawled for, if we wrote it."""

    path: Place
    run: str
    site: str


class Piece(NamedTuple):
    """What begins in a WARC from `start` on and before `end`; None is the end of the file."""

    source: Source
    start: int = 0
    end: int | None = None


def pieces_of(source: Source, size: int = PIECE) -> list[Piece]:
    """The WARC in pieces of about `size` bytes.

    Where a piece begins was guessed by its look: whoever reads the piece before it must arrive there exactly.
    """
    starts = [0]
    with source.path.open("rb") as file:
        length = file.seek(0, 2)
        find = _responses if is_gzip(file) else _plain_responses
        for at in range(size, length - size // 2, size):
            if at > starts[-1]:
                starts += [found for found in [next(find(file, at, at + size), None)] if found is not None]
    return [Piece(source, start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def in_shard(source: Source, number: int, of: int) -> bool:
    """Whether the WARC belongs to shard `number`, from 1, of so many. The runs of one newspaper stay together."""
    unit = f"site {source.site}" if source.site else f"run {source.run}"
    return int.from_bytes(hashlib.sha256(unit.encode()).digest()[:8]) % of == number - 1


def _responses(file: BinaryIO, start: int, end: int) -> Iterator[int]:
    for at in _occurrences(file, _GZIP, start, end):
        file.seek(at)
        try:
            head = isal_zlib.decompressobj(31).decompress(file.read(_HEAD_AT_MOST), _HEAD_AT_MOST)
        except isal_zlib.error:  # type: ignore[misc]  # its stub has no class
            continue
        if _is_response(head):
            yield at


def _plain_responses(file: BinaryIO, start: int, end: int) -> Iterator[int]:
    for at in _occurrences(file, _PLAIN, start, end):
        file.seek(at + 4)
        if _is_response(file.read(_HEAD_AT_MOST)):
            yield at + 4


def _occurrences(file: BinaryIO, mark: bytes, start: int, end: int) -> Iterator[int]:
    for begin in range(start, end, _STEP):
        file.seek(begin)
        data = file.read(_STEP + len(mark) - 1)
        at = data.find(mark)
        while at >= 0:
            yield begin + at
            at = data.find(mark, at + 1)


def _is_response(head: bytes) -> bool:
    """Whether a record's head is that of a response which readers pass on."""
    if not head.startswith(b"WARC/1."):
        return False
    fields = head.partition(b"\r\n\r\n")[0].lower()
    return (
        b"\r\nwarc-type: response\r\n" in fields + b"\r\n"
        and b"\r\ncontent-type: application/http" in fields
        and b"\r\nwarc-truncated:" not in fields
    )


def shard(sources: Iterable[Source], number: int, of: int) -> list[Source]:
    return [source for source in sources if in_shard(source, number, of)]
