"""What the archive costs: the same Scrapy crawl with and without it, and wget with its WARC, on loopback.

    python benchmarks/crawl_cost.py            CPU: five interleaved rounds of 600 pages
    python benchmarks/crawl_cost.py --memory   peak memory of 2,000 and of 20,000 pages

Pages are 95 KB of HTML, 30 KB as gzip, each with a payload of its own. Trust the ratios of one run, not the seconds.
"""

import argparse
import asyncio
import gzip
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "CONCURRENT_ITEMS": 2,
    "COOKIES_ENABLED": False,
    "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate"},
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}
ARCHIVED = {
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.handler.ArchivingDownloadHandler",
        "https": "crawler.handler.ArchivingDownloadHandler",
    },
    "EXTENSIONS": {"crawler.archiving.ArchiveKeeper": 0},
    "COMPRESSION_ENABLED": False,
}


def page() -> bytes:
    """Words as random as prose: about a third of it is left by gzip."""
    chance = random.Random(1)
    words = ["".join(chance.choices("aaaeiiuunngkmrtsdblp", k=chance.randint(3, 10))) for _ in range(6000)]
    text = " ".join(chance.choices(words, k=12_500))
    return f"<!doctype html><html><body><p>{text[:95_000]}</p></body></html>".encode()


def serve(port: "Queue[int]") -> None:
    body = gzip.compress(page(), 6)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
                unique = body + gzip.compress(b"<!-- %b -->" % path, 1)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(unique)
                )
                writer.write(unique)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def crawl(port: int, pages: int, folder: str) -> None:
    """Crawl, and tell what it cost this process."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    from crawler.spider import AHEAD

    seen = 0

    class Contoh(scrapy.Spider):
        name = "contoh"

        async def start(self):  # type: ignore[no-untyped-def]
            for number in range(pages):
                yield scrapy.Request(f"http://127.0.0.1:{port}/{number}", dont_filter=True)
                if number % AHEAD == AHEAD - 1:  # as our spider does: Scrapy would take all requests into its queue
                    await self.crawler.signals.wait_for(scrapy.signals.scheduler_empty)

        def parse(self, response):  # type: ignore[no-untyped-def]
            nonlocal seen
            seen += len(response.body) > 90_000

    archived = {**ARCHIVED, "KLIPING_WARC_FOLDER": folder} if folder else {}
    process = CrawlerProcess({**SETTINGS, **archived})
    process.crawl(Contoh)
    before = resource.getrusage(resource.RUSAGE_SELF)
    process.start()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seen": seen, "cpu": cpu, "peak_kb": after.ru_maxrss}))  # noqa: T201


def cost(port: int, pages: int, *, archive: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--crawl", str(port), str(pages), folder if archive else ""]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
        told: dict[str, float] = json.loads(ran.stdout)
        if told["seen"] != pages:
            raise RuntimeError(f"{told['seen']} of {pages} pages came up: {ran.stderr}")
        if archive:
            [warc] = Path(folder).glob("contoh/*.warc.gz")
            told["warc_mb"] = warc.stat().st_size / 1e6
        return told


def wget(port: int, pages: int) -> float:
    """Seconds of CPU of `wget --warc-file`, which decodes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder, "urls")
        urls.write_text("".join(f"http://127.0.0.1:{port}/{number}\n" for number in range(pages)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = ["wget", "--quiet", "--no-config", "--header=Accept-Encoding: gzip", "--output-document=/dev/null"]
        subprocess.run([*command, f"--warc-file={folder}/wget", f"--input-file={urls}"], check=True, cwd=folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if Path(folder, "wget.warc.gz").stat().st_size < pages * 20_000:
            raise RuntimeError("the WARC of wget is too small")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def costs(rounds: int, pages: int) -> dict[str, list[float]]:
    """Seconds of CPU for 1,000 pages, for each crawler those of each round."""
    told: dict[str, list[float]] = {}
    with serving() as port:
        for _ in range(rounds):
            one = {
                "Scrapy": cost(port, pages, archive=False)["cpu"],
                "Scrapy with our archive": cost(port, pages, archive=True)["cpu"],
            }
            if shutil.which("wget"):
                one["wget --warc-file"] = wget(port, pages)
            for name, seconds in one.items():
                told.setdefault(name, []).append(seconds * 1000 / pages)
    return told


@contextmanager
def serving() -> Iterator[int]:
    ports: Queue[int] = Queue()
    server = Process(target=serve, args=(ports,), daemon=True)
    server.start()
    try:
        yield ports.get()
    finally:
        server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--crawl", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.crawl:
        crawl(int(asked.crawl[0]), int(asked.crawl[1]), asked.crawl[2])
        return
    if asked.memory:
        with serving() as port:
            for name, on in (("without archive", False), ("with archive", True)):
                few, many = (cost(port, pages, archive=on)["peak_kb"] / 1024 for pages in (2_000, 20_000))
                told = f"2,000 pages {few:.0f} MB, 20,000 pages {many:.0f} MB, ratio {many / few:.2f}"
                print(f"peak memory {name}: {told}", flush=True)  # noqa: T201
        return
    spent = costs(asked.rounds, asked.pages)
    plain = spent["Scrapy"]
    for name, values in spent.items():
        ratios = [value / base for value, base in zip(values, plain, strict=True)]
        told = f"CPU s/1000 pages min {min(values):.2f}, median {statistics.median(values):.2f}"
        print(f"{name}: {told}, median of ratios to Scrapy {statistics.median(ratios):.2f}")  # noqa: T201
    if "wget --warc-file" not in spent:
        print("wget: not installed")  # noqa: T201


if __name__ == "__main__":
    main()
