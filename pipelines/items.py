"""Scrapy's end of the batch: each item goes into it as it comes."""

import logging
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro

from archive.page import Miss, Page
from crawler.archiving import ArchiveKeeper
from crawler.memory import COUNTED, Memory
from crawler.state.database import StateError
from pipelines.article import Article, Rejected
from pipelines.batch import Batch
from pipelines.jobs.replay import again_from, counts_of, mend
from pipelines.ledger import Ledger

logger = logging.getLogger(__name__)

TEXT_FAILED = "text_failed"
"""The reason for which a spider is closed when its texts cannot be written."""


class ArticlePipeline:
    """Writes the batch of a spider to the folder KLIPING_TEXT_FOLDER/SITE/KLIPING_RUN."""

    def __init__(self, batch: Batch, memory: Memory, crawler: Crawler) -> None:
        self.batch = batch
        self.error: Exception | None = None
        """Why a text could not be written, or the state, if one could not."""
        self._memory = memory
        self._crawler = crawler
        self._misses: set[str] = set()

    @property
    def counts(self) -> dict[str, Any]:
        """What the batch counts so far; see `counts_of`."""
        return counts_of(self.batch, self._misses)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        site = crawler.spidercls.newspaper  # type: ignore[attr-defined]
        settings = crawler.settings
        memory = crawler.get_extension(Memory)
        assert memory is not None
        texts, run = Path(settings["KLIPING_TEXT_FOLDER"]), settings["KLIPING_RUN"]
        for mended in mend(memory.state, site, memory.warcs, texts, but=run):
            logger.warning("run %s of %s was broken off; it has been completed from its WARCs", mended, site.name)
        ledger = Ledger(memory.state, site, run, again=again_from(memory.warcs, site))
        return cls(Batch(texts / site.name / run, site, ledger), memory, crawler)

    def process_item(self, item: Page | Miss) -> Page | Miss:
        if isinstance(item, Miss):
            self._misses.add(item.record_id)
        if self.error is None:
            try:
                self._count(self.batch.add(item))
            except (OSError, StateError) as error:
                self._stop(error)
        return item

    def close_spider(self) -> None:
        keeper = self._crawler.get_extension(ArchiveKeeper)
        is_whole = self._memory.is_whole and not (keeper and keeper.error)
        if is_whole:  # else the next crawl makes the batch again, and until then nobody may upload it
            try:
                self.batch.close()
            except (OSError, StateError) as error:
                self._stop(error)
        stats = self._crawler.stats
        told = {
            name: stats.get_value(f"articles/{name}", 0) for name in ("announced", "known", "fetched", "seen_again")
        }
        blocked = {"blocked": seen} if (seen := stats.get_value("articles/blocked")) else {}
        limited = {"limited": True} if stats.get_value("articles/limited") else {}
        stats.set_value(COUNTED, {**told, **self.counts, **blocked, **limited})

    def _count(self, result: Article | Rejected | None) -> None:
        if isinstance(result, Article):
            self._crawler.stats.inc_value("articles/written")

    def _stop(self, error: OSError | StateError) -> None:
        self._memory.is_whole = False
        if self.error is None:
            self.error = error
            logger.error("cannot write the texts: %s; the crawl stops", error)
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=TEXT_FAILED))
