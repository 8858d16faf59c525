"""What the archive costs: the same Scrapy crawl with and without it, on loopback.

    python benchmarks/crawl_cost.py            CPU: five interleaved pairs of 600 pages
    python benchmarks/crawl_cost.py --memory   peak memory of 2,000 and of 20,000 pages

Pages are 95 KB of HTML, 30 KB as gzip, each with a payload of its own. Trust the ratios of one run, not the seconds.
"""

import argparse
import asyncio
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
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
    ports: Queue[int] = Queue()
    server = Process(target=serve, args=(ports,), daemon=True)
    server.start()
    port = ports.get()
    if asked.memory:
        for name, on in (("without archive", False), ("with archive", True)):
            few, many = (cost(port, pages, archive=on)["peak_kb"] / 1024 for pages in (2_000, 20_000))
            told = f"2,000 pages {few:.0f} MB, 20,000 pages {many:.0f} MB, ratio {many / few:.2f}"
            print(f"peak memory {name}: {told}", flush=True)  # noqa: T201
    else:
        pairs = [[cost(port, asked.pages, archive=on)["cpu"] for on in (False, True)] for _ in range(asked.rounds)]
        without, with_it = ([pair[k] * 1000 / asked.pages for pair in pairs] for k in (0, 1))
        for name, values in (("without archive", without), ("with archive", with_it)):
            print(f"{name}: CPU s/1000 pages min {min(values):.2f}, median {statistics.median(values):.2f}")  # noqa: T201
        ratios = [b / a for a, b in zip(without, with_it, strict=True)]
        print(f"ratio of minima {min(with_it) / min(without):.2f}, median of pairs {statistics.median(ratios):.2f}")  # noqa: T201
    server.terminate()


if __name__ == "__main__":
    main()
