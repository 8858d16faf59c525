"""An HTTP message as bytes: its head, its framing, its body. Used by the live tap and by the WARC reader alike."""

import re
from dataclasses import dataclass, field

from archive.coding import decode

_BLANK_LINE = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(\d+(?:\.\d+)?)[ \t]+(\d{3})(?:[ \t]+(.*))?$", re.DOTALL)
_INTERIM = re.compile(rb"HTTP/\d\.\d[ \t]+1(?!01)\d\d\b")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_CODINGS_AT_MOST = 5
"""As curl has it: servers use one, and each more may multiply what a small body swells to."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response as it stands in a record block: `raw_body` is still chunked and still coded."""

    version: str
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    raw_body: bytes = field(repr=False)

    def values(self, name: str) -> list[str]:
        """All values of a header, in order, in Latin-1 as HTTP has it."""
        wanted = name.lower().encode("ascii")
        return [value.decode("latin-1") for key, value in self.headers if key.lower() == wanted]

    def last(self, name: str) -> str:
        """A header as sent, of several the last, as browsers take it; empty if there is none."""
        return (self.values(name) or [""])[-1]

    @property
    def content_type(self) -> str:
        return self.last("content-type")

    def _codings(self, name: str) -> list[str]:
        """In the order in which they are undone; none where there are too many."""
        codings = _tokens(self.values(name))
        return codings[::-1] if len(codings) <= _CODINGS_AT_MOST else []

    @property
    def payload(self) -> bytes:
        """The body without its transfer coding, its content coding kept: what a WARC payload digest is of."""
        body = self.raw_body
        for coding in self._codings("transfer-encoding"):
            body = dechunk(body)[0] if coding == "chunked" else decode(body, coding)
        return body

    @property
    def body(self) -> bytes:
        """The payload without its content coding; of a broken coding, as far as it decodes."""
        body = self.payload
        for coding in self._codings("content-encoding"):
            body = decode(body, coding)
        return body


def parse_response(block: bytes) -> HttpResponse | None:
    """The response in a record block, read as leniently as browsers do; None if it has no complete head.

    Interim (1xx) responses in front are passed over.
    """
    block = split_interim(block)[1]
    end = _BLANK_LINE.search(block)
    if end is None:
        return None
    first, *lines = block[: end.start()].split(b"\n")
    status_line = _STATUS_LINE.match(first.rstrip(b"\r"))
    if status_line is None:
        return None
    version, status, reason = status_line.groups()
    return HttpResponse(version.decode("ascii"), int(status), reason or b"", _headers(lines), block[end.end() :])


def split_interim(block: bytes) -> tuple[bytes, bytes]:
    """The interim (1xx) responses in front of a response, and the response. 101 is final: it ends HTTP."""
    start = 0
    while match := _INTERIM.match(block, start):
        end = _BLANK_LINE.search(block, match.end())
        if end is None:
            break
        start = end.end()
    return block[:start], block[start:]


def dechunk(body: bytes) -> tuple[bytes, bool]:
    """A chunked body without its framing, and whether its last chunk is there.

    What does not begin like a chunk was stored without framing, as some crawlers do, and is returned as it is.
    """
    parts: list[bytes] = []
    at = 0
    while size_line := _CHUNK_SIZE.match(body, at):
        size = int(size_line[1], 16)
        at = size_line.end()
        if size == 0:
            return b"".join(parts), True
        parts.append(body[at : at + size])
        at += size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
    if at == 0:
        return body, False
    return b"".join(parts), False


def _headers(lines: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    headers: list[tuple[bytes, bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, value + b" " + line.strip())
        elif b":" in line:
            name, value = line.split(b":", 1)
            headers.append((name.strip(), value.strip()))
    return tuple(headers)


def _tokens(values: list[str]) -> list[str]:
    return [token.strip().lower() for value in values for token in value.split(",") if token.strip()]
