"""What is asked of the newsroom and what goes back, and how that looks on the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cached_property
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What a client asks for. `url` is absolute, header names are lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    earlier: int = 0
    """How often the server was asked for this URL before."""

    @cached_property
    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.parts.query, keep_blank_values=True))

    @property
    def host(self) -> str:
        return self.parts.hostname or ""


@dataclass(frozen=True)
class Reply:
    """What goes back. The framing (Content-Length or chunks) is added as it is written."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    chunked: bool = False
    delay: float = 0.0
    """Seconds before the first byte."""
    cut_at: int | None = None
    """The connection is closed after so many bytes of the body, whatever Content-Length promised."""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def wire_head(reply: Reply, *, close: bool) -> bytes:
    """The status line and the headers, with the framing."""
    framing = ("Transfer-Encoding", "chunked") if reply.chunked else ("Content-Length", str(len(reply.body)))
    headers = [("Server", "newsroom"), ("Date", formatdate(usegmt=True)), *reply.headers, framing]
    headers.append(("Connection", "close" if close else "keep-alive"))
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def chunks(body: bytes, size: int = 1000) -> bytes:
    """The body in chunks of at most `size` bytes, with the last empty one."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))
