"""The one spider: it asks for what a newspaper announces and hands on what the archive holds of it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.page import Miss, Page
from crawler.archiving import ArchiveKeeper
from crawler.days import days_of
from crawler.discovery import Announced, DiscoveryError
from crawler.misses import ELSEWHERE, FAILURES, NO_ADDRESS, NOWHERE, reason_of
from crawler.paging import next_page
from crawler.site import Site
from crawler.urls import identity, is_article, request_url
from crawler.walk import Walk

PAGES_AT_MOST = 50
"""Pages of one article that are followed."""

REFUSALS_AT_MOST = 10
"""Articles in a row that are answered 401, 403 or 429."""

BLOCKED = "blocked"
"""The reason for which a spider is closed that is turned away."""

AHEAD = 500
"""Requests that wait at most before more announcements are read."""


class NewsSpider(Spider):
    """Crawls one newspaper.

    Arguments, as strings on Scrapy's command line: `limit`, articles asked for at most; `since` and `until`, days
    as YYYY-MM-DD; `urls`, a file of URLs to ask for instead of what the site announces, or the URLs themselves.
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
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.limit = int(limit) if limit else None
        self.today = datetime.now(ZoneInfo(self.newspaper.timezone)).date()
        self.days = days_of(since, until, self.today)
        self.urls = _lines(Path(urls)) if isinstance(urls, str) else urls
        self._seen: set[str] = set()
        self._refused = 0
        self._asked = 0

    async def start(self) -> AsyncIterator[Any]:
        if self.urls is not None:
            async for item in self._named(self.urls):
                yield item
            return
        walk = Walk(self.newspaper, self._fetch, today=self.today, days=self.days)
        async with aclosing(walk.announced()) as pages:
            async for found in pages:
                for request in self._requests(found):
                    yield request
                    if self._asked % AHEAD == 0:  # so that a walk through years is not held in memory
                        await self.crawler.signals.wait_for(signals.scheduler_empty)
                if self.limit is not None and self._asked >= self.limit:
                    break
        self.crawler.stats.set_value("discovery/answered", walk.answered)
        self.crawler.stats.set_value("discovery/failed", [str(error) for error in walk.failed])
        self.crawler.stats.set_value("discovery/passed_over", walk.passed_over)

    async def _named(self, urls: Sequence[str]) -> AsyncIterator[Any]:
        """Misses first: while nothing else is on its way, they stand in the archive in the order of their items."""
        articles = [url for url in urls if is_article(url, self.newspaper)]
        for url in dict.fromkeys(urls):
            if url not in articles:
                self.crawler.stats.inc_value("articles/announced")
                self.crawler.stats.inc_value("articles/answered")
                yield await self._note(url, NO_ADDRESS, f"{self.newspaper.title} has its articles elsewhere")
        for request in self._requests([Announced(url) for url in articles]):
            yield request

    def _requests(self, found: list[Announced]) -> Iterator[Request]:
        """Requests for the articles that are new, as far as the limit goes."""
        new: dict[str, str] = {}
        for one in found:
            new.setdefault(identity(one.url, self.newspaper), one.url)
        urls = [url for key, url in new.items() if key not in self._seen]
        self._seen.update(new)
        self.crawler.stats.inc_value("articles/announced", len(urls))
        for url in urls if self.limit is None else urls[: self.limit - self._asked]:
            self._asked += 1
            yield self._request(request_url(url, self.newspaper))

    def _request(self, url: str, *, pages: tuple[str, ...] = (), priority: int = 0) -> Request:
        return Request(
            url, callback=self.parse_article, errback=self.miss, cb_kwargs={"pages": (*pages, url)}, priority=priority
        )

    async def _fetch(self, url: str) -> Page:
        """A page of a source, through robots.txt, pace and archive like any other."""
        try:
            response = await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except FAILURES as error:
            phrase, detail = reason_of(error)
            raise DiscoveryError(url, f"{phrase}: {detail}") from error
        page: Page = response.meta["page"]
        return page

    async def parse_article(self, response: Response, pages: tuple[str, ...]) -> AsyncIterator[Any]:
        page: Page = response.meta["page"]
        if len(pages) == 1:
            self.crawler.stats.inc_value("articles/answered")
            self.crawler.stats.inc_value("articles/fetched")
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
        if self._refused == REFUSALS_AT_MOST:
            raise CloseSpider(BLOCKED)

    async def miss(self, failure: Failure) -> AsyncIterator[Miss]:
        error = failure.value
        assert error is not None
        if isinstance(error, ArchiveError):  # the archive cannot be written, and has closed the spider for it
            return
        pages: tuple[str, ...] = failure.request.cb_kwargs["pages"]  # type: ignore[attr-defined]
        if len(pages) == 1:
            self.crawler.stats.inc_value("articles/answered")
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
