"""Pages made to do harm, as large as they are asked for, and a WARC that holds them between good ones."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import BinaryIO

import brotli
import zstandard

from tests.pipelines.test_reextract import PROSE
from tests.warcs import article

MB = 1_000_000
Coder = Callable[[Iterator[bytes]], bytes]
Sent = tuple[str, bytes]
"""The Content-Encoding of a response, and its body as it is sent."""


def good(number: int) -> bytes:
    return article(
        f"Warga menanam bakau, hari ke-{number}", *PROSE, f"Hari itu adalah hari ke-{number} di kampung itu."
    )


def _page(inside: bytes) -> bytes:
    return good(0) + inside


def _swelling(size: int) -> Iterator[bytes]:
    yield good(0)
    yield from (b" " * MB for _ in range(size // MB))


def _gzipped(pieces: Iterator[bytes]) -> bytes:
    coder = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(map(coder.compress, pieces)) + coder.flush()


def _deflated(pieces: Iterator[bytes]) -> bytes:
    coder = zlib.compressobj(1)
    return b"".join(map(coder.compress, pieces)) + coder.flush()


def _brotli(pieces: Iterator[bytes]) -> bytes:
    coder = brotli.Compressor(quality=1)
    return b"".join(map(coder.process, pieces)) + coder.finish()


def _zstd(pieces: Iterator[bytes]) -> bytes:
    coder = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join(map(coder.compress, pieces)) + coder.flush()


def _gzipped_twice(pieces: Iterator[bytes]) -> bytes:
    return gzip.compress(_gzipped(pieces), 1)


_CODERS: Mapping[str, Coder] = {
    "gzip": _gzipped,
    "gzip, gzip": _gzipped_twice,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


def hostile(part: int = 1) -> Iterator[tuple[str, Sent]]:
    """The name and content of each page, of which all but the bombs are smaller by `part`.

    A bomb is a gigabyte, and 100 MB if it is to be small: less would be none.
    """
    m, bomb = MB // part, 1000 * MB if part == 1 else 100 * MB
    plain = {
        "divs in divs": b"<div>" * (10 * m),
        "divs side by side": b"<div></div>" * (4 * m),
        "formatting that never closes": b"<b><p>" * (8 * m),
        "a million br": b"<br>" * m,
        "one line of words": b"<p>" + b"kata " * (4 * m),
        "one word": b"<p>" + b"k" * (20 * m),
        "a hundred thousand deep": b"<span>" * (m // 10),
        "lists a hundred thousand deep": b"<ul><li>" * (m // 10),
        "no UTF-8": b"<p>" + b"\xff\xfe\x80\xc3" * (5 * m),
        "NUL": b"<p>" + b"\0" * (10 * m) + b"k\0" * (5 * m),
        "an attribute": b'<p class="' + b"a " * (5 * m) + b'">',
        "attributes": b"<p " + b"".join(b"a%d=1 " % n for n in range(m // 10)) + b">",
        "links": b"<a href=/x>baca juga</a> " * (m // 4),
        "labels": b"<p>Baca juga: <a href=/x>Sawah Itu Kering Lagi</a></p>" * (m // 20),
        "tokens": b"<p>" + b"[gambas:video] " * (m // 20),
        "brackets": b"<p>" + b"[" * m + b"<p>" + b"[gambas:" * (m // 4),
        "comments": b"<!---->" * m,
        "a comment without end": b"<!-- " + b"-" * (10 * m),
        "scripts of JSON in JSON": b'<script type="application/ld+json">' + b"[" * (2 * m) + b"</script>",
        "a style sheet": b"<style>" + b"@media{" * m + b"/*" * m + b"</style>",
        "entities": b"<p>" + b"&amp;&#x41;&nosuch" * (m // 2),
    }
    yield from ((name, ("", _page(inside))) for name, inside in plain.items())
    yield from ((f"a bomb of {coding}", (coding, coder(_swelling(bomb)))) for coding, coder in _CODERS.items())
    yield "a body without end", ("", _page(b" " * bomb))


def url(number: int) -> str:
    return f"https://warta.test/berita/{number}-tanam-bakau"


def write_between(path: Path, pages: Iterator[tuple[str, Sent]]) -> dict[str, str]:
    """A WARC in which a good page stands before and behind each of these; the name of each address that is one."""
    names: dict[str, str] = {}
    numbers = count()
    with path.open("wb") as file:
        _put(file, url(next(numbers)), "", good(0))
        for name, (coding, body) in pages:
            number = next(numbers)
            names[url(number)] = name
            _put(file, url(number), coding, body)
            number = next(numbers)
            _put(file, url(number), "", good(number))
    return names


def _put(file: BinaryIO, address: str, coding: str, body: bytes) -> None:
    encoded = f"Content-Encoding: {coding}\r\n" if coding else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{encoded}\r\n".encode()
    fields = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{file.tell()}>\r\n"
        "WARC-Date: 2026-05-04T03:02:01Z\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(head) + len(body)}\r\n\r\n"
    )
    coder = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in (fields.encode(), head, body, b"\r\n\r\n"):
        file.write(coder.compress(piece))
    file.write(coder.flush())
