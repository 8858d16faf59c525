"""Crawls a paper of the test's own in a process of its own, for Scrapy's reactor cannot be started twice."""

import json
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from threading import Lock as Guard
from time import monotonic, sleep
from typing import Any

from crawler.lock import Lock
from crawler.newsroom.server import Reply, Request, Server
from crawler.site import DatedIndex, Feed, Listing, Site
from pipelines.jobs.crawl import crawl
from pipelines.jobs.crawlreport import CrawlReport

_PROCESSES = get_context("forkserver")  # it imports Scrapy once for all crawls
_PROCESSES.set_forkserver_preload(["pipelines.jobs.crawl", "pipelines.items"])

PAPER = Site(
    name="koran",
    title="Koran",
    domains=("koran.test",),
    article=r"https://([\w-]+\.)?koran\.test/((?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/)?berita/(?P<id>\w+)",
    discovery=(Feed("http://koran.test/rss"), Listing("http://koran.test/kanal")),
    backfill=(DatedIndex("http://koran.test/indeks/{day:%Y-%m-%d}/{page}"),),
    next_page=".lanjut a",
    path_cuts=(r"(?<=\d)/\d$",),
    delay=0.0,
)

HTML = (("Content-Type", "text/html; charset=utf-8"),)
Answer = Callable[[Request], Reply | None]


def story(number: str, more: str = "") -> Reply:
    body = f"Warga desa nomor {number} bergotong royong memperbaiki jembatan yang hanyut terbawa banjir pekan lalu. "
    page = f"<html><head><title>Kabar {number}</title></head><body><article><h1>Kabar {number}</h1>"
    page += "".join(f"<p>{body * 3}Bagian {part}.</p>" for part in "satu dua tiga empat".split())
    return Reply(200, HTML, f"{page}</article>{more}</body></html>".encode())


def text(body: str, status: int = 200, *headers: tuple[str, str]) -> Reply:
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"), *headers), body.encode())


def feed(urls: Iterable[str]) -> Reply:
    return text("<rss><channel>" + "".join(f"<item><link>{url}</link></item>" for url in urls) + "</channel></rss>")


@dataclass
class Visit:
    url: str
    at: float
    headers: dict[str, str] = field(repr=False)


class Press(Server):
    """Answers for koran.test as the test says, with a story for what it leaves open, and writes down who came when."""

    def __init__(self, answer: Answer, urls: Iterable[str] = (), hosts: Iterable[str] = ()) -> None:
        self.visits: list[Visit] = []
        self.most_at_once = 0
        """How many stories were asked for at a time, at most."""
        self._at_once = 0
        self._lock = Guard()
        self._given = answer
        self._urls = tuple(urls)
        super().__init__(self._visited, ("koran.test", "*.koran.test", *hosts))

    def asked(self, part: str = "/berita/") -> list[str]:
        return [visit.url for visit in self.visits if part in visit.url]

    def _visited(self, request: Request) -> Reply:
        is_story = "/berita/" in request.url
        with self._lock:
            self.visits.append(Visit(request.url, monotonic(), dict(request.headers)))
            self._at_once += is_story
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            reply = self._given(request) or self._default(request)
            sleep(reply.delay)
            return replace(reply, delay=0.0)
        finally:
            with self._lock:
                self._at_once -= is_story

    def _default(self, request: Request) -> Reply:
        path = request.parts.path
        if path == "/rss":
            return feed(self._urls)
        return story(path.rsplit("/", 1)[-1]) if "/berita/" in path else text("", 404)


def run(data: Path, proxy: str, *, sites: Sequence[Site] = (PAPER,), **options: Any) -> CrawlReport:
    """The report of a crawl; an error of the crawl is raised here."""
    with ProcessPoolExecutor(1, mp_context=_PROCESSES, max_tasks_per_child=1) as process:
        return process.submit(crawl, sites, data=data, proxy=proxy, **options).result(timeout=100)


def kill_all(parent: int) -> None:
    """Kills a process and those that it has started, each of which may lead a group of its own."""
    told = [file.read_text() for file in Path(f"/proc/{parent}/task").glob("*/children")]
    for process in (parent, *(int(child) for line in told for child in line.split())):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def until_gone(data: Path, site: str) -> None:
    """Waits for a crawl that was killed: it holds the lock of its newspaper until the kernel has cleared it away."""
    lock, patience = Lock(data / "locks" / site), monotonic() + 60
    while lock.take("a test"):
        assert monotonic() < patience
        sleep(0.01)
    lock.release()


def rows(data: Path, name: str, site: str = "koran") -> list[dict[str, Any]]:
    """The rows of `articles.jsonl` or `rejected.jsonl` of the only run."""
    [file] = (data / "text" / site).glob(f"*/{name}.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
