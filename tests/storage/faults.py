"""A line to a server that breaks: a TCP proxy that knows no HTTP. Each new connection takes the next fault."""

import socket
import socketserver
import struct
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

SLOW_DOWN = (
    b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: 76\r\nConnection: close\r\n\r\n"
    b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>.</Message></Error>"
)[:-1]


@dataclass(frozen=True)
class Fault:
    """What happens to a connection.

    `after` bytes from the client it is cut; with `seen`, only those count that come after these bytes. `lost_reply`
    lets the request reach the server and throws the answer away; `back` cuts the answer after so many bytes. `delay`
    seconds pass before anything is forwarded.
    """

    refuse: bool = False
    answer: bytes = b""
    after: int | None = None
    seen: bytes = b""
    lost_reply: bool = False
    back: int | None = None
    delay: float = 0.0


PASS = Fault()


class FaultyLine(socketserver.ThreadingTCPServer):
    """Listens on loopback for `endpoint`; `url` is its own. Faults are taken in order; then everything passes.

    A fault with `seen` waits for a connection on which the client sends these bytes: kept connections carry many
    requests, and a fault must not be spent on one that does not need it.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, endpoint: str, *faults: Fault, always: Fault | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        parts = urlsplit(endpoint)
        self.upstream = (parts.hostname or "", parts.port or 0)
        self.url = f"{parts.scheme}://127.0.0.1:{self.server_address[1]}"
        self.connections = 0
        self.always = always
        self.fired: list[Fault] = []
        self._faults = deque(fault for fault in faults if not fault.seen)
        self._waiting = deque(fault for fault in faults if fault.seen)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "FaultyLine":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def next_fault(self) -> Fault:
        with self._lock:
            self.connections += 1
            fault = self._faults.popleft() if self._faults else self.always or PASS
            if fault != PASS:
                self.fired.append(fault)
            return fault

    def fault_for(self, sent: bytes) -> Fault | None:
        """The first fault that waits for something in `sent`."""
        with self._lock:
            if self._waiting and self._waiting[0].seen in sent:
                fault = self._waiting.popleft()
                self.fired.append(fault)
                return fault
        return None

    @property
    def spent(self) -> bool:
        return not self._faults and not self._waiting


class _Connection(socketserver.BaseRequestHandler):
    server: FaultyLine
    request: socket.socket

    def handle(self) -> None:
        fault = self.server.next_fault()
        if fault.refuse:
            return _reset(self.request)
        if fault.delay:
            time.sleep(fault.delay)
        if fault.answer:
            self.request.recv(65536)
            self.request.sendall(fault.answer)
            return _drain(self.request)
        self._silent = threading.Event()
        self._back_left: int | None = None
        with socket.create_connection(self.server.upstream) as upstream:
            back = threading.Thread(target=self._back, args=(upstream,), daemon=True)
            back.start()
            self._forth(upstream, fault)
            back.join()
        return None

    def _forth(self, upstream: socket.socket, fault: Fault) -> None:
        left = fault.after
        tail = b""
        try:
            while data := self.request.recv(16384):
                tail = tail[-64:] + data
                if late := self.server.fault_for(tail):
                    left = late.after
                    if late.lost_reply:
                        self._silent.set()
                    self._back_left = late.back
                if left is not None:
                    left -= len(data)
                    if left <= 0:
                        upstream.sendall(data[: max(0, len(data) + left)])
                        _reset(self.request)
                        break
                upstream.sendall(data)
            upstream.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # one side has gone; the other learns of it

    def _back(self, upstream: socket.socket) -> None:
        try:
            while data := upstream.recv(16384):
                if self._silent.is_set() and not data.startswith(b"HTTP/1.1 100"):
                    _reset(self.request)
                    return
                if self._back_left is not None:
                    self.request.sendall(data[: self._back_left])
                    self._back_left -= len(data)
                    if self._back_left <= 0:
                        _reset(self.request)
                        return
                    continue
                self.request.sendall(data)
            self.request.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _drain(connection: socket.socket) -> None:
    """Read what the client still sends, so that it gets to read the answer."""
    connection.settimeout(0.3)
    try:
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    except OSError:
        pass
