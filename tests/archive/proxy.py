"""A proxy on loopback: plain requests in absolute form, and CONNECT tunnels."""

import socket
import socketserver
import threading
from urllib.parse import urlsplit


class Proxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        self.asked: list[bytes] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Client(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        head = b"".join(iter(self.rfile.readline, b"\r\n")) + b"\r\n"
        self.server.asked.append(head)
        method, target, _ = head.split(b"\r\n", 1)[0].split(b" ")
        if method == b"CONNECT":
            host, port = target.rsplit(b":", 1)
            first = b""
        else:
            parts = urlsplit(target.decode())
            host, port, first = parts.hostname, parts.port, head
        with socket.create_connection((host, int(port))) as upstream:
            upstream.sendall(first)
            if method == b"CONNECT":
                self.connection.sendall(b"HTTP/1.1 200 Connection established\r\nVia: proxy\r\n\r\n")
            back = threading.Thread(target=_pump, args=(upstream, self.connection))
            back.start()
            _pump(self.connection, upstream)
            back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side went away; the other notices
