"""robots.txt: asked once a host, obeyed, and its pace taken over."""

import asyncio
import logging
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.misses import FAILURES, Forbidden, Unreachable, reason_of
from crawler.reasons import SILENT_ROBOTS

logger = logging.getLogger(__name__)

READ_AT_MOST = 500 * 1024
"""Bytes of a robots.txt that count, as RFC 9309 has it."""


class RobotsTxt:
    """Downloader middleware in the place of Scrapy's own, which knows neither Crawl-delay nor a failing server."""

    def __init__(self, crawler: Crawler, agent: str) -> None:
        self._crawler = crawler
        self._agent = agent
        self._answers: dict[str, asyncio.Task[Protego | Unreachable]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler, crawler.settings["ROBOTSTXT_USER_AGENT"])

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        robots_url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if robots_url not in self._answers:
            self._answers[robots_url] = asyncio.ensure_future(self._ask(robots_url))
        answer = await self._answers[robots_url]
        if isinstance(answer, Exception):
            raise answer
        if not answer.can_fetch(request.url, self._agent):
            raise Forbidden(f"{robots_url} does not allow {self._agent} to ask for {request.url}")

    async def _ask(self, robots_url: str) -> Protego | Unreachable:
        request = Request(robots_url, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        try:
            rules = parse(await self._crawler.engine.download_async(request))
        except Unreachable as error:
            return error
        except IgnoreRequest:  # it redirects for ever: as good as none
            return Protego.parse("")
        except FAILURES as error:
            phrase, detail = reason_of(error)
            return Unreachable(phrase, f"{robots_url}: {detail}")
        self._slow_down(request, pause(rules, self._agent))
        return rules

    def _slow_down(self, request: Request, seconds: float) -> None:
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        if seconds <= self._crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        logger.info("%s asks for a pause of %g s between requests", request.url, seconds)
        downloader.per_slot_settings[key] = {"delay": seconds}
        if key in downloader.slots:
            downloader.slots[key].delay = seconds


def parse(response: Response) -> Protego:
    """The rules in an answer to a request for robots.txt: none behind a 4xx.

    Raises Unreachable for a server that fails: RFC 9309 wants nothing to be asked for until it has answered, which
    is no answer for good.
    """
    if response.status >= 500 or response.status == 429:
        raise Unreachable(SILENT_ROBOTS, f"{response.url} answered {response.status}")
    readable = 200 <= response.status < 300
    return Protego.parse(response.body[:READ_AT_MOST].decode("utf-8-sig", "replace") if readable else "")


def pause(rules: Protego, agent: str) -> float:
    """Seconds between two requests that the rules ask of the agent; 0 if they do not say."""
    rate = rules.request_rate(agent)
    return max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
