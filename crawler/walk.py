"""Walks through the sources of a newspaper, page by page, until they announce nothing new."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from archive.page import Page
from crawler.days import Days
from crawler.discovery import Announced, DiscoveryError, announced, children, index_url, posts_url
from crawler.site import DatedIndex, Site, Sitemap, Source, WordPress
from crawler.urls import identity, is_article, url_date

logger = logging.getLogger(__name__)

Fetch = Callable[[str, Source], Awaitable[Page]]
"""Gives the page of a URL of a source, whatever its status; raises DiscoveryError if there is none."""

CHILDREN_AT_MOST = 3
"""Child sitemaps that are read when no days are asked for: the ones changed last."""

SITEMAPS_DEEP = 3
POSTS_PAGES_AT_MOST = 10_000


class Walk:
    """One walk through a site's sources; afterwards it says which of them answered, and which failed."""

    def __init__(self, site: Site, fetch: Fetch, *, today: date, days: Days | None = None) -> None:
        self.answered = 0
        self.failed: list[DiscoveryError] = []
        self.passed_over = 0
        """Entries that are no articles by their URL, or that cannot be placed in the days asked for."""
        self._site = site
        self._fetch = fetch
        self._days = days
        self._index_days = days or Days(today - timedelta(days=1), today)

    async def announced(self) -> AsyncGenerator[list[Announced], None]:
        """What each page of each source announces: articles of the days asked for, newest first."""
        sources = (self._days and self._site.backfill) or self._site.discovery
        for source in sources:
            try:
                async for page in self._pages(source):
                    self.answered += 1
                    yield self._wanted(page, by_index=isinstance(source, DatedIndex))
            except DiscoveryError as error:
                self._fail(error)

    def _pages(self, source: Source) -> AsyncIterator[list[Announced]]:
        match source:
            case DatedIndex():
                return self._index(source)
            case WordPress():
                return self._posts(source)
            case Sitemap():
                return self._sitemap(source, source.url, SITEMAPS_DEEP)
            case _:
                return self._single(source)

    async def _single(self, source: Source) -> AsyncIterator[list[Announced]]:
        yield await self._read(source, source.url)  # type: ignore[union-attr]

    async def _index(self, source: DatedIndex) -> AsyncIterator[list[Announced]]:
        for day in self._index_days.newest_first():
            if source.since and day < source.since:
                self._fail(DiscoveryError(source.url, f"not known to answer for days before {source.since}"))
                return
            try:
                async for page in self._index_of(source, day):
                    yield page
            except DiscoveryError as error:  # one day's page that fails must not hide the other days
                self._fail(error)

    async def _index_of(self, source: DatedIndex, day: date) -> AsyncIterator[list[Announced]]:
        seen: set[str] = set()
        for number in range(source.pages_at_most if "{page" in source.url else 1):
            page = await self._read(source, index_url(source, day, number), last=number > 0)
            new = [one for one in page if identity(one.url, self._site) not in seen]
            if not new and number > 0:
                return
            seen.update(identity(one.url, self._site) for one in new)
            yield new
        if "{page" in source.url:
            self._fail(DiscoveryError(source.url, f"{day} goes on after {source.pages_at_most} pages"))

    async def _posts(self, source: WordPress) -> AsyncIterator[list[Announced]]:
        since, until = (self._days.since, self._days.until) if self._days else (None, None)
        for number in range(1, POSTS_PAGES_AT_MOST if self._days else 2):
            page = await self._read(source, posts_url(source, number, since, until), last=number > 1)
            if not page:
                return
            yield page

    async def _sitemap(self, source: Sitemap, url: str, deep: int) -> AsyncIterator[list[Announced]]:
        page = _answer(await self._fetch(url, source))
        yield announced(page.body, page.content_type, source, page.url, self._site)
        for child in self._worth_reading(children(page.body, page.content_type, source, page.url, self._site)):
            if deep == 0:
                raise DiscoveryError(child.url, f"an index of sitemaps more than {SITEMAPS_DEEP} deep")
            try:
                async for found in self._sitemap(source, child.url, deep - 1):
                    yield found
            except DiscoveryError as error:
                self._fail(error)

    def _worth_reading(self, sitemaps: list[Announced]) -> list[Announced]:
        """Newest first; a sitemap that was last changed before the days asked for has nothing of them."""
        sitemaps = sorted(sitemaps, key=_time, reverse=True)
        if not self._days:
            return sitemaps[:CHILDREN_AT_MOST]
        return [one for one in sitemaps if not one.published or self._local(one) >= self._days.since]

    async def _read(self, source: Source, url: str, *, last: bool = False) -> list[Announced]:
        """What a page announces. `last`: an error status is how the site says that the page before was the last."""
        page = await self._fetch(url, source)
        if last and page.status in (400, 404, 410):
            return []
        return announced(_answer(page).body, page.content_type, source, page.url, self._site)

    def _fail(self, error: DiscoveryError) -> None:
        logger.warning("discovery: %s", error)
        self.failed.append(error)

    def _wanted(self, page: list[Announced], *, by_index: bool) -> list[Announced]:
        wanted = [one for one in page if is_article(one.url, self._site) and self._in_time(one, by_index)]
        self.passed_over += len(page) - len(wanted)
        return sorted(wanted, key=self._when, reverse=True)

    def _in_time(self, one: Announced, by_index: bool) -> bool:
        if not self._days:
            return True
        moment = url_date(one.url, self._site) or one.published
        if moment is None:
            return by_index  # the index has looked up the day
        return moment.astimezone(ZoneInfo(self._site.timezone)).date() in self._days

    def _when(self, one: Announced) -> float:
        moment = one.published or url_date(one.url, self._site)
        return moment.timestamp() if moment else 0.0

    def _local(self, one: Announced) -> date:
        assert one.published
        return one.published.astimezone(ZoneInfo(self._site.timezone)).date()


def _time(one: Announced) -> float:
    return one.published.timestamp() if one.published else 0.0


def _answer(page: Page) -> Page:
    if page.status != 200:
        raise DiscoveryError(page.url, f"answered {page.status}")
    return page
