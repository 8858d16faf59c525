"""One exchange as it was on the wire: what was sent, what came back, when, and how it ended."""

from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Literal

SPOOL_ABOVE = 2 * 1024 * 1024
"""Responses larger than this wait on disk, not in memory."""

Truncated = Literal["length", "time", "disconnect", "unspecified"]


def _spool() -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(max_size=SPOOL_ABOVE)


@dataclass(slots=True)
class Exchange:
    """A request and what came back for it, filled in while it is on the wire. Times are aware and in UTC."""

    url: str
    """Absolute, without fragment."""
    method: str
    started: datetime
    ended: datetime | None = None
    request: bytearray = field(default_factory=bytearray)
    _response: "SpooledTemporaryFile[bytes]" = field(default_factory=_spool)
    received: int = 0
    """Bytes of the response so far, interim responses included."""
    peer_ip: str | None = None
    """None where a proxy stood between."""
    tls_version: str | None = None
    """As OpenSSL names it, `TLSv1.3`."""
    tls_cipher: str | None = None
    """As OpenSSL names it."""
    complete: bool = False
    """Whether the response came to its own end."""
    truncated: Truncated | None = None
    """Why the response is cut off, in the words of WARC-Truncated."""
    failure: str | None = None
    """What went wrong, for people."""

    def receive(self, data: bytes) -> None:
        self._response.write(data)
        self.received += len(data)

    def finish(self, when: datetime, trailing: int = 0) -> None:
        """The response is whole; its last `trailing` bytes belong to something else."""
        self.received -= trailing
        self._response.seek(self.received)
        self._response.truncate()
        self.ended = when
        self.complete = True

    def fail(self, when: datetime, failure: str, truncated: Truncated) -> None:
        """The exchange went wrong, before, during or after its response."""
        self.ended = self.ended or when
        self.failure = failure
        self.truncated = truncated

    def response(self) -> bytes:
        """All that came back, byte for byte."""
        self._response.seek(0)
        data = self._response.read()
        self._response.seek(self.received)
        return data

    def close(self) -> None:
        self._response.close()
