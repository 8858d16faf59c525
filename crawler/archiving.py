"""Keeps what the tap records: the extension that owns the WARC of a spider."""

import atexit
import logging
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred

from archive.dedup import Original, Originals
from archive.errors import ArchiveError
from archive.exchange import Exchange
from archive.openwarc import Location
from archive.page import Miss
from archive.records import Fields, one_line
from archive.recover import recover
from archive.warc import Policy, WarcWriter
from crawler.provenance import facts, warcinfo

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
            warcinfo(crawler),
            originals=Originals(warcs) if settings.getbool("KLIPING_DEDUP", True) else None,
            redact=settings.getlist("KLIPING_REDACT", ["Proxy-Authorization"]),
            policy=Policy(size_at_most=settings.getint("KLIPING_WARC_SIZE", Policy().size_at_most)),
        )
        keeper = cls(writer, crawler)
        crawler.signals.connect(keeper.close, signal=signals.engine_stopped)
        atexit.register(keeper.close)  # an engine that never started, or was stopped by force, gives no signal
        return keeper

    async def keep(self, exchange: Exchange, request: Request, unchanged: Original | None = None) -> Location:
        """The place of the exchange's record, once it is flushed; raises ArchiveError and stops the crawl if the
        archive cannot be written. `unchanged` is the capture that a 304 confirms."""
        location = await self._flushed(self._writer.submit(exchange, facts(request), unchanged=unchanged))
        self._count("archive/exchanges")
        return location

    async def note(self, url: str, reason: str, detail: str) -> Miss:
        """Archive that a URL finally gave nothing to extract; raises like `keep`."""
        url, reason, detail = one_line(url.partition("#")[0]), one_line(reason), one_line(detail)
        location = await self._flushed(self._writer.note(url, reason, detail, datetime.now(UTC)))
        self._count("archive/misses")
        return Miss(url, reason, detail, location.date, location.record_id, location.warc, location.offset)

    def remark(self, url: str, fields: Fields, when: datetime) -> None:
        """Archive what is to be remembered of the crawl itself; raises ArchiveError if it cannot be."""
        self._writer.remark(url, fields, when).result()

    def close(self) -> None:
        """Seal the WARC; the engine has stopped, so nothing more can come."""
        atexit.unregister(self.close)
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


def _deferred(future: "Future[Location]") -> "Deferred[Location]":
    """The future's outcome on the reactor's thread, whichever way the coroutine that awaits it is driven."""
    from twisted.internet import reactor

    deferred: Deferred[Location] = Deferred()

    def fire(done: "Future[Location]") -> None:
        error = done.exception()
        reactor.callFromThread(deferred.errback if error else deferred.callback, error or done.result())

    future.add_done_callback(fire)
    return deferred
