"""An HTTP proxy on loopback that answers for the hosts itself, over TLS too, and never connects anywhere."""

import errno
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from crawler.newsroom.certificate import tls_context
from crawler.newsroom.message import Reply, Request, chunks, wire_head

__all__ = ["Answer", "Exchange", "Reply", "Request", "Server", "mirror"]


class Exchange(NamedTuple):
    """A line of the log."""

    method: str
    url: str
    status: int


Answer = Callable[[Request], Reply]


class Server:
    """A forward proxy that gives every request for one of `hosts` to `answer`, from as many threads as clients ask.

    `hosts` are names or `*.name`; any other host is refused with 502. What `answer` raises is raised again
    when the server is left.
    """

    def __init__(self, answer: Answer, hosts: Iterable[str], port: int = 0) -> None:
        self.hosts = tuple(hosts)
        self.requests: list[Exchange] = []
        self.proxy_url = ""
        """For `http_proxy` and `https_proxy`, once the server is entered."""
        self._answer = answer
        self._port = port
        self._asked: Counter[str] = Counter()
        self._log_lock = threading.Lock()

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that point a crawler at this server."""
        return {"http_proxy": self.proxy_url, "https_proxy": self.proxy_url, "no_proxy": ""}

    def knows(self, host: str) -> bool:
        return any(fnmatch(host, known) for known in self.hosts)

    def forget(self) -> None:
        """Empties the log, so that what answers differently the second time begins anew."""
        with self._log_lock:
            self.requests.clear()
            self._asked.clear()

    def reply_to(self, method: str, url: str, headers: Mapping[str, str]) -> Reply:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
        if not self.knows(host):
            body = f"Nothing here answers for {host or url!r}, and nothing is asked beyond this machine.\n"
            reply = Reply(502, (("Content-Type", "text/plain; charset=utf-8"),), body.encode())
        elif method == "CONNECT":
            return Reply(200)
        else:
            with self._log_lock:
                earlier = self._asked[url]
                self._asked[url] += 1
            reply = self._answer(Request(method, url, headers, earlier))
        with self._log_lock:
            self.requests.append(Exchange(method, url, reply.status))
        return reply

    def __enter__(self) -> Self:
        self._listener = _Listener(("127.0.0.1", self._port), self)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), name="newsroom")
        self._thread.start()
        self.proxy_url = f"http://127.0.0.1:{self._listener.server_address[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join()
        if error is None and self._listener.failures:
            raise self._listener.failures[0]


class _Tls(ssl.SSLSocket):
    """Whatever happens to a connection, it is closed: `ssl` leaves one open whose client goes away as it is wrapped."""

    def __del__(self) -> None:
        self.close()


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128
    block_on_close = True

    def __init__(self, address: tuple[str, int], server: Server) -> None:
        self.newsroom = server
        self.tls = tls_context(server.hosts)
        self.tls.sslsocket_class = _Tls
        self.open: set[socket.socket] = set()
        self.failures: list[BaseException] = []
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """Ends the connections that clients keep alive, so that their threads end."""
        for connection in tuple(self.open):
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # TLS is left in place for who reads it
            except OSError:  # the client was faster
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if isinstance(error, ConnectionError | ssl.SSLError) or getattr(error, "errno", None) == errno.ENOTCONN:
            return  # the client went away
        if error is not None:
            self.failures.append(error)
        super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes, and the second must not wait for the first's ACK
    server: _Listener
    origin = ""

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        try:
            super().finish()
        finally:
            if isinstance(self.connection, ssl.SSLSocket):  # what `socketserver` closes is the emptied plain socket
                self.connection.close()

    def do_CONNECT(self) -> None:
        reply = self.server.newsroom.reply_to("CONNECT", self.path, {})
        if reply.status != 200:
            self.write(reply)
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.server.open.discard(self.connection)
        tls = self.server.tls.wrap_socket(self.connection, server_side=True, do_handshake_on_connect=False)
        self.server.open.add(tls)
        self.connection, self.rfile, self.wfile = tls, tls.makefile("rb"), tls.makefile("wb")
        tls.do_handshake()
        self.origin = "https://" + self.path.removesuffix(":443")
        self.close_connection = False

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        origin = self.origin or f"http://{headers.get('host', '')}"
        url = self.path if "://" in self.path else origin + self.path
        self.write(self.server.newsroom.reply_to(self.command, url, headers))

    do_HEAD = do_POST = do_GET  # noqa: N815

    def write(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        if reply.cut_at is not None:
            self.close_connection = True
        self.wfile.write(wire_head(reply, close=self.close_connection))
        if self.command != "HEAD":
            body = chunks(reply.body) if reply.chunked else reply.body
            self.wfile.write(body[: reply.cut_at])

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: `Server.requests` is the log."""


def mirror(pages: Mapping[str, Reply]) -> Server:
    """A server that answers each URL of `pages` with its reply, and any other URL of the same hosts with 404."""
    missing = Reply(404, (("Content-Type", "text/plain; charset=utf-8"),), b"No such page here.\n")
    return Server(lambda request: pages.get(request.url, missing), {urlsplit(url).hostname or "" for url in pages})
