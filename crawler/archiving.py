"""Keeps what the tap records: no response goes up before its record is flushed."""

import logging
import platform
from concurrent.futures import Future
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self

from scrapy import Request, signals
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
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone, ConnectionLost

from archive.dedup import Originals
from archive.errors import ArchiveError
from archive.exchange import Exchange, Truncated
from archive.http import parse_response
from archive.openwarc import Location
from archive.page import Miss, Page, page_of
from archive.records import CONFORMS_TO, one_line
from archive.recover import recover
from archive.warc import Policy, WarcWriter
from crawler.tap import Tape, TapFactory, TapPool

logger = logging.getLogger(__name__)

ARCHIVE_FAILED = "archive_failed"
"""The reason for which a spider is closed when its archive cannot be written."""


class ArchiveKeeper:
    """The extension that owns the WARC of a spider.

    Settings: KLIPING_WARC_FOLDER (the files go to its subfolder of the spider's name), KLIPING_RUN, KLIPING_CONTACT,
    KLIPING_REDACT (names of request headers whose values are not kept), KLIPING_WARC_SIZE (bytes),
    KLIPING_DEDUP (true).
    """

    def __init__(self, writer: WarcWriter, crawler: Crawler) -> None:
        self.error: ArchiveError | None = None
        """Why the archive could not be written, if it could not."""
        self._writer = writer
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        folder = settings.get("KLIPING_WARC_FOLDER")
        if not folder:
            raise NotConfigured("KLIPING_WARC_FOLDER says where the WARC goes")
        site = crawler.spidercls.name
        warcs = Path(folder) / site
        warcs.mkdir(parents=True, exist_ok=True)
        for done in recover(warcs):
            logger.warning("An earlier crawl broke off: %s", done)
        writer = WarcWriter(
            warcs,
            site,
            _warcinfo(crawler),
            originals=Originals(warcs) if settings.getbool("KLIPING_DEDUP", True) else None,
            redact=settings.getlist("KLIPING_REDACT", ["Proxy-Authorization"]),
            policy=Policy(size_at_most=settings.getint("KLIPING_WARC_SIZE", Policy().size_at_most)),
        )
        keeper = cls(writer, crawler)
        crawler.signals.connect(keeper.close, signal=signals.engine_stopped)
        return keeper

    async def keep(self, exchange: Exchange, request: Request) -> Location:
        """The place of the exchange's record, once it is flushed; raises ArchiveError and stops the crawl if the
        archive cannot be written."""
        location = await self._flushed(self._writer.submit(exchange, _facts(request)))
        self._count("archive/exchanges")
        return location

    async def note(self, url: str, reason: str, detail: str) -> Miss:
        """Archive that a URL finally gave nothing to extract; raises like `keep`."""
        url, reason, detail = url.partition("#")[0], one_line(reason), one_line(detail)
        location = await self._flushed(self._writer.note(url, reason, detail, datetime.now(UTC)))
        self._count("archive/misses")
        return Miss(url, reason, detail, location.date, location.record_id, location.warc, location.offset)

    def close(self) -> None:
        """Seal the WARC; the engine has stopped, so nothing more can come."""
        try:
            self._writer.close()
        except ArchiveError as error:
            self.error = self.error or error
            logger.error("%s", error)

    async def _flushed(self, written: "Future[Location]") -> Location:
        try:
            return await maybe_deferred_to_future(_deferred(written))
        except ArchiveError as error:
            self._stop(error)
            raise

    def _stop(self, error: ArchiveError) -> None:
        if self.error is None:
            self.error = error
            logger.error("%s; the crawl stops", error)
            if self._crawler.engine is not None:
                closing = deferred_from_coro(self._crawler.engine.close_spider_async(reason=ARCHIVE_FAILED))
                closing.addErrback(lambda failure: logger.error("closing the spider: %s", failure.value))

    def _count(self, stat: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(stat)


class ArchivingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with a tap on the wire.

    `request.meta["page"]` is the Page of the response, made from the recorded bytes; the response carries its
    decoded body. A failed exchange leaves its record too, and is raised as Scrapy would.
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
        location = await self._keep(exchange, request)
        if response is None:  # Twisted read a head that we cannot: the record is there, a page is not
            raise ResponseDataLossError("no HTTP response")
        return page_of(
            response,
            url=exchange.url,
            fetched_at=location.date,
            record_id=location.record_id,
            warc=location.warc,
            offset=location.offset,
        )

    async def _keep_failure(self, tape: Tape, request: Request, error: Exception) -> None:
        for exchange in tape.exchanges or [tape.begin()]:
            exchange.fail(datetime.now(UTC), f"{type(error).__name__}: {error}", _truncated_by(error))
            await self._keep(exchange, request)

    async def _keep(self, exchange: Exchange, request: Request) -> Location:
        if request.meta.get("proxy"):
            exchange.peer_ip = None
        return await self._keeper.keep(exchange, request)


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


def _facts(request: Request) -> list[tuple[str, str]]:
    """What the crawl knows of a request, in the words that Heritrix uses in its metadata records."""
    redirects = request.meta.get("redirect_urls", [])
    referer = request.headers.get("Referer")
    via = redirects[-1] if redirects else referer.decode("latin-1") if referer else ""
    hops = "L" * request.meta.get("depth", 0) + "R" * len(redirects)
    retries = str(request.meta.get("retry_times", ""))
    return [(k, v) for k, v in (("via", via), ("hopsFromSeed", hops), ("retry", retries)) if v]


def _warcinfo(crawler: Crawler) -> list[tuple[str, str]]:
    settings = crawler.settings
    contact = settings.get("KLIPING_CONTACT") or ""
    return [
        ("software", f"kliping/{version('kliping')} Scrapy/{version('scrapy')} Twisted/{version('twisted')}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", CONFORMS_TO),
        ("isPartOf", settings.get("KLIPING_RUN") or ""),
        ("description", f"Crawl of {crawler.spidercls.name}"),
        *([("operator", contact)] if contact else []),
        ("robots", "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"),
        ("http-header-user-agent", settings.get("USER_AGENT") or ""),
        ("hostname", platform.node()),
    ]


def _deferred(future: "Future[Location]") -> "Deferred[Location]":
    """The future's outcome on the reactor's thread, whichever way the coroutine that awaits it is driven."""
    from twisted.internet import reactor

    deferred: Deferred[Location] = Deferred()

    def fire(done: "Future[Location]") -> None:
        error = done.exception()
        reactor.callFromThread(deferred.errback if error else deferred.callback, error or done.result())

    future.add_done_callback(fire)
    return deferred
