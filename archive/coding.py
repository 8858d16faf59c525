"""Content codings undone: gzip, deflate, br, zstd, as leniently as browsers do it."""

from collections.abc import Callable, Iterator

import brotli
import zstandard
from isal import isal_zlib

BODY_LIMIT = 256 * 1024 * 1024
"""No page is larger than this; what decodes to more is a bomb and is cut here."""

_STEP = 1024 * 1024


def decode(data: bytes, coding: str) -> bytes:
    """`data` without one coding.

    A coding that breaks off or turns bad gives what came out until then. Data that is not in the coding at all,
    and codings that nobody knows, leave it as it is: servers and crawlers name codings that they do not use.
    """
    decoder = _DECODERS.get(coding)
    if decoder is None or not data:
        return data
    decoded = _collect(decoder(data))
    if decoded is None and coding == "deflate":
        decoded = _collect(_inflate(data, -15))
    return data if decoded is None else decoded


def _collect(pieces: Iterator[bytes]) -> bytes | None:
    """The pieces until the end, the first error or the limit; None when the very first is an error."""
    collected: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            collected.append(piece)
            size += len(piece)
            if size >= BODY_LIMIT:
                break
    except (isal_zlib.error, brotli.error, zstandard.ZstdError):  # type: ignore[misc]  # its stub has no class
        if size == 0:
            return None
    return b"".join(collected)[:BODY_LIMIT]


def _inflate(data: bytes, window: int) -> Iterator[bytes]:
    while data:
        decoder = isal_zlib.decompressobj(window)
        while data and not decoder.eof:
            yield decoder.decompress(data, _STEP)
            data = decoder.unconsumed_tail
        if not decoder.eof:
            yield decoder.flush()
        data = decoder.unused_data if window == 31 and decoder.unused_data[:2] == b"\x1f\x8b" else b""


def _unbrotli(data: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    for start in range(0, len(data), 1024):
        yield decoder.process(data[start : start + 1024])


def _unzstd(data: bytes) -> Iterator[bytes]:
    decoder = zstandard.ZstdDecompressor().decompressobj(read_across_frames=True)
    for start in range(0, len(data), 1024):
        yield decoder.decompress(data[start : start + 1024])


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": lambda data: _inflate(data, 31),
    "x-gzip": lambda data: _inflate(data, 31),
    "deflate": lambda data: _inflate(data, 15),
    "br": _unbrotli,
    "zstd": _unzstd,
}
