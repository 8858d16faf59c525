"""`kliping reextract` over a WARC that holds pages made to do harm: each is bounded and told of, and the rest is as it
would be without them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from archive.coding import BODY_LIMIT
from crawler.newsroom.server import Reply, Request
from pipelines.guard import GIVEN_UP
from pipelines.jobs.crawl import crawl
from pipelines.jobs.crawlreport import CrawlReport
from pipelines.outcome import TOO_LARGE
from tests.crawler.crawling import HTML, PAPER, Press, rows
from tests.performance.hostile import MB, good, hostile, url, write_between
from tests.pipelines.test_reextract import tree

ROOT = Path(__file__).parents[2]
REASONS = {GIVEN_UP, TOO_LARGE, "nested too deep", "unchanged"}
COMMAND = """
import atexit, json, resource, sys
from pathlib import Path
from pipelines.cli import main
def tell():
    job = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = child.ru_utime + child.ru_stime + own.ru_utime + own.ru_stime
    sys.stderr.write(json.dumps([job // 1024, child.ru_maxrss // 1024, seconds]))
atexit.register(tell)
main()
"""


@dataclass(frozen=True)
class Done:
    job_mb: int
    child_mb: int
    cpu: float
    out: Path

    def rejected(self) -> dict[str, tuple[str, str]]:
        """The reason and the detail of each address."""
        [file] = self.out.glob("*/*/rejected.jsonl")
        lines = map(json.loads, file.read_text("utf-8").splitlines())
        return {row["url"]: (row["reason"], row["detail"]) for row in lines}

    def texts(self) -> dict[str, str]:
        """The text of each address."""
        [file] = self.out.glob("*/*/articles.jsonl")
        lines = map(json.loads, file.read_text("utf-8").splitlines())
        return {row["url"]: (file.parent / row["file"]).read_text("utf-8") for row in lines}


def command(warc: Path, out: Path, *options: str) -> Done:
    """The real command in a process of its own, and what it and its largest child took of memory."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-c", COMMAND, "reextract", str(warc), "--out", str(out), *options]
    ran = subprocess.run(asked, capture_output=True, text=True, env=env, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    job, child, seconds = json.loads(ran.stderr[ran.stderr.rindex("[") :])
    return Done(job, child, seconds, out)


def check(warc: Path, names: dict[str, str], done: Done) -> None:
    texts, rejected = done.texts(), done.rejected()
    last = 2 * len(names)
    for address, name in names.items():
        assert address in texts or rejected[address][0] in REASONS, (name, rejected.get(address))
        if name.startswith("a bomb") or name.endswith("without end"):
            assert name == "a comment without end" or rejected[address][0] == TOO_LARGE, (name, rejected.get(address))
    for number in range(0, last + 1, 2):
        assert texts[url(number)].endswith(f"Hari itu adalah hari ke-{number} di kampung itu."), number


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    warc = tmp_path_factory.mktemp("hostile") / "jahat.warc.gz"
    return warc, write_between(warc, hostile(80))


def test_good_pages_beside_hostile_ones_come_out_as_without_them(
    small: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    warc, names = small
    one = command(warc, tmp_path / "one", "--page-megabytes", "200")
    check(warc, names, one)
    two = command(warc, tmp_path / "two", "--workers", "2", "--page-megabytes", "200")
    assert tree(two.out) == tree(one.out)
    for done in (one, two):
        assert max(done.job_mb, done.child_mb) < 400


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_whole_set_at_full_size(tmp_path: Path) -> None:
    """50 MB of divs, bombs of a gigabyte: 30 seconds and a gigabyte for a page, whatever it is."""
    warc = tmp_path / "jahat.warc.gz"
    names = write_between(warc, hostile())
    one = command(warc, tmp_path / "one")
    check(warc, names, one)
    two = command(warc, tmp_path / "two", "--workers", "2")
    check(warc, names, two)
    assert one.texts() == two.texts()
    for done in (one, two):
        given_up = [names[address] for address, (reason, _) in done.rejected().items() if reason == GIVEN_UP]
        sys.stderr.write(f"job {done.job_mb} MB, child {done.child_mb} MB, {done.cpu:.0f} s of CPU; {given_up}\n")
        assert done.cpu < 31 * len(names)
        assert done.job_mb < 400
        assert done.child_mb < 1400


def crawled(data: Path, proxy: str) -> tuple[CrawlReport, int]:
    """The report of a crawl, and the most memory that it took, in MB."""
    report = crawl([PAPER], data=data, proxy=proxy)
    return report, int(Path("/proc/self/status").read_text("ascii").partition("VmHWM:")[2].split()[0]) // 1024


def live(tmp_path: Path, pages: Iterator[tuple[str, tuple[str, bytes]]]) -> tuple[int, dict[str, dict[str, Any]]]:
    sent = dict(enumerate(pages))

    def answer(request: Request) -> Reply | None:
        last = request.parts.path.rsplit("/", 1)[-1]
        if "/berita/" not in request.url:
            return None
        number = int(last.removeprefix("n"))
        if number % 2 == 0:
            return Reply(200, HTML, good(number))
        coding, body = sent[number // 2][1]
        return Reply(200, (*HTML, ("Content-Encoding", coding)) if coding else HTML, body)

    urls = [f"http://koran.test/berita/n{number}" for number in range(2 * len(sent) + 1)]
    with (
        Press(answer, urls) as press,
        ProcessPoolExecutor(1, mp_context=get_context("forkserver"), max_tasks_per_child=1) as process,
    ):
        report, peak = process.submit(crawled, tmp_path / "data", press.proxy_url).result(timeout=600)
    assert (report.sites[0].fetched, report.sites[0].left) == (len(urls), 0)
    texts = {row["url"] for row in rows(tmp_path / "data", "articles")}
    assert texts >= set(urls[::2])
    names = {address: sent[number // 2][0] for number, address in enumerate(urls) if number % 2}
    found = {names[row["url"]]: row for row in rows(tmp_path / "data", "rejected")}
    return peak, found


def test_a_crawl_that_meets_bombs_goes_on_in_little_memory(tmp_path: Path) -> None:
    wanted = {"a bomb of gzip", "a bomb of br", "lists a hundred thousand deep", "a million br", "NUL"}
    peak, rejected = live(tmp_path, (page for page in hostile(80) if page[0] in wanted))
    assert [rejected[f"a bomb of {coding}"]["reason"] for coding in ("gzip", "br")] == [TOO_LARGE] * 2
    assert peak < 200 + 2 * BODY_LIMIT // MB


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_crawl_that_meets_the_whole_set_goes_on(tmp_path: Path) -> None:
    peak, _ = live(tmp_path, (page for page in hostile() if page[0] != "a body without end"))
    sys.stderr.write(f"crawl {peak} MB\n")
    assert peak < 700
