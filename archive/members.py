"""Where WARC records end in a file, gzip member by gzip member or plain."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from isal import isal_zlib

from archive.errors import TornWarc
from archive.place import Place

GZIP_MAGIC = b"\x1f\x8b"

_DEFLATED = GZIP_MAGIC + b"\x08"
_STEP = 64 * 1024
_WINDOW = 1024 * 1024
_HEADER_AT_MOST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A whole gzip member: where it begins, how long it is, and what is in it (empty unless asked for)."""

    offset: int
    length: int
    data: bytes = field(repr=False, default=b"")


def read_member(file: BinaryIO, path: Place, offset: int, *, keep: bool = True) -> Member:
    """The gzip member that begins at `offset`; TornWarc if it is cut off, damaged or none."""
    file.seek(offset)
    decoder = isal_zlib.decompressobj(31)
    parts: list[bytes] = []
    taken = 0
    try:
        while not decoder.eof:
            data = file.read(_STEP)
            if not data:
                raise TornWarc(path, offset, "the gzip member is cut off")
            taken += len(data)
            out = decoder.decompress(data)
            if keep:
                parts.append(out)
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub has no class
        raise TornWarc(path, offset, f"no sound gzip member: {error}") from error
    return Member(offset, taken - len(decoder.unused_data), b"".join(parts))


def members(path: Place, start: int = 0) -> Iterator[Member]:
    """The gzip members of a file from `start` on; TornWarc at the first that is not whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        while start < size:
            member = read_member(file, path, start)
            yield member
            start += member.length


def find_member(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member begins that holds a WARC record; None if none does before the end."""
    at = start
    while True:
        file.seek(at)
        window = file.read(_WINDOW)
        if len(window) < len(_DEFLATED):
            return None
        found = window.find(_DEFLATED)
        if found < 0:
            at += len(window) - len(_DEFLATED) + 1
        elif _holds_record(file, at + found):
            return at + found
        else:
            at += found + 1


def _holds_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        return isal_zlib.decompressobj(31).decompress(file.read(_STEP), 16).startswith(b"WARC/")
    except isal_zlib.error:  # type: ignore[misc]  # its stub has no class
        return False


def is_gzip(file: BinaryIO, offset: int = 0) -> bool:
    """Whether a gzip member begins at `offset`; leaves the file's position alone."""
    position = file.tell()
    file.seek(offset)
    found = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    file.seek(position)
    return found


def record_end(file: BinaryIO, path: Place, offset: int) -> int:
    """Where the record that begins at `offset` ends, and so the next one begins; TornWarc if it is not whole."""
    if is_gzip(file):
        return offset + read_member(file, path, offset, keep=False).length
    return _plain_end(file, path, offset)


def _plain_end(file: BinaryIO, path: Place, offset: int) -> int:
    file.seek(offset)
    length = None
    while line := file.readline(_HEADER_AT_MOST).strip():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    if length is None:
        raise TornWarc(path, offset, "no WARC record header")
    size = file.seek(0, 2)
    file.seek(offset)
    while file.readline(_HEADER_AT_MOST).strip():
        pass
    end = file.tell() + length
    if end + len(b"\r\n\r\n") > size:
        raise TornWarc(path, offset, "the record is cut off")
    file.seek(end)
    after = file.read(_STEP)
    return end + len(after) - len(after.lstrip(b"\r\n"))
