"""Kills a crawl at a random moment, again and again, and looks whether anything that was promised is lost.

`python -m tests.archive.crash 200` does it 200 times; the tests do it a few times.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive.page import Page
from archive.read import read_pages
from archive.recover import Recovered, recover
from archive.sealing import OPEN
from archive.verify import verify
from tests.archive.fetch import ROOT, SETTINGS
from tests.archive.odd import OddServer


def crash(folder: Path, url: str, after: float, first: int) -> tuple[list[dict[str, object]], list[Recovered]]:
    """Crawl into `folder`, kill the crawl `after` seconds from its first page, recover.

    Gives what came up in the crawl: a line for each page, written as an article would be.
    """
    lines = folder / f"pages-{first}.jsonl"
    command = [sys.executable, "-m", "tests.archive.crash", "--crawl", str(folder), url, str(first), str(lines)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as crawl:
        while not lines.exists() and crawl.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        os.kill(crawl.pid, signal.SIGKILL)
    promised = [json.loads(line) for line in lines.read_text().splitlines() if line.endswith("}")]
    return promised, recover(folder)


def losses(folder: Path, promised: list[dict[str, object]]) -> list[str]:
    """What was promised and is not there, and what is there and not sound."""
    found = [f"{fault.path.name} at {fault.offset}: {fault.fault}" for fault in verify(folder)]
    found += [f"still unfinished: {path.name}" for path in folder.rglob(f"*{OPEN}")]
    for row in promised:
        page = next(read_pages(folder / "contoh" / str(row["warc"]), int(str(row["offset"]))), None)
        if not isinstance(page, Page) or (page.record_id, page.url) != (row["record_id"], row["url"]):
            found.append(f"no record for {row}")
    return found


def crawl(folder: str, url: str, first: int, lines: str) -> None:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    class Contoh(scrapy.Spider):
        name = "contoh"

        async def start(self):  # type: ignore[no-untyped-def]
            for number in range(first, first + 20_000):
                # every fifth page is one that was there before
                yield scrapy.Request(f"{url}/many/{number if number % 5 else 15}", dont_filter=True)

        def parse(self, response):  # type: ignore[no-untyped-def]
            page = response.meta["page"]
            row = {"url": page.url, "warc": page.warc, "offset": page.offset, "record_id": page.record_id}
            with open(lines, "a") as file:  # noqa: PTH123
                file.write(json.dumps(row) + "\n")

    process = CrawlerProcess(
        {**SETTINGS, "KLIPING_WARC_FOLDER": folder, "KLIPING_WARC_SIZE": 30_000, "CONCURRENT_REQUESTS": 8}
    )
    process.crawl(Contoh)
    process.start()


def main(times: int) -> int:
    chance = random.Random(times)
    lost = 0
    everything: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name, OddServer() as server:
        folder = Path(name)
        for number in range(times):
            promised, recovered = crash(folder, server.url, chance.uniform(0, 0.6), 1 + number * 1000)
            everything += promised
            found = losses(folder, promised) if number % 20 else losses(folder, everything)
            lost += len(found)
            cut = sum(done.cut for done in recovered)
            told = f"{len(promised)} pages promised, {cut} bytes cut, {found or 'nothing lost'}"
            print(f"{number + 1}: {told}", flush=True)  # noqa: T201
        for warc in sorted(folder.rglob("*.warc.gz")):
            subprocess.run(["gzip", "-t", warc], check=True)
            subprocess.run([Path(sys.executable).with_name("fastwarc"), "check", "-q", warc], check=True)
    print(f"{times} kills, {len(everything)} pages promised, {lost} lost or damaged")  # noqa: T201
    return 1 if lost else 0


if __name__ == "__main__":
    if sys.argv[1] == "--crawl":
        crawl(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
    else:
        sys.exit(main(int(sys.argv[1])))
