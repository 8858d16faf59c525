"""Fetches URLs through the archiving handler in a process of its own (a reactor runs once per process)."""

import json
import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.handler.ArchivingDownloadHandler",
        "https": "crawler.handler.ArchivingDownloadHandler",
    },
    "EXTENSIONS": {"crawler.archiving.ArchiveKeeper": 0, "scrapy.extensions.corestats.CoreStats": 0},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    },
    "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate"},
    "USER_AGENT": "kliping-test",
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "DOWNLOAD_TIMEOUT": 20,
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 64,
    "CONCURRENT_ITEMS": 2,
    "TELNETCONSOLE_ENABLED": False,
    "EXTENSIONS_BASE": {},
    "LOG_LEVEL": "ERROR",
    "KLIPING_RUN": "20261122T045538Z",
    "KLIPING_CONTACT": "redaksi@contoh.example",
}


@dataclass
class Fetched:
    """What came up for each URL: (url, Page or None, body of the Scrapy response or None, error's name or None)."""

    results: list[tuple[str, Any, bytes | None, str | None]] = field(default_factory=list)
    misses: list[Any] = field(default_factory=list)
    error: str = ""
    stats: dict[str, Any] = field(default_factory=dict)
    log: str = ""


def fetch(requests: list[dict[str, Any]], folder: Path, **settings: Any) -> Fetched:
    """Fetch what `requests` (keyword arguments of scrapy.Request) name, with the WARC in `folder`/contoh."""
    job = {"requests": requests, "settings": {**SETTINGS, "KLIPING_WARC_FOLDER": str(folder), **settings}}
    command = [sys.executable, "-m", "tests.archive.fetch"]
    ran = subprocess.run(command, cwd=ROOT, input=json.dumps(job).encode(), capture_output=True, timeout=100)
    if ran.returncode:
        raise AssertionError(ran.stderr.decode())
    fetched: Fetched = pickle.loads(ran.stdout)
    fetched.log = ran.stderr.decode()
    return fetched


def main() -> None:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.archiving import ArchiveKeeper

    job = json.load(sys.stdin)
    fetched = Fetched()

    class Contoh(scrapy.Spider):
        name = "contoh"

        async def start(self):  # type: ignore[no-untyped-def]
            for arguments in job["requests"]:
                yield scrapy.Request(**arguments, callback=self.parse, errback=self.failed, dont_filter=True)

        async def parse(self, response):  # type: ignore[no-untyped-def]
            fetched.results.append((response.request.url, response.meta["page"], response.body, None))

        async def failed(self, failure):  # type: ignore[no-untyped-def]
            url = failure.request.url
            fetched.results.append((url, failure.request.meta.get("page"), None, type(failure.value).__name__))
            keeper = self.crawler.get_extension(ArchiveKeeper)
            if not keeper.error:
                fetched.misses.append(await keeper.note(url, "gagal", f"{failure.value}\nbaris kedua"))

    process = AsyncCrawlerProcess(job["settings"])
    crawler = process.create_crawler(Contoh)
    process.crawl(crawler)
    process.start()
    keeper = crawler.get_extension(ArchiveKeeper)
    fetched.error = str(keeper.error or "")
    fetched.stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | str)}
    sys.stdout.buffer.write(pickle.dumps(fetched))


if __name__ == "__main__":
    # pickled by the name under which the caller knows it
    from tests.archive import fetch as itself

    Fetched = itself.Fetched  # type: ignore[misc]
    itself.Fetched = Fetched  # type: ignore[misc]
    itself.main()
