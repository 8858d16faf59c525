"""WARCs cut into pieces that are read side by side; a piece begins with a response."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from archive.members import is_gzip
from archive.place import Place

PIECE = 8 * 1024 * 1024
"""Bytes of a WARC that are one piece of work: a few hundred pages."""
_SMALLEST = 1024 * 1024
_SHARE = 8
"""Towards the end a piece is but this part of what is left, so that all workers end at about the same time."""

_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"\r\n\r\nWARC/1."
_STEP = 256 * 1024
_HEAD_AT_MOST = 4096


class Source(NamedTuple):
    """A WARC, the run it belongs to, and the name of the site whose articles it was crawled for, if we wrote it."""

    path: Place
    run: str
    site: str
    size: int = 0


class Piece(NamedTuple):
    """What begins in a WARC from `start` on and before `end`; None is the end of the file."""

    source: Source
    start: int = 0
    end: int | None = None


def pieces(sources: Sequence[Source], size: int = PIECE) -> Iterator[Piece]:
    """The WARCs in pieces of about `size` bytes, smaller ones at the end.

    Where a piece begins was guessed by its look: whoever reads the piece before it must arrive there exactly.
    """
    behind = sum(source.size for source in sources)
    for source in sources:
        behind -= source.size
        starts = [*_starts(source, size, behind)]
        yield from (Piece(source, start, end) for start, end in zip(starts, [*starts[1:], None], strict=True))


def _starts(source: Source, most: int, behind: int) -> Iterator[int]:
    yield 0
    with source.path.open("rb") as file:
        find = _responses if is_gzip(file) else _plain_responses
        at = 0
        while True:
            size = min(most, max(_SMALLEST, (source.size - at + behind) // _SHARE))
            at += size
            if at >= source.size - size // 2:
                return
            if (found := next(find(file, at, at + size), None)) is not None:
                yield found
                at = found


def in_shard(source: Source, number: int, of: int) -> bool:
    """Whether the WARC belongs to shard `number`, from 1, of so many. The runs of one newspaper stay together."""
    return is_share(f"site {source.site}" if source.site else f"run {source.run}", number, of)


def is_share(unit: str, number: int, of: int) -> bool:
    """Whether share `number`, from 1, of so many has the unit of work that is called so."""
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
