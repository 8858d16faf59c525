"""The download handler that records each exchange as it is on the wire.

It stands on private parts of Scrapy 2.19 and of Twisted, because nothing above them has the bytes: the agent that
Scrapy builds for a request, the protocol and parser it gives to Twisted's connection pool. A test names them all.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web.client import HTTPConnectionPool
from twisted.web.http_headers import InvalidHeaderName
from twisted.web.iweb import IResponse

from archive.exchange import Exchange

logger = logging.getLogger(__name__)


class Tape:
    """The exchanges of one request: one, or two when a kept connection turned out to be dead."""

    def __init__(self, request: Request) -> None:
        self.url = request.url.partition("#")[0]
        self.method = request.method
        self.started = datetime.now(UTC)
        self.exchanges: list[Exchange] = []

    def begin(self, started: datetime) -> Exchange:
        exchange = Exchange(self.url, self.method, started)
        self.exchanges.append(exchange)
        return exchange


class TapPool:
    """The connection pool as one request sees it: whatever connection it gets carries the request's tape."""

    def __init__(self, pool: HTTPConnectionPool, tape: Tape) -> None:
        self.persistent = pool.persistent
        self._pool = pool
        self._tape = tape

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:  # noqa: N802 - Twisted's name
        connection: Deferred[Any] = self._pool.getConnection(key, endpoint)
        return connection.addCallback(_TapedConnection, self._tape)


class _TapedConnection:
    def __init__(self, connection: Any, tape: Tape) -> None:
        self._connection = connection
        self._tape = tape

    def request(self, request: Any) -> Deferred[IResponse]:
        request.kliping_tape = self._tape
        sent: Deferred[IResponse] = self._connection.request(request)
        return sent


class TapProtocol(_LenientHTTP11ClientProtocol):
    """Twisted's HTTP/1.1 client protocol, writing down what goes out and what comes in."""

    _exchange: Exchange | None = None

    def request(self, request: Any) -> Deferred[IResponse]:
        if self._state != "QUIESCENT":  # a kept connection that just died; Twisted asks again on a new one
            return super().request(request)
        exchange = self._exchange = request.kliping_tape.begin(datetime.now(UTC))
        write_to = request.writeTo
        request.writeTo = lambda transport: write_to(_Tee(transport, exchange.request.extend))
        try:
            response = super().request(request)
        finally:
            del request.writeTo
        if self._parser is not None:
            self._parser.__class__ = TapParser
        return response

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._exchange is not None:
            if self._exchange.received == 0:
                self._note_connection(self._exchange)
            self._exchange.receive(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.finish(datetime.now(UTC), trailing=len(rest))
        super()._finishResponse(rest)

    def _note_connection(self, exchange: Exchange) -> None:
        transport: Any = self.transport
        exchange.peer_ip = transport.getPeer().host
        with suppress(AttributeError):  # a plain connection's handle is a socket, which knows no TLS
            handle = transport.getHandle()
            exchange.tls_version = handle.get_protocol_version_name()
            exchange.tls_cipher = handle.get_cipher_name()


class TapFactory(_LenientHTTP11ClientFactory):
    """Makes the connection pool build tapped connections."""

    def buildProtocol(self, addr: IAddress | None) -> TapProtocol:  # noqa: N802
        return TapProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class TapParser(_LenientHTTPClientParser):
    """Reads what browsers read and Twisted refuses; what it passes over is still in the record."""

    MAX_LENGTH = 256 * 1024  # of a header line; Twisted's own limit is 16 KiB

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        try:
            super().headerReceived(name.strip(), value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            logger.debug("Passing over the header line %r: its name is none", name)

    def allHeadersReceived(self) -> None:  # noqa: N802
        codings = b",".join(self.connHeaders.getRawHeaders(b"transfer-encoding", [])).lower().split(b",")
        if codings[-1].strip() == b"chunked":
            self.connHeaders.setRawHeaders(b"transfer-encoding", [b"chunked"])
        else:  # `identity`, or a coding that does not frame: the length, or the end of the connection, ends it
            self.connHeaders.removeHeader(b"transfer-encoding")
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _Tee:
    """A transport that also tells `keep` what is written to it."""

    def __init__(self, transport: Any, keep: Callable[[bytes], None]) -> None:
        self._transport = transport
        self._keep = keep

    def write(self, data: bytes) -> None:
        self._keep(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
