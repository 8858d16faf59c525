"""Content codings undone: gzip, deflate, br, zstd, as leniently as browsers do it."""

from collections.abc import Callable, Iterator
from io import BytesIO

import brotli
import zstandard
from isal import isal_zlib

BODY_LIMIT = 64 * 1024 * 1024
"""No page is larger than this; what decodes to more is a bomb and is cut here. A body of so many bytes is no page."""

_OUT_AT_MOST = 1024 * 1024
_GZIP = 31
_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and zstd begin, so that damaged data of theirs is not taken for plain."""


def decode(data: bytes, coding: str) -> bytes:
    """`data` without one coding.

    A coding that breaks off or turns bad gives what came out until then. Data that is not in the coding at all,
    and codings that nobody knows, leave it as it is: servers and crawlers name codings that they do not use.
    """
    decoder = _DECODERS.get(coding)
    if decoder is None or not data:
        return data
    decoded, sound = _collect(decoder(data, len(data)))
    if not sound:  # the step that fails gives nothing, so take small ones
        decoded, _ = _collect(decoder(data, 64))
    if not decoded and not sound and not data.startswith(_MAGIC):
        return _collect(_inflate(data, 64, -15))[0] or data if coding == "deflate" else data
    return decoded


def _collect(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """The pieces until the end, the first error or the limit, and whether there was no error."""
    collected = BytesIO()
    sound = True
    try:
        for piece in pieces:
            if collected.write(piece) and collected.tell() >= BODY_LIMIT:
                collected.truncate(BODY_LIMIT)
                break
    except (isal_zlib.error, brotli.error, zstandard.ZstdError):  # type: ignore[misc]  # its stub has no class
        sound = False
    return collected.getvalue(), sound


def _inflate(data: bytes, step: int, window: int) -> Iterator[bytes]:
    view = memoryview(data)
    at = 0
    while at < len(view):
        decoder = isal_zlib.decompressobj(window)
        while at < len(view) and not decoder.eof:
            given = view[at : at + step]
            yield decoder.decompress(given, _OUT_AT_MOST)
            at += len(given) - len(decoder.unconsumed_tail) - len(decoder.unused_data)
        while not decoder.eof and (more := decoder.decompress(decoder.unconsumed_tail, _OUT_AT_MOST)):
            yield more
        if window != _GZIP or bytes(view[at : at + 2]) != _MAGIC[0]:
            return  # what follows a stream is padding, unless it is another gzip member


def _unbrotli(data: bytes, step: int) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    step = min(step, 1024)  # of a larger one that breaks off it keeps most to itself
    for start in range(0, len(data), step):
        yield decoder.process(data[start : start + step], output_buffer_limit=_OUT_AT_MOST)
        while not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_OUT_AT_MOST)


def _unzstd(data: bytes, step: int) -> Iterator[bytes]:
    decoder = zstandard.ZstdDecompressor().decompressobj(read_across_frames=True)
    step = min(step, 256)  # bounds what one step can swell to: three bytes may stand for 128 KB
    for start in range(0, len(data), step):
        yield decoder.decompress(data[start : start + step])


_DECODERS: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {
    "gzip": lambda data, step: _inflate(data, step, _GZIP),
    "x-gzip": lambda data, step: _inflate(data, step, _GZIP),
    "deflate": lambda data, step: _inflate(data, step, 15),
    "br": _unbrotli,
    "zstd": _unzstd,
}
