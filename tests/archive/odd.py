"""Odd responses, byte by byte, and a raw-socket server that sends them and remembers what was on the wire."""

import gzip
import random
import socket
import socketserver
import ssl
import threading
import zlib
from collections import defaultdict
from dataclasses import dataclass, field

import brotli
import zstandard

TEXT = "".join(f"<p>Alinea ke-{n} tentang pasar ikan di Muara Angke.</p>\n" for n in range(40))
HTML = f"<!doctype html><meta charset=utf-8><h1>Pasar ikan</h1>{TEXT}".encode()
GZIPPED = gzip.compress(HTML, mtime=0)
LARGE = random.Random(11).randbytes(11 * 1024 * 1024)

PAGE, CUT, NOTHING = "page", "cut", "nothing"


@dataclass(frozen=True)
class Odd:
    """What the server sends and what the archive must make of it.

    PAGE: a response record with exactly these bytes. CUT: the same with WARC-Truncated, and an error for the caller.
    NOTHING: no response record; the reason in a metadata record.
    """

    sent: bytes
    outcome: str = PAGE
    body: bytes | None = HTML
    """What the Page's body must be; None if it does not matter."""
    close: bool = False
    """Whether the server closes the connection after it."""
    hang: bool = False
    """Whether the server then waits for the client to give up."""
    interim: int = 0
    """How many bytes in front are interim responses, which are not part of the record."""
    trailing: int = 0
    """How many bytes at the end do not belong to the response."""
    method: str = "GET"
    truncated: str = ""


def head(*lines: str | bytes, status: str = "HTTP/1.1 200 OK") -> bytes:
    encoded = [line if isinstance(line, bytes) else line.encode("latin-1") for line in (status, *lines)]
    return b"\r\n".join([*encoded, b"", b""])


def sized(body: bytes, *lines: str | bytes, status: str = "HTTP/1.1 200 OK") -> bytes:
    return head("Content-Type: text/html; charset=utf-8", *lines, f"Content-Length: {len(body)}", status=status) + body


def chunks(body: bytes, size: int = 700, extension: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </gaya.css>; rel=preload\r\n\r\n"
CHUNKED = "Transfer-Encoding: chunked"

ODD: dict[str, Odd] = {
    "plain": Odd(sized(HTML)),
    "gzip": Odd(sized(GZIPPED, "Content-Encoding: gzip")),
    "x-gzip": Odd(sized(GZIPPED, "Content-Encoding: x-gzip")),
    "gzip-two-members": Odd(sized(gzip.compress(HTML[:99]) + gzip.compress(HTML[99:]), "Content-Encoding: gzip")),
    "br": Odd(sized(brotli.compress(HTML), "Content-Encoding: br")),
    "zstd": Odd(sized(zstandard.compress(HTML), "Content-Encoding: zstd")),
    "deflate-zlib": Odd(sized(zlib.compress(HTML), "Content-Encoding: deflate")),
    "deflate-raw": Odd(sized(_raw_deflate(HTML), "Content-Encoding: deflate")),
    "gzip-br": Odd(sized(brotli.compress(GZIPPED), "Content-Encoding: gzip, br")),
    "unknown-coding": Odd(sized(HTML, "Content-Encoding: aes128gcm")),
    "coding-of-plain": Odd(sized(HTML, "Content-Encoding: gzip")),
    "chunked": Odd(head(CHUNKED) + chunks(HTML) + b"0\r\n\r\n"),
    "chunked-gzip": Odd(head(CHUNKED, "Content-Encoding: gzip") + chunks(GZIPPED, 100) + b"0\r\n\r\n"),
    "chunk-extension-trailers": Odd(
        head(CHUNKED, "Trailer: X-Sum") + chunks(HTML, 300, b";mutu=baik") + b"0\r\nX-Sum: 42\r\n\r\n"
    ),
    "chunked-and-length": Odd(head(CHUNKED, "Content-Length: 17") + chunks(HTML) + b"0\r\n\r\n"),
    "chunked-upper-case": Odd(head("TRANSFER-ENCODING: CHUNKED") + chunks(HTML) + b"0\r\n\r\n"),
    "chunked-in-gzip": Odd(head("Transfer-Encoding: gzip, chunked") + chunks(GZIPPED) + b"0\r\n\r\n"),
    "te-identity": Odd(sized(HTML, "Transfer-Encoding: identity")),
    "te-identity-close": Odd(head("Transfer-Encoding: identity") + HTML, close=True),
    "no-length": Odd(head("Connection: close") + HTML, close=True),
    "http-1.0": Odd(head(status="HTTP/1.0 200 OK") + HTML, close=True),
    "http-1.0-length": Odd(sized(HTML, status="HTTP/1.0 200 OK"), close=True),
    "redirect": Odd(sized(b"", "Location: plain", status="HTTP/1.1 302 Found"), body=b""),
    "redirect-utf8": Odd(sized(b"", "Location: /berit\u00e1".encode(), status="HTTP/1.1 301 Moved"), body=b""),
    "cookies-mixed-case": Odd(sized(HTML, "set-cookie: a=1", "X-MiXeD: Ya", "Set-Cookie: b=2", "SET-COOKIE: a=3")),
    "latin1-header": Odd(sized(HTML, b"X-Kota: Besan\xe7on")),
    "utf8-header": Odd(sized(HTML, "X-Kota: Besançon".encode())),
    "folded-header": Odd(sized(HTML, "X-Panjang: satu\r\n  dua\r\n\ttiga")),
    "space-before-colon": Odd(sized(HTML, "X-Spasi : v")),
    "space-in-name": Odd(sized(HTML, "X Nama Aneh: v")),
    "empty-value": Odd(sized(HTML, "X-Kosong:", "X-Spasi:   ")),
    "empty-name": Odd(sized(HTML, ": tanpa nama")),
    "no-colon": Odd(sized(HTML, "baris tanpa titik dua")),
    "bare-lf": Odd(sized(HTML).replace(b"\r\n", b"\n")),
    "no-reason": Odd(sized(HTML, status="HTTP/1.1 200")),
    "empty-reason": Odd(sized(HTML, status="HTTP/1.1 200 ")),
    "odd-reason": Odd(sized(HTML, status="HTTP/1.1 200 Siap: sudah \xe9")),
    "304": Odd(head('ETag: "x"', status="HTTP/1.1 304 Not Modified"), body=b""),
    "304-with-length": Odd(head("Content-Length: 12345", status="HTTP/1.1 304 Not Modified"), body=b""),
    "204": Odd(head(status="HTTP/1.1 204 No Content"), body=b""),
    "404": Odd(sized(HTML, status="HTTP/1.1 404 Not Found")),
    "503": Odd(sized(b"sibuk", "Retry-After: 1", status="HTTP/1.1 503 Busy"), body=b"sibuk"),
    "999": Odd(sized(HTML, status="HTTP/1.1 999 Denied")),
    "empty": Odd(sized(b""), body=b""),
    "empty-chunked": Odd(head(CHUNKED) + b"0\r\n\r\n", body=b""),
    "empty-no-length": Odd(head(), body=b"", close=True),
    "head": Odd(head("Content-Length: 4711"), body=b"", method="HEAD"),
    "post": Odd(sized(HTML), method="POST"),
    "103-first": Odd(EARLY + sized(HTML), interim=len(EARLY)),
    "103-twice": Odd(EARLY * 2 + sized(HTML), interim=2 * len(EARLY)),
    "length-cut": Odd(sized(HTML)[:-100], CUT, close=True, truncated="disconnect"),
    "chunk-cut": Odd(head(CHUNKED) + chunks(HTML)[:-300], CUT, close=True, truncated="disconnect"),
    "chunk-end-missing": Odd(head(CHUNKED) + chunks(HTML), CUT, close=True, truncated="disconnect"),
    "chunk-size-cut": Odd(head(CHUNKED) + chunks(HTML) + b"2f", CUT, close=True, truncated="disconnect"),
    "chunk-size-bad": Odd(head(CHUNKED) + b"zz\r\n" + HTML, CUT, close=True, truncated="unspecified"),
    "gzip-cut": Odd(sized(GZIPPED[:-40], "Content-Encoding: gzip"), body=None),
    "gzip-damaged": Odd(sized(GZIPPED[:99] + b"\xff\xff" + GZIPPED[101:], "Content-Encoding: gzip"), body=None),
    "hang-in-body": Odd(sized(HTML)[:-100], CUT, hang=True, truncated="time"),
    "length-twice": Odd(sized(HTML, f"Content-Length: {len(HTML)}")),
    "length-conflict": Odd(sized(HTML, "Content-Length: 7"), CUT, close=True, truncated="unspecified"),
    "length-no-number": Odd(head("Content-Length: banyak") + HTML, CUT, close=True, truncated="unspecified"),
    "long-header": Odd(sized(HTML, "X-Panjang: " + "a" * 20_000)),
    "200-kb-header": Odd(sized(HTML, "X-Panjang: " + "a" * 200_000)),
    "300-headers": Odd(sized(HTML, *(f"X-{n}: {n}" for n in range(300)))),
    "large": Odd(sized(LARGE), body=LARGE),
    "too-large-announced": Odd(head("Content-Length: 99000000") + HTML, CUT, close=True, truncated="length"),
    "trailing-bytes": Odd(sized(HTML) + b"sisa", trailing=4, close=True),
    "trailing-response": Odd(sized(HTML) + sized(b"bukan yang diminta"), trailing=len(sized(b"bukan yang diminta"))),
    "head-cut": Odd(sized(HTML)[:60], NOTHING, close=True),
    "hang-in-head": Odd(sized(HTML)[:60], NOTHING, hang=True),
    "hang-at-once": Odd(b"", NOTHING, hang=True),
    "closed-at-once": Odd(b"", NOTHING, close=True),
    "no-http": Odd(b"SSH-2.0-OpenSSH_9.2\r\n" + b"x" * 99, NOTHING, close=True),
    "bad-status": Odd(sized(HTML, status="HTTP/1.1 dua-ratus OK"), NOTHING, close=True),
}


@dataclass
class Wire:
    """What went over the wire for one path, answer by answer."""

    requests: list[bytes] = field(default_factory=list)
    responses: list[bytes] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)
    """The number of the connection that each answer went over."""


class OddServer(socketserver.ThreadingTCPServer):
    """Answers `/NAME` with the odd response of that name and `/many/N` with a page of its own for each N."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._host = f"[{host}]" if ":" in host else host
        super().__init__((host, 0), _Connection)
        self.wire: dict[str, Wire] = defaultdict(Wire)
        self.connections = 0
        self.lock = threading.Lock()
        self.done = threading.Event()
        self._tls = tls
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.server_address[1]}"

    def __enter__(self) -> "OddServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def finish_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        with self._tls.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        """A client that hangs up is what some of the tests are about."""


class _Connection(socketserver.StreamRequestHandler):
    server: OddServer

    def handle(self) -> None:
        with self.server.lock:
            self.server.connections += 1
            number = self.server.connections
        while request := self._read_request():
            path = request.split(b" ", 2)[1].decode("ascii")
            path = "/" + path.removeprefix(self.server.url).lstrip("/")
            odd = answer(path)
            wire = self.server.wire[path]
            wire.requests.append(request)
            wire.responses.append(odd.sent)
            wire.connections.append(number)
            self.wfile.write(odd.sent)
            if odd.hang:
                self.server.done.wait(10)
            if odd.close or odd.hang:
                return

    def _read_request(self) -> bytes:
        lines = []
        length = 0
        while line := self.rfile.readline():
            lines.append(line)
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if line == b"\r\n":
                return b"".join(lines) + self.rfile.read(length)
        return b""


def answer(path: str) -> Odd:
    if path.startswith("/many/"):
        body = f"<p>Halaman {path}</p>".encode() * 200
        number = int(path.rsplit("/", 1)[1])
        if number % 3 == 0:
            return Odd(
                head(CHUNKED, "Content-Encoding: gzip") + chunks(gzip.compress(body, mtime=0), 50) + b"0\r\n\r\n"
            )
        return Odd(head(CHUNKED) + chunks(body) + b"0\r\n\r\n") if number % 3 == 1 else Odd(sized(body))
    return ODD[path[1:].partition("?")[0]]
