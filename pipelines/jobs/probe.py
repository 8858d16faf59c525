"""Asks a newspaper itself whether its declaration is right: robots.txt, each source, a few articles."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from archive.page import Page
from archive.read import read_pages
from crawler.probe import SourceAnswer, probe_of
from crawler.settings import ROBOTSTXT_USER_AGENT
from crawler.site import DatedIndex, Listing, Site
from crawler.urls import identity
from pipelines.jobs.crawl import crawl
from pipelines.jobs.crawlreport import CrawlReport

ARTICLES = 3
_LIES = (timedelta(hours=7), timedelta(hours=8), timedelta(hours=9))
"""By so much a date is off that is Indonesian time marked as UTC, or the other way round."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says to us. `status` is None when it did not answer."""

    url: str
    status: int | None
    delay: float | None = None
    forbidden: tuple[str, ...] = ()
    """What we would ask for and may not."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article, or a page that made none: its row of `articles.jsonl` or `rejected.jsonl`, and its text."""

    row: dict[str, Any]
    paragraphs: tuple[str, ...] = ()

    @property
    def is_article(self) -> bool:
        return "template" in self.row


@dataclass(slots=True)
class Finds:
    """What the site answered, and what to change."""

    crawl: CrawlReport
    robots: list[Robots] = field(default_factory=list)
    sources: list[SourceAnswer] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    warcs: list[Path] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def probe(site: Site, data: Path, *, contact: str = "", proxy: str = "", delay: float | None = None) -> Finds:
    """Asks for robots.txt, one page of each source and three articles, at the site's own pace; `data` keeps it all.

    Once a process, like `crawl`.
    """
    answers: list[SourceAnswer] = []
    report = crawl(
        [site],
        data=data,
        limit=ARTICLES,
        contact=contact,
        proxy=proxy,
        delay=delay,
        spider=lambda site: probe_of(site, answers),
    )
    part = report.sites[0]
    finds = Finds(report, sources=answers, warcs=part.warcs)
    finds.robots = list(_robots(part.warcs, answers))
    finds.samples = list(_samples(part.texts)) if part.texts else []
    finds.advice = list(dict.fromkeys(advice(finds, site)))
    return finds


def advice(finds: Finds, site: Site) -> Iterator[str]:
    """What to change in the site's file, or to look at, the gravest first."""
    for robots in finds.robots:
        yield from _about_robots(robots)
    for answer in finds.sources:
        yield from _about_source(answer)
    if not finds.samples:
        yield "no article was seen: nothing can be said about the templates"
    announced = {identity(one.url, site): one.published for answer in finds.sources for one in answer.articles}
    for sample in finds.samples:
        if sample.is_article:
            yield from _about_article(sample, site, announced.get(identity(sample.row["url"], site)))
        else:
            yield f"{sample.row['url']} made no article: {sample.row['reason']} {sample.row['detail']}".rstrip()
    texts = [sample.paragraphs[1:] for sample in finds.samples]
    for line, count in Counter(line for text in texts for line in set(text)).items():
        if count > 1:
            yield f"the same paragraph is in {count} articles; if it is the site's, drop its element: {line[:100]!r}"


def _about_robots(robots: Robots) -> Iterator[str]:
    if robots.status is None or robots.status >= 500:
        answer = f"answered {robots.status}" if robots.status else "did not answer"
        yield f"{robots.url} {answer}: until it does, nothing may be asked for there"
    for url in robots.forbidden:
        yield f"{robots.url} forbids {url}: use another source, or leave the site alone"


def _about_source(answer: SourceAnswer) -> Iterator[str]:
    name = f"{type(answer.source).__name__} {answer.url}"
    links = isinstance(answer.source, DatedIndex | Listing)
    if answer.problem:
        yield f"{name}: {answer.problem}; correct its address or take it out"
    elif not answer.announced and links:
        yield f"{name}: no link to an article; look at `items`, or at `article`"
    elif not answer.announced and not answer.children:
        yield f"{name}: it is empty"
    elif answer.announced and not answer.articles:
        yield f"{name}: none of {answer.announced} addresses is an article's by `article`, {answer.stranger} for one"


def _about_article(sample: Sample, site: Site, announced: datetime | None) -> Iterator[str]:
    row = sample.row
    url = row["url"]
    template = next((template for template in site.templates if template.name == row["template"]), None)
    if template is None and site.templates:
        yield f"{url}: no template answers; the markup has changed: add one, and give the last one its `until`"
    elif template is not None and template.until:
        yield f"{url}: the template {template.name} answers, though it ended on {template.until}: take `until` away"
    if not row["published"]:
        yield f"{url}: no date; say in `published` where it stands"
    elif announced and abs(datetime.fromisoformat(row["published"]) - announced) in _LIES:
        yield (
            f"{url}: published {row['published']} by {row['published_from']}, announced {announced.isoformat()}: "
            "one of them lies about its time zone; ` !wall` behind a place takes its clock for the site's own"
        )
    if not row["authors"]:
        yield f"{url}: no author; say in `authors` where the byline stands"
    if "page 1 only" in row["flags"]:
        yield f"{url}: it goes on on another page; say `whole` or `next_page`"
    length = sum(map(len, sample.paragraphs))
    if length < site.expect.characters[0] / 2:
        yield f"{url}: only {length} characters; does `body` hold all of it?"


def _robots(warcs: Iterable[Path], answers: Sequence[SourceAnswer]) -> Iterator[Robots]:
    """One for each host that was asked, by the last answer."""
    asked = [answer.url for answer in answers]
    found: dict[str, Page | None] = dict.fromkeys(map(_robots_url, asked))
    for warc in warcs:
        for item in read_pages(warc):
            if urlsplit(item.url).path == "/robots.txt":
                found[item.url] = item if isinstance(item, Page) else None
            else:
                asked.append(item.url)
    for url, page in found.items():
        if page is None:
            yield Robots(url, None)
            continue
        rules = Protego.parse(page.body.decode("utf-8-sig", "replace") if page.status == 200 else "")
        own = dict.fromkeys(one for one in asked if _robots_url(one) == url)
        forbidden = tuple(one for one in own if not rules.can_fetch(one, ROBOTSTXT_USER_AGENT))
        yield Robots(url, page.status, rules.crawl_delay(ROBOTSTXT_USER_AGENT), forbidden)


def _robots_url(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _samples(batch: Path) -> Iterator[Sample]:
    for name in ("articles.jsonl", "rejected.jsonl"):
        file = batch / name
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            row = json.loads(line)
            text = (batch / row["file"]).read_text("utf-8") if "file" in row else ""
            yield Sample(row, tuple(text.split("\n\n")) if text else ())
