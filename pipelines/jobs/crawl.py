"""The main job: newspapers side by side in one process, from what they announce to texts on the disk."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import getproxies

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.page import Miss, Page
from archive.read import read_info
from archive.sealing import OPEN
from crawler.archiving import ArchiveKeeper
from crawler.days import days_of
from crawler.loader import load_sites, site_of, unknown_site
from crawler.manners import NotNow, ask_for_contact
from crawler.memory import Memory
from crawler.settings import KLIPING_CONTACT
from crawler.site import Site
from crawler.spider import NewsSpider, spider_of
from crawler.state.store import NAME as STATE
from crawler.urls import hostname
from pipelines.files import write_new
from pipelines.items import ArticlePipeline
from pipelines.jobs.crawlreport import CrawlReport, Progress, SiteReport, write_report
from pipelines.jobs.resuming import URLS, Order
from pipelines.outcome import FAILED


def crawl(
    sites: Sequence[Site],
    *,
    data: Path,
    limit: int | None = None,
    since: date | None = None,
    until: date | None = None,
    urls: Sequence[str] | None = None,
    again: bool = False,
    holes: bool = False,
    orders: Mapping[str, Order] = {},
    although_blocked: bool = False,
    contact: str = "",
    proxy: str = "",
    delay: float | None = None,
    on_progress: Progress | None = None,
    spider: Callable[[Site], type[NewsSpider]] = spider_of,
) -> CrawlReport:
    """Crawls the sites for what is new and writes `data/warc`, `data/text`, `data/runs/RUN` and the state.

    With `urls`, each is given to the site it belongs to, declared or not, and nothing else is asked for; with `holes`
    nothing but what is missing of the days. `again` asks for what is known as well. `limit` is per site; `delay`, in
    seconds, takes the place of the sites' own. `orders` has what single sites, by name, are asked for in the place of
    all this: also to go on with a run where it was broken off (see `resuming`).
    Once a process: Scrapy's reactor cannot be started again. Raises OSError when `data` cannot be written, ValueError
    for what is no URL or no span of days, NotNow when there is no contact for a live crawl.
    """
    jobs = _jobs(sites, urls)
    common = Order(limit, since, until, again, holes)
    for order in (common, *orders.values()):
        days_of(order.since, order.until, date.max)
    with _proxied(proxy):
        ask_for_contact(contact or KLIPING_CONTACT, getproxies())
        run, folder = _new_run(data)
        if urls is not None:
            write_new(folder / URLS, "".join(f"{url}\n" for url in urls).encode())
        process = AsyncCrawlerProcess(_settings(data, run, folder, contact, delay, although_blocked))
        parts = []
        for site, named in jobs:
            part = _Part(site, process.create_crawler(spider(site)), on_progress)
            order = orders.get(site.name, common)
            part.task = process.crawl(
                part.crawler, limit=order.limit, since=order.since, until=order.until, urls=named, all=order.again,
                holes=order.holes, resume=order.resume,
            )  # fmt: skip
            parts.append(part)
        with _quiet_log():
            process.start()
    report = CrawlReport(run, folder, [part.complete(data, run) for part in parts])
    write_report(report)
    return report


class _Part:
    """The crawl of one newspaper, and the report that grows with it."""

    def __init__(self, site: Site, crawler: Crawler, on_progress: Progress | None) -> None:
        self.crawler = crawler
        self.task: asyncio.Task[None] | None = None
        self._site = site
        self._report = SiteReport(site.name)
        self._on_progress = on_progress
        self._faults: dict[str, list[str]] = {}
        crawler.signals.connect(self._note_fault, signals.item_error)
        crawler.signals.connect(self._note_fault, signals.spider_error)
        for signal in (signals.response_received, signals.item_scraped, signals.spider_closed):
            crawler.signals.connect(self._tell, signal)

    def _tell(self) -> None:
        self._count()
        if self._on_progress:
            self._on_progress(self._report)

    def _note_fault(self, failure: Failure, item: Page | Miss | None = None) -> None:
        """A mistake of ours: it is only logged by Scrapy, and the page would be missing without a word."""
        what = f"{type(failure.value).__name__}: {failure.value}"
        self._faults.setdefault(what, []).append(item.url if item else "the spider")

    def _count(self) -> None:
        count = self.crawler.stats.get_value
        report = self._report
        report.announced = count("articles/announced", 0)
        report.known = count("articles/known", 0)
        report.seen_again = count("articles/seen_again", 0)
        report.fetched = count("articles/fetched", 0)
        report.articles = count("articles/written", 0)
        report.passed_over = count("discovery/passed_over", 0)

    def complete(self, data: Path, run: str) -> SiteReport:
        report, crawler = self._report, self.crawler
        # A crawl that was stopped from outside has ended, but the reactor need not have told its task.
        error = self.task.exception() if self.task and self.task.done() else None
        if error is not None:
            report.ended = error.reason if isinstance(error, NotNow) else "not started"
            report.errors.append(str(error))
            return report
        self._count()
        count = crawler.stats.get_value
        report.ended = count("finish_reason", "killed")
        keeper, pipeline = crawler.get_extension(ArchiveKeeper), crawler.get_item_pipeline(ArticlePipeline)
        memory = crawler.get_extension(Memory)
        if pipeline is not None:
            counts = pipeline.counts
            report.articles, report.unchanged = counts["articles"], counts["unchanged"]
            report.rejected, report.missed = counts["rejected"], counts["missed"]
            folder = pipeline.batch.folder
            report.texts = folder if folder and folder.exists() else None
        report.left = report.announced - count("articles/answered", 0)
        report.errors += [str(part.error) for part in (keeper, memory, pipeline) if part is not None and part.error]
        report.errors += count("discovery/failed", [])
        if count("discovery/answered") == 0:
            report.errors.append("no source answered, nothing was announced")
        report.errors += [f"{what} ({len(where)} times, first at {where[0]})" for what, where in self._faults.items()]
        if failed := report.rejected.get(FAILED):
            report.errors.append(f"{FAILED} on {failed} pages: see rejected.jsonl, and the log for where")
        report.warcs = _warcs(data, report.site, run)
        return report


def _jobs(sites: Sequence[Site], urls: Sequence[str] | None) -> list[tuple[Site, list[str] | None]]:
    """Each newspaper once, with the URLs that are its own when there are URLs."""
    if urls is None:
        return [(site, None) for site in {site.name: site for site in sites}.values()]
    known = load_sites() | {site.name: site for site in sites}
    named: dict[str, list[str]] = {}
    for url in urls:
        site = site_of(url, known) or unknown_site(hostname(url))
        known.setdefault(site.name, site)
        named.setdefault(site.name, []).append(url)
    return [(known[name], own) for name, own in named.items()]


def _new_run(data: Path) -> tuple[str, Path]:
    """The run is called by the second in which it starts; of two in one second, one takes the next."""
    start = datetime.now(UTC)
    while True:
        run = f"{start:%Y%m%dT%H%M%SZ}"
        folder = data / "runs" / run
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if not folder.is_dir():
                raise
            start += timedelta(seconds=1)
        else:
            return run, folder


def _settings(
    data: Path, run: str, folder: Path, contact: str, delay: float | None, although_blocked: bool
) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    ours: dict[str, Any] = {
        "KLIPING_RUN": run,
        "KLIPING_WARC_FOLDER": str(data / "warc"),
        "KLIPING_TEXT_FOLDER": str(data / "text"),
        "KLIPING_STATE": str(data / STATE),
        "KLIPING_ALTHOUGH_BLOCKED": although_blocked,
        "LOG_FILE": str(folder / "crawl.log"),
    }
    if contact:
        ours["KLIPING_CONTACT"] = contact
    if delay is not None:
        ours["DOWNLOAD_DELAY"] = delay
    settings.setdict(ours, priority="cmdline")
    return settings


@contextmanager
def _quiet_log() -> Iterator[None]:
    """A log that a full disk does not take is told by the report, and not by a traceback for each of its lines."""
    before, logging.raiseExceptions = logging.raiseExceptions, False
    try:
        yield
    finally:
        logging.raiseExceptions = before


@contextmanager
def _proxied(proxy: str) -> Iterator[None]:
    """Scrapy takes its proxy from the environment."""
    ours = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""} if proxy else {}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _warcs(data: Path, site: str, run: str) -> list[Path]:
    """The files that this run has written, by what they say of themselves; one that could not be sealed is `.open`."""
    folder = data / "warc" / site
    return [file for file in sorted(folder.glob("*.warc.gz*")) if file.suffix in (".gz", OPEN) and _run_of(file) == run]


def _run_of(warc: Path) -> str:
    try:
        return read_info(warc).get("isPartOf", "")
    except ArchiveError:  # a disk that was full at once leaves a file without even its first record
        return ""
