"""The main job without the network: the newsroom on loopback is crawled, and its WARCs are re-extracted."""

import filecmp
from dataclasses import dataclass
from pathlib import Path

from crawler.loader import load_sites
from crawler.newsroom.papers import PAPERS
from crawler.newsroom.room import Newsroom
from pipelines.jobs.crawl import crawl
from pipelines.jobs.crawlreport import CrawlReport, Progress
from pipelines.jobs.reextract import Report, reextract


@dataclass(frozen=True, slots=True)
class DemoReport:
    crawl: CrawlReport
    again: Report
    different: list[str]
    """Files that the live crawl and the re-extraction do not agree about."""


def demo(data: Path, *, delay: float = 0.05, on_progress: Progress | None = None) -> DemoReport:
    """Crawls every paper of the newsroom into `data`, which is to be its own, and re-extracts into `data/again`.

    Nothing outside this machine is asked for anything. Once a process, like `crawl`.
    """
    sites = load_sites()
    with Newsroom() as newsroom:
        crawled = crawl(
            [sites[paper.name] for paper in PAPERS],
            data=data,
            proxy=newsroom.proxy_url,
            delay=delay,
            on_progress=on_progress,
        )
    again = reextract([data / "warc"], data / "again")
    return DemoReport(crawled, again, different_files(data / "text", data / "again"))


def different_files(left: Path, right: Path) -> list[str]:
    """The files of two trees, as paths inside them, that only one has or that are not the same to the byte."""
    names = sorted({path.relative_to(tree).as_posix() for tree in (left, right) for path in _files(tree)})
    same, _, _ = filecmp.cmpfiles(left, right, names, shallow=False)
    return [name for name in names if name not in set(same)]


def _files(tree: Path) -> list[Path]:
    return [path for path in tree.rglob("*") if path.is_file()]
