"""Retry-After: a host that asks for a while is left alone for a while."""

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)

UNSAID = 30.0
"""Seconds of pause after a 429 that does not say for how long."""

TOO_LONG = "asked_to_wait"
"""The reason for which a spider is closed when a host asks for a longer pause than RETRY_AFTER_AT_MOST."""


class RetryAfter:
    """Downloader middleware before Scrapy's retries: it holds every request to the host back until its time."""

    def __init__(self, crawler: Crawler, at_most: float) -> None:
        self._crawler = crawler
        self._at_most = at_most
        self._not_before: dict[str, float] = {}
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.settings.getfloat("RETRY_AFTER_AT_MOST"))

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).netloc
        while self._crawler.crawling and (left := self._not_before.get(host, 0.0) - monotonic()) > 0:
            await asyncio.sleep(min(left, 1.0))  # in short naps, so that a stop need not wait for the end

    async def process_response(self, request: Request, response: Response) -> Response:
        seconds = asked_pause(response, datetime.now(UTC))
        host = urlparse_cached(request).netloc
        if seconds > self._at_most:
            logger.warning("%s asks to be left alone for %.0f s; the crawl of this site ends here", host, seconds)
            request.meta["dont_retry"] = True
            if self._closing is None:
                self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=TOO_LONG))
        elif seconds > 0:
            logger.info("%s asks for a pause of %.0f s", host, seconds)
            self._not_before[host] = monotonic() + seconds
        return response


def asked_pause(response: Response, now: datetime) -> float:
    """Seconds that a 429 or 503 asks for; UNSAID for a 429 that does not say, 0 for all else."""
    if response.status not in (429, 503):
        return 0.0
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return UNSAID if response.status == 429 else 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
