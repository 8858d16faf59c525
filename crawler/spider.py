"""The one spider: it asks for what a newspaper announces and hands on what the archive holds of it."""

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.page import Miss, Page
from crawler.archiving import ArchiveKeeper
from crawler.challenge import BLOCKED, challenge
from crawler.days import days_of
from crawler.discovery import Announced, DiscoveryError
from crawler.manners import QUIET, is_quiet
from crawler.memory import Memory
from crawler.misses import FAILURES, reason_of
from crawler.noting import source_name
from crawler.paging import next_page
from crawler.reasons import ELSEWHERE, NO_ADDRESS, NOWHERE
from crawler.site import Site, Source
from crawler.state.articles import Article
from crawler.state.database import StateError
from crawler.urls import identity, is_article, request_url
from crawler.walk import Walk

logger = logging.getLogger(__name__)

PAGES_AT_MOST = 50
"""Pages of one article that are followed."""

REFUSALS_AT_MOST = 10
"""Articles in a row that are answered 401, 403 or 429."""

CHALLENGES_AT_MOST = 3
"""Pages in a row that stand before the article and want a browser."""

LATELY = timedelta(days=7)
"""How old an article may be that an earlier run has left, to be asked for without being asked to."""

AHEAD = 500
"""Requests that wait at most before more announcements are read."""


class NewsSpider(Spider):
    """Crawls one newspaper.

    It asks for what is new since its last run, for what that has left, and again for what is due by the site's
    `revisits`. Arguments, as strings on Scrapy's command line: `limit`, articles asked for at most; `since` and
    `until`, days as YYYY-MM-DD; `urls`, a file of URLs to ask for instead of what the site announces, or the URLs
    themselves; `all`, ask for everything that is announced, known or not; `holes`, ask only for what is missing of
    the days; `resume`, the run to go on with, of whose limit this one asks for the rest.
    """

    newspaper: Site

    def __init__(
        self,
        name: str | None = None,
        *,
        limit: str | int | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        urls: str | Sequence[str] | None = None,
        all: str | bool = False,
        holes: str | bool = False,
        resume: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.limit = int(limit) if limit else None
        self.today = datetime.now(ZoneInfo(self.newspaper.timezone)).date()
        self.days = days_of(since, until, self.today)
        self.urls = _lines(Path(urls)) if isinstance(urls, str) else urls
        self.all, self.holes, self.resume = bool(all), bool(holes), resume or ""
        self._seen: set[str] = set()
        self._wanted: set[str] = set()
        self._refused = 0
        self._challenged = 0
        self._asked = 0

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if contact := settings.get("KLIPING_CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    @property
    def how(self) -> dict[str, Any]:
        """What was asked for, as the state and the archive keep it."""
        told = {
            "limit": self.limit,
            "since": self.days and self.days.since.isoformat(),
            "until": self.days and self.days.until.isoformat(),
            "urls": None if self.urls is None else len(self.urls),
            "all": self.all,
            "holes": self.holes,
            "resume": self.resume,
        }
        return {key: value for key, value in told.items() if value}

    @property
    def memory(self) -> Memory:
        memory = self.crawler.get_extension(Memory)
        assert memory is not None
        return memory

    async def start(self) -> AsyncIterator[Any]:
        if self.resume:
            self._wanted |= self.memory.answered_before()
            self._seen |= self._wanted
            self._asked = len(self._wanted)
            logger.info("%s goes on with run %s, which has asked for %d", self.name, self.resume, self._asked)
        if self.urls is not None:
            async for item in self._named(self.urls):
                yield item
            return
        if not self.holes:
            async for request in self._announced():
                yield request
        for request in self._left_over():
            yield request
            await self._wait_if_ahead()

    async def _announced(self) -> AsyncIterator[Request]:
        """What the sources announce and is not known yet."""
        walk = Walk(self.newspaper, self._fetch, today=self.today, days=self.days)
        async with aclosing(walk.announced()) as pages:
            async for found in pages:
                for request in self._requests(found, again=self.all):
                    yield request
                    await self._wait_if_ahead()
                if self._is_at_limit():
                    break
        self.crawler.stats.set_value("discovery/answered", walk.answered)
        self.crawler.stats.set_value("discovery/failed", [str(error) for error in walk.failed])
        self.crawler.stats.set_value("discovery/passed_over", walk.passed_over)

    def _is_at_limit(self) -> bool:
        return self.limit is not None and self._asked >= self.limit

    async def _wait_if_ahead(self) -> None:
        """So that a walk through years is not held in memory."""
        if self._asked % AHEAD == 0:
            await self.crawler.signals.wait_for(signals.scheduler_empty)

    def _left_over(self) -> Iterator[Request]:
        """What earlier runs have left of the days, or lately; and what is due to be looked at again."""
        first = self.days.since if self.days else self.today - LATELY
        last = self.days.until if self.days else date.max
        missing = self.memory.missing(first, last) if self.holes else self.memory.left(first, last)
        yield from self._requests([Announced(one.url) for one in missing], again=True)
        if self._is_at_limit():
            self.crawler.stats.set_value("articles/limited", True)
        if self.days or self.holes:
            return
        for article in self.memory.to_be_seen_again():
            if self._is_at_limit():
                return
            if article.identity not in self._wanted:
                self._asked += 1
                yield self._revisit(article)

    async def _named(self, urls: Sequence[str]) -> AsyncIterator[Any]:
        """Misses first: while nothing else is on its way, they stand in the archive in the order of their items."""
        articles = [url for url in urls if is_article(url, self.newspaper)]
        for url in dict.fromkeys(urls):
            if url not in articles:
                self.crawler.stats.inc_value("articles/announced")
                self.crawler.stats.inc_value("articles/answered")
                yield await self._note(url, NO_ADDRESS, f"{self.newspaper.title} has its articles elsewhere")
        for request in self._requests([Announced(url) for url in articles], again=True):
            yield request

    def _requests(self, found: list[Announced], *, again: bool) -> Iterator[Request]:
        """Requests for the articles that are not known yet, or for all with `again`, as far as the limit goes."""
        new: dict[str, str] = {}
        for one in found:
            new.setdefault(identity(one.url, self.newspaper), one.url)
        done = self._wanted if again else self._seen  # what is announced and known may be due all the same
        new = {key: url for key, url in new.items() if key not in done}
        self._seen.update(new)
        wanted = [key for key in new if again or self.memory.wants(key)]
        self._wanted.update(wanted)
        urls = [new[key] for key in wanted]
        self.crawler.stats.inc_value("articles/known", len(new) - len(urls))
        self.crawler.stats.inc_value("articles/announced", len(urls))
        for url in urls if self.limit is None else urls[: max(self.limit - self._asked, 0)]:
            self._asked += 1
            yield self._request(request_url(url, self.newspaper))

    def _request(self, url: str, *, pages: tuple[str, ...] = (), priority: int = 0) -> Request:
        return Request(
            url, callback=self.parse_article, errback=self.miss, cb_kwargs={"pages": (*pages, url)}, priority=priority
        )

    def _revisit(self, article: Article) -> Request:
        """Asks for an article again, if the archive can confirm it only if it has changed."""
        known = self.memory.recall(article)
        request = self._request(article.address)
        request.cb_kwargs["again"] = True
        if known:
            request.meta["known"] = known
            if known.etag:
                request.headers["If-None-Match"] = known.etag
            if known.last_modified:
                request.headers["If-Modified-Since"] = known.last_modified
        return request

    async def _fetch(self, url: str, source: Source) -> Page:
        """A page of a source, through robots.txt, pace and archive like any other; from the archive if the run that
        is resumed has read it."""
        if self.resume and (read := self.memory.read_before(url)):
            return read
        request = Request(url, callback=NO_CALLBACK, meta={"source": source_name(source)})
        try:
            response = await self.crawler.engine.download_async(request)
        except FAILURES as error:
            phrase, detail = reason_of(error)
            raise DiscoveryError(url, f"{phrase}: {detail}") from error
        page: Page = response.meta["page"]
        return page

    async def parse_article(
        self, response: Response, pages: tuple[str, ...], again: bool = False
    ) -> AsyncIterator[Any]:
        page: Page = response.meta["page"]
        if len(pages) == 1:
            self._count_answer(again)
            self.crawler.stats.inc_value("articles/seen_again" if again else "articles/fetched")
        if "redirect_urls" in response.meta and not is_article(page.url, self.newspaper):
            yield await self._note(pages[-1], ELSEWHERE, f"it led to {page.url}, which answered {page.status}")
            return
        if 300 <= page.status < 400:  # followed redirects do not come here
            yield await self._note(pages[-1], NOWHERE, f"{page.url} answered {page.status}")
            return
        yield page
        self._leave_if_unwelcome(page)
        following = next_page(page, self.newspaper) if page.status == 200 else ""
        if following and following not in pages and len(pages) < PAGES_AT_MOST:
            yield self._request(following, pages=pages, priority=1)

    def _leave_if_unwelcome(self, page: Page) -> None:
        """A site that turns us away is left alone, and nothing is done to look like somebody else."""
        self._refused = self._refused + 1 if page.status in (401, 403, 429) else 0
        guarded = challenge(page, self.newspaper)
        self._challenged = self._challenged + 1 if guarded else 0
        if self._refused == REFUSALS_AT_MOST or self._challenged == CHALLENGES_AT_MOST:
            seen = guarded or f"{REFUSALS_AT_MOST} articles in a row were answered {page.status} or the like"
            logger.warning("%s turns the crawler away: %s; it is left alone for today", self.name, seen)
            self.crawler.stats.set_value("articles/blocked", seen)
            raise CloseSpider(BLOCKED)
        if is_quiet(self.newspaper, datetime.now(UTC)):
            raise CloseSpider(QUIET)

    def _count_answer(self, again: bool) -> None:
        if not again:
            self.crawler.stats.inc_value("articles/answered")

    async def miss(self, failure: Failure) -> AsyncIterator[Miss]:
        error = failure.value
        assert error is not None
        if isinstance(error, ArchiveError | StateError):  # it cannot be written, and the spider is closed for it
            return
        pages: tuple[str, ...] = failure.request.cb_kwargs["pages"]  # type: ignore[attr-defined]
        if len(pages) == 1:
            self._count_answer(failure.request.cb_kwargs.get("again", False))  # type: ignore[attr-defined]
        yield await self._note(pages[-1], *reason_of(error))

    async def _note(self, url: str, reason: str, detail: str) -> Miss:
        keeper = self.crawler.get_extension(ArchiveKeeper)
        assert keeper is not None
        return await keeper.note(url, reason, detail)


def spider_of(site: Site) -> type[NewsSpider]:
    """The spider class of a newspaper."""

    class SiteSpider(NewsSpider):
        name = site.name
        newspaper = site
        custom_settings = {"DOWNLOAD_DELAY": site.delay}

    return SiteSpider


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
