"""Bytes on their way to a server: told, and no faster than allowed."""

import io
import threading
from time import monotonic, sleep
from typing import Any

from archive.objects import OnBytes


class Pace:
    """Lets `rate` bytes a second through, for all threads together; 0 is no limit."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free_at = monotonic()

    def wait(self, count: int) -> None:
        if not self._rate:
            return
        with self._lock:
            self._free_at = max(self._free_at, monotonic()) + count / self._rate
            pause = self._free_at - monotonic()
        if pause > 0:
            sleep(pause)


class Body(io.BytesIO):
    """The body of one request. botocore also reads it to sign it, which is no sending."""

    def __init__(self, data: bytes, pace: Pace, on_bytes: OnBytes) -> None:
        super().__init__(data)
        self.sending = False
        self._pace = pace
        self._on_bytes = on_bytes
        self._told = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if self.sending and data:
            self._pace.wait(len(data))
            self._told += len(data)
            self._on_bytes(len(data))
        return data

    def take_back(self) -> None:
        """What was sent was in vain."""
        self._on_bytes(-self._told)
        self._told = 0


def watch(client: Any) -> None:
    """Make a client tell bodies when they are read for the wire: after a request is made, that is signed."""
    client.meta.events.register_first("request-created.s3", _signing, "kliping-signing")
    client.meta.events.register_last("request-created.s3", _sending, "kliping-sending")


def _signing(request: Any, **_: object) -> None:
    if isinstance(request.body, Body):
        request.body.sending = False


def _sending(request: Any, **_: object) -> None:
    if isinstance(request.body, Body):
        request.body.sending = True
