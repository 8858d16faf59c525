"""Keeps going by itself: looks for what is due, does a pass, and answers /metrics and /healthz meanwhile."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from apscheduler.schedulers.background import BackgroundScheduler

Figures = Callable[[], bytes]
Say = Callable[[str], None]

MISSED_AT_MOST = 10
"""After so many looks in which no pass was begun, /healthz says that something is stuck. A pass that goes on is no
trouble: the first one of a newspaper may take days."""


class Daemon:
    """Calls `command` in a process of its own every `look`, never twice at a time.

    A pass is a process, so that what it leaks goes with it, and a newspaper's file that was mended counts from the
    next pass on. Exit codes up to 1 are ordinary: 1 says that something failed, and the report says what.
    """

    def __init__(self, command: Sequence[str], look: timedelta, say: Say) -> None:
        self._command = command
        self._look = look
        self._say = say
        self._stop = Event()
        self._pass: subprocess.Popen[bytes] | None = None
        self._ended = datetime.now(UTC)
        self._broken = ""

    def run(self) -> None:
        """Goes on until `stop`; a pass that is under way is asked to end in good order, and waited for."""
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            self._look_once, "interval", seconds=self._look.total_seconds(), max_instances=1, coalesce=True,
            misfire_grace_time=None, next_run_time=datetime.now(UTC),
        )  # fmt: skip
        scheduler.start()
        self._stop.wait()
        if self._pass:
            self._pass.terminate()
        scheduler.shutdown(wait=True)

    def stop(self) -> None:
        self._stop.set()

    @property
    def trouble(self) -> str:
        """What is wrong with the daemon itself, empty if nothing is; a newspaper's trouble is no trouble of its."""
        if self._broken:
            return self._broken
        if self._pass is None and datetime.now(UTC) - self._ended > MISSED_AT_MOST * self._look:
            return f"no pass since {self._ended:%Y-%m-%d %H:%M:%S} UTC"
        return ""

    def _look_once(self) -> None:
        self._pass = subprocess.Popen(self._command)
        code = self._pass.wait()
        self._pass = None
        self._ended = datetime.now(UTC)
        self._broken = "" if code in (0, 1) or self._stop.is_set() else f"the last pass ended with exit code {code}"
        if self._broken:
            self._say(self._broken)


@contextmanager
def answering(listen: str, figures: Figures, daemon: Daemon) -> Iterator[str]:
    """Answers at `listen` ("127.0.0.1:9477", port 0 for a free one) while it is entered; gives the address."""
    host, _, port = listen.rpartition(":")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/metrics":
                    self._reply(200, "text/plain; version=0.0.4; charset=utf-8", figures())
                case "/healthz":
                    trouble = daemon.trouble
                    self._reply(503 if trouble else 200, "text/plain; charset=utf-8", f"{trouble or 'ok'}\n".encode())
                case _:
                    self._reply(404, "text/plain; charset=utf-8", b"/metrics and /healthz are here\n")

        def _reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence: who asks for figures asks often."""

    with ThreadingHTTPServer((host.strip("[]"), int(port)), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.1,), name="metrics", daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def stop_on_signals(daemon: Daemon) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: daemon.stop())


def pass_command(arguments: Sequence[str]) -> list[str]:
    """`kliping run` with these arguments, by this interpreter."""
    return [sys.executable, "-c", "from pipelines.cli import main; main()", "run", *arguments]
