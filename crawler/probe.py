"""A spider that only knocks: one page of each source of a newspaper, and a few of the articles they announce."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crawler.discovery import Announced, DiscoveryError, announced, children, index_url, posts_url
from crawler.site import DatedIndex, Site, Sitemap, Source, WordPress
from crawler.spider import NewsSpider
from crawler.urls import is_article


@dataclass(slots=True)
class SourceAnswer:
    """What one page of a source gave. `problem` says why it gave nothing."""

    source: Source
    url: str
    status: int | None = None
    announced: int = 0
    articles: tuple[Announced, ...] = ()
    """Those that are articles by their address."""
    stranger: str = ""
    """An address that it announces and that is no article's."""
    children: int = 0
    """Of a sitemap that is an index: how many it names that are worth reading."""
    problem: str = ""


class Probe(NewsSpider):
    """Asks politely, through robots.txt, pace and archive like the crawl itself."""

    answers: list[SourceAnswer]

    async def start(self) -> AsyncIterator[Any]:
        for source in dict.fromkeys((*self.newspaper.discovery, *self.newspaper.backfill)):
            self.answers.append(await self._ask(source, first_url(source, self.today)))
        if not any(answer.problem == "" for answer in self.answers):
            return
        self.crawler.stats.set_value("discovery/answered", len(self.answers))
        for request in self._requests(list(self._choice()), again=True):
            yield request

    def _choice(self) -> Iterator[Announced]:
        """One article of each source in turn, so that all of them have a say."""
        lists = [list(answer.articles) for answer in self.answers]
        return (one for number in range(self.limit or 3) for found in lists for one in found[number : number + 1])

    async def _ask(self, source: Source, url: str) -> SourceAnswer:
        answer = SourceAnswer(source, url)
        try:
            page = await self._fetch(url, source)
            answer.status = page.status
            if page.status != 200:
                raise DiscoveryError(url, f"answered {page.status}")
            if isinstance(source, Sitemap):
                named = children(page.body, page.content_type, source, page.url, self.newspaper)
                answer.children = len(named)
                if named:
                    newest = max(named, key=lambda one: one.published.timestamp() if one.published else 0)
                    page = await self._fetch(newest.url, source)
            found = announced(page.body, page.content_type, source, page.url, self.newspaper)
        except DiscoveryError as error:
            answer.problem = error.what
            return answer
        answer.announced = len(found)
        answer.articles = tuple(one for one in found if is_article(one.url, self.newspaper))
        answer.stranger = next((one.url for one in found if not is_article(one.url, self.newspaper)), "")
        return answer


def first_url(source: Source, today: date) -> str:
    """Where a source begins; an index of days is asked for the day before, which is whole."""
    match source:
        case DatedIndex():
            return index_url(source, today - timedelta(days=1), 0)
        case WordPress():
            return posts_url(source, 1)
        case _:
            return source.url


def probe_of(site: Site, answers: list[SourceAnswer]) -> type[Probe]:
    """The spider class for a newspaper; what its sources answer is put into `answers`."""

    class SiteProbe(Probe):
        name = site.name
        newspaper = site
        custom_settings = {"DOWNLOAD_DELAY": site.delay}

    SiteProbe.answers = answers
    return SiteProbe
