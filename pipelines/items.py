"""Scrapy's end of the batch: each item goes into it as it comes."""

import logging
from collections import Counter
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro

from archive.page import Miss, Page
from pipelines.article import Article, Rejected
from pipelines.batch import Batch

logger = logging.getLogger(__name__)

TEXT_FAILED = "text_failed"
"""The reason for which a spider is closed when its texts cannot be written."""


class ArticlePipeline:
    """Writes the batch of a spider to the folder KLIPING_TEXT_FOLDER/SITE/KLIPING_RUN."""

    def __init__(self, batch: Batch, crawler: Crawler) -> None:
        self.batch = batch
        self.error: OSError | None = None
        """Why a text could not be written, if one could not."""
        self._crawler = crawler
        self._misses: set[str] = set()

    @property
    def rejected(self) -> dict[str, int]:
        """How many pages made no article, by reason."""
        return dict(Counter(one.reason for one in self.batch.rejected if one.record_id not in self._misses))

    @property
    def missed(self) -> dict[str, int]:
        """How many URLs gave no page, by reason."""
        return dict(Counter(one.reason for one in self.batch.rejected if one.record_id in self._misses))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        site = crawler.spidercls.newspaper  # type: ignore[attr-defined]
        settings = crawler.settings
        return cls(Batch(Path(settings["KLIPING_TEXT_FOLDER"]) / site.name / settings["KLIPING_RUN"], site), crawler)

    def process_item(self, item: Page | Miss) -> Page | Miss:
        if isinstance(item, Miss):
            self._misses.add(item.record_id)
        if self.error is None:
            try:
                self._count(self.batch.add(item))
            except OSError as error:
                self._stop(error)
        return item

    def close_spider(self) -> None:
        try:
            self.batch.close()
        except OSError as error:
            self._stop(error)

    def _count(self, result: Article | Rejected | None) -> None:
        if isinstance(result, Article):
            self._crawler.stats.inc_value("articles/written")

    def _stop(self, error: OSError) -> None:
        if self.error is None:
            self.error = error
            logger.error("cannot write the texts: %s; the crawl stops", error)
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=TEXT_FAILED))
