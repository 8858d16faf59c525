"""Thirty newspapers in one process: what it costs, and whether one of them keeps the others waiting.

    python benchmarks/many_sites.py [--large ARTICLES]

One paper is large and has no pause, so it takes all of the processor that it is given; one takes 2 s for each answer,
one never answers for its articles, one asks for a Crawl-delay of 3 s. The other twenty-six have 15 to 115 articles and
a pause of 0.5 s, and ought not to notice: three of them are crawled alone too. Writes results/many_sites.md and .json.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from crawler.newsroom.newsstand import Newsstand, PlainPaper

RESULTS = Path(__file__).parent / "results"
PAUSE = 0.5
SMALL = [
    PlainPaper(name=f"kecil{number:02}", articles=15 + 4 * number, kilobytes=60, delay=PAUSE) for number in range(26)
]
ALONE = [SMALL[5], SMALL[12], SMALL[19]]
GIVEN_UP_AFTER = 20
"""Seconds without an answer; a crawl waits 60, which only makes this longer."""


def papers(large: int) -> list[PlainPaper]:
    return [
        PlainPaper(name="besar", articles=large, kilobytes=60),
        PlainPaper(name="lambat", articles=30, kilobytes=60, takes=2.0),
        PlainPaper(name="diam", articles=2, hangs=True),
        PlainPaper(name="sopan", articles=20, kilobytes=60, crawl_delay=3.0),
        *SMALL,
    ]


@dataclass
class Pace:
    """When the articles of a paper came, in seconds since the crawl began."""

    site: str
    articles: int
    first: float = 0.0
    last: float = 0.0
    longest_gap: float = 0.0

    @property
    def each(self) -> float:
        """Seconds from one article to the next."""
        return (self.last - self.first) / (self.articles - 1) if self.articles > 1 else 0.0


@dataclass
class Crawled:
    paces: dict[str, Pace]
    seconds: float
    cpu: float
    peak_mb: float


def child(proxy: str, data: str, told: str) -> None:
    """One crawl of the papers, and what it cost this process."""
    from crawler.site import Site
    from crawler.spider import NewsSpider, spider_of
    from pipelines.jobs.crawl import crawl

    def impatient(site: Site) -> type[NewsSpider]:
        spider = spider_of(site)
        spider.custom_settings = {**(spider.custom_settings or {}), "DOWNLOAD_TIMEOUT": GIVEN_UP_AFTER}
        return spider

    sites = [PlainPaper(**one).site for one in json.loads(told)]
    report = crawl(sites, data=Path(data), proxy=proxy, spider=impatient)
    used = resource.getrusage(resource.RUSAGE_SELF)
    ended = {site.site: site.ended for site in report.sites}
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
    print(json.dumps({"cpu": cpu, "peak_mb": peak, "ended": ended}))  # noqa: T201


def crawled(papers: Sequence[PlainPaper]) -> Crawled:
    with Newsstand(papers) as stand, tempfile.TemporaryDirectory() as folder:
        told = json.dumps([asdict(paper) for paper in papers])
        begun, start = datetime.now().timestamp(), perf_counter()
        command = [sys.executable, __file__, "--child", stand.proxy_url, folder, told]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        seconds = perf_counter() - start
        cost: dict[str, Any] = json.loads(ran.stdout)
        if set(cost["ended"].values()) != {"finished"}:
            raise RuntimeError(f"not all have finished: {cost['ended']}")
        paces = {paper.name: pace(Path(folder), paper.name, begun) for paper in papers}
        return Crawled(paces, seconds, cost["cpu"], cost["peak_mb"])


def pace(data: Path, name: str, begun: float) -> Pace:
    rows = [line for file in (data / "text" / name).glob("*/articles.jsonl") for line in file.read_text().splitlines()]
    times = sorted(datetime.fromisoformat(json.loads(row)["fetched_at"]).timestamp() - begun for row in rows)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return Pace(name, len(times), times[0], times[-1], max(gaps, default=0.0)) if times else Pace(name, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=int, default=3000, help="articles of the largest paper")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    before = os.getloadavg()[0]
    alone = {paper.name: crawled([paper]) for paper in ALONE}
    together = crawled(papers(options.large))
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    )
    text = table(machine, alone, together)
    print(text)  # noqa: T201
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "many_sites.md").write_text(text + "\n", "utf-8")
    facts = {
        "machine": machine,
        "together": asdict(together),
        "alone": {name: asdict(one) for name, one in alone.items()},
    }
    (RESULTS / "many_sites.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def table(machine: str, alone: dict[str, Crawled], together: Crawled) -> str:
    articles = sum(one.articles for one in together.paces.values())
    small = [together.paces[paper.name] for paper in SMALL]
    single = statistics.median(one.peak_mb for one in alone.values())
    lines = [
        machine,
        "",
        f"{len(together.paces)} papers, {articles} articles of 60 KB in {together.seconds:.0f} s; "
        f"{together.cpu:.0f} s of CPU, {together.cpu / articles * 1000:.1f} ms an article; "
        f"peak memory {together.peak_mb:.0f} MB, of one paper alone {single:.0f} MB.",
        "",
        f"The {len(small)} small papers pause {PAUSE} s: from one article to the next they took "
        f"{min(one.each for one in small):.2f} to {max(one.each for one in small):.2f} s, "
        f"the longest gap was {max(one.longest_gap for one in small):.2f} s.",
        "",
        "| the same paper | alone, s an article | among thirty | ratio |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {one.paces[name].each:.3f} | {together.paces[name].each:.3f} |"
            f" {together.paces[name].each / one.paces[name].each:.2f} |"
            for name, one in alone.items()
        ),
        "",
        "| paper | articles | first, s | last, s | s an article | longest gap, s |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {one.site} | {one.articles} | {one.first:.1f} | {one.last:.1f} |"
            f" {one.each:.2f} | {one.longest_gap:.2f} |"
            for one in together.paces.values()
        ),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
