"""What a spider knows of its newspaper from earlier runs, and what it adds: the extension that owns the state."""

import asyncio
import atexit
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.page import Page
from archive.read import read_info
from archive.recall import Recalled, page_at, recall
from crawler.archiving import ArchiveKeeper
from crawler.lock import Lock
from crawler.manners import BUSY, NotNow, ask_for_contact, keep_quiet, stay_away, trust_clock
from crawler.noting import COUNTS, ENDED, about, note, started
from crawler.site import Site
from crawler.state.addresses import Address
from crawler.state.articles import Article
from crawler.state.database import StateError
from crawler.state.store import State

logger = logging.getLogger(__name__)

STATE_FAILED = "state_failed"
"""The reason for which a spider is closed when its state cannot be written."""

COUNTED = "kliping/counted"
"""The stat that holds what the run has counted, for its last record."""

DUE_AT_MOST = 20_000
"""Addresses of earlier runs that are asked for in one; the others wait for the next."""


class Memory:
    """Owns the state of one spider's crawl, from the lock on its newspaper to the end of the run.

    Settings: KLIPING_STATE (the file), KLIPING_RUN, KLIPING_WARC_FOLDER, KLIPING_CONTACT, KLIPING_ALTHOUGH_BLOCKED.
    """

    def __init__(self, state: State, lock: Lock, crawler: Crawler) -> None:
        self.state = state
        self.error: StateError | None = None
        """Why the state could not be written, if it could not."""
        self.is_whole = True
        """Whether all that the run has fetched is written; else it counts as killed, and the next one completes it."""
        self.run: str = crawler.settings["KLIPING_RUN"]
        self.warcs = Path(crawler.settings["KLIPING_WARC_FOLDER"]) / crawler.spidercls.name
        self._site: Site = crawler.spidercls.newspaper  # type: ignore[attr-defined]
        self._lock = lock
        self._before: list[str] = []
        """The runs that this one goes on with."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotNow when the newspaper is not to be crawled now, StateError when the state cannot be used."""
        settings = crawler.settings
        site: Site = crawler.spidercls.newspaper  # type: ignore[attr-defined]
        ask_for_contact(settings.get("KLIPING_CONTACT") or "", getproxies())
        path = Path(settings["KLIPING_STATE"])
        lock = Lock(path.parent / "locks" / site.name)
        if holder := lock.take(f"run {settings['KLIPING_RUN']}, begun {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"):
            raise NotNow(BUSY, f"{site.name} is being crawled already: {holder}")
        try:
            state = State(path)
            try:
                memory = cls(state, lock, crawler)
                memory._begin(datetime.now(UTC))
            except BaseException:
                state.close()
                raise
        except BaseException:
            lock.release()
            raise
        crawler.signals.connect(memory.end, signal=signals.spider_closed)
        crawler.signals.connect(memory.close, signal=signals.engine_stopped)
        atexit.register(memory.close)
        return memory

    def wants(self, key: str) -> bool:
        """Whether what has just been announced is still to be asked for."""
        known = self.state.addresses.find(key)
        return known is None or (
            known.outcome == "missing" and known.due is not None and known.due <= datetime.now(UTC)
        )

    def left(self, first: date, last: date) -> list[Address]:
        """What earlier runs have left of these days and is to be tried now."""
        return self.state.addresses.left(self._site.name, datetime.now(UTC), first, last, count=DUE_AT_MOST)

    def missing(self, first: date, last: date) -> list[Address]:
        """All that is missing of these days, given up or not."""
        return self.state.addresses.missing(self._site.name, first, last, count=DUE_AT_MOST)

    def to_be_seen_again(self) -> Iterator[Article]:
        """The articles that are due, the one that has waited longest first."""
        for key in self.state.addresses.to_be_seen_again(self._site.name, datetime.now(UTC), count=DUE_AT_MOST):
            if article := self.state.articles.find(key):
                yield article

    def recall(self, article: Article) -> Recalled | None:
        """The last capture of an article, if the newspaper can be asked to confirm it."""
        recalled = recall(self.warcs / article.last.warc, article.last.offset)
        fits = recalled and recalled.url == article.address and (recalled.etag or recalled.last_modified)
        return recalled if fits else None

    def read_before(self, url: str) -> Page | None:
        """The page of a source that the run which is resumed has read already."""
        for run in self._before:
            if place := self.state.captures.reading(self._site.name, run, url):
                return page_at(self.warcs / place[0], place[1])
        return None

    def answered_before(self) -> set[str]:
        """The identities of what the run which is resumed has asked for already."""
        return {key for run in self._before for key in self.state.captures.asked(self._site.name, run)}

    def received(self, request: Request, page: Page) -> None:
        """Notes a response that is in the archive; raises StateError, and stops the crawl for it."""
        try:
            note(self.state, self._site, self.run, page, request.meta.get("source", ""))
        except StateError as error:
            self.stop(error)
            raise

    def stop(self, error: StateError) -> None:
        self.is_whole = False
        if self.error is None:
            self.error = error
            logger.error("%s; the crawl stops", error)
            if self._crawler.engine is not None:
                self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=STATE_FAILED))

    def end(self, reason: str) -> None:
        """The end of the run, in the archive and then in the state, which so can be made again from the archive."""
        keeper = self._crawler.get_extension(ArchiveKeeper)
        counts = dict(self._crawler.stats.get_value(COUNTED, {})) if self._crawler.stats else {}
        told = {ENDED: reason} | ({COUNTS: json.dumps(counts, sort_keys=True)} if self.is_whole else {})
        now = datetime.now(UTC)
        try:
            if keeper:
                keeper.remark(about(self._site.name, self.run), told.items(), now)
            if self.is_whole:
                self.state.runs.end(self._site.name, self.run, now, reason, counts)
        except (ArchiveError, StateError) as error:
            logger.error("the end of the run could not be noted: %s", error)

    def close(self) -> None:
        atexit.unregister(self.close)
        self.state.close()
        self._lock.release()

    def _begin(self, now: datetime) -> None:
        site = self._site
        last = self.state.runs.last(site.name)
        self._recognise()
        trust_clock(site, last, now)
        keep_quiet(site, now)
        if not self._crawler.settings.getbool("KLIPING_ALTHOUGH_BLOCKED"):
            stay_away(site, last, now)
        how: Mapping[str, Any] = getattr(self._crawler.spider, "how", {})
        if resumed := how.get("resume"):
            before = self.state.runs.get(site.name, resumed)
            if before is None:
                raise StateError(f"{self.state.path}: no run {resumed} of {site.name}; `kliping status` has the runs")
            self._before = self.state.runs.resumed(site.name, resumed)
        self.state.runs.begin(site.name, self.run, started(self.run, now), how)

    def _recognise(self) -> None:
        """A state that has never heard of the newest WARC is not the one of these data."""
        newest = max(self.warcs.glob("*.warc.gz"), default=None)
        if newest is None:
            return
        try:
            run = read_info(newest).get("isPartOf", "")
        except ArchiveError:
            return
        if run and self.state.runs.get(self._site.name, run) is None:
            raise StateError(
                f"{self.state.path}: it knows nothing of {newest.name}, so it is not the state of these data; run"
                " `kliping index rebuild`"
            )


class Remember:
    """Downloader middleware next to the wire: each response that is in the archive is in the state."""

    def __init__(self, crawler: Crawler) -> None:
        memory = crawler.get_extension(Memory)
        assert memory is not None
        self._memory: Memory = memory

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        self._memory.received(request, request.meta["page"])
        return response
