"""The download handler for http and https: a tap on the wire, and nothing goes up before it is in the archive."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import ConnectionDone, ConnectionLost

from archive.dedup import Original
from archive.exchange import Exchange, Truncated
from archive.http import parse_response
from archive.openwarc import Location
from archive.page import Page, page_of
from archive.recall import Recalled
from crawler.archiving import ArchiveKeeper
from crawler.tap import Tape, TapFactory, TapPool


class ArchivingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with a tap on the wire.

    `request.meta["page"]` is the Page of the response, made from the recorded bytes; the response carries its
    decoded body. A failed exchange leaves its record too, and is raised as Scrapy would. If `request.meta["known"]` is
    what the request's validators are of, a 304 gives the page that it confirms.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        keeper = crawler.get_extension(ArchiveKeeper)
        if keeper is None:
            raise NotConfigured("the extension crawler.archiving.ArchiveKeeper is not enabled")
        self._keeper: ArchiveKeeper = keeper
        self._pool._factory = TapFactory

    async def download_request(self, request: Request) -> Response:
        request.meta.pop("page", None)
        if self._keeper.error:
            raise self._keeper.error
        tape = Tape(request)
        try:
            response = await self._download(request, tape)
            if not tape.exchanges[-1].complete:
                raise ResponseDataLossError("the response did not come to its end")
        except Exception as error:
            await self._keep_failure(tape, request, error)
            raise
        page = await self._keep_pages(tape, request)
        request.meta["page"] = page
        return _with_page(response, page)

    async def _download(self, request: Request, tape: Tape) -> Response:
        agent = _ScrapyAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=TapPool(self._pool, tape),  # type: ignore[arg-type]
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=True,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))

    async def _keep_pages(self, tape: Tape, request: Request) -> Page:
        *dead, exchange = tape.exchanges
        for each in dead:
            each.fail(datetime.now(UTC), "the kept connection was closed by the server", "disconnect")
            await self._keep(each, request)
        response = parse_response(exchange.response())
        known: Recalled | None = request.meta.get("known")
        confirmed = known if known and response and response.status == 304 and known.url == exchange.url else None
        location = await self._keep(exchange, request, confirmed.original if confirmed else None)
        if response is None:  # Twisted read a head that we cannot: the record is there, a page is not
            raise ResponseDataLossError("no HTTP response")
        return page_of(
            confirmed.response if confirmed else response,
            url=exchange.url,
            fetched_at=location.date,
            record_id=location.record_id,
            warc=location.warc,
            offset=location.offset,
            payload=location.payload,
        )

    async def _keep_failure(self, tape: Tape, request: Request, error: Exception) -> None:
        for exchange in tape.exchanges or [tape.begin(tape.started)]:
            exchange.fail(datetime.now(UTC), f"{type(error).__name__}: {error}", _truncated_by(error))
            await self._keep(exchange, request)

    async def _keep(self, exchange: Exchange, request: Request, unchanged: Original | None = None) -> Location:
        if request.meta.get("proxy"):
            exchange.peer_ip = None
        return await self._keeper.keep(exchange, request, unchanged)


def _with_page(response: Response, page: Page) -> Response:
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=page.body)
    return response.replace(cls=kind, headers=headers, body=page.body)


def _truncated_by(error: Exception) -> Truncated:
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError):  # larger than DOWNLOAD_MAXSIZE
        return "length"
    if isinstance(error, ResponseDataLossError):
        reasons = getattr(error.__cause__, "reasons", ())
        if any(reason.check(ConnectionDone, ConnectionLost) for reason in reasons):
            return "disconnect"
    return "unspecified"
