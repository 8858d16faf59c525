"""The small parts around the spider: reasons, robots.txt, Retry-After, next pages, how Scrapy finds the spiders."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from protego import Protego
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from archive.page import Page
from crawler.days import Days, days_of
from crawler.loader import load_sites
from crawler.misses import FAILURES, Forbidden, Unreachable, reason_of
from crawler.paging import next_page
from crawler.retryafter import asked_pause
from crawler.robots import parse, pause
from crawler.site import Site
from crawler.spider import NewsSpider
from crawler.spiders import SiteSpiders

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("error", "phrase"),
    [
        (Forbidden("x"), "robots.txt forbids it"),
        (IgnoreRequest("max redirections reached"), "redirect loop"),
        (Unreachable("no such host", "x"), "no such host"),
        (CannotResolveHostError("x"), "no such host"),
        (DownloadConnectionRefusedError("x"), "connection refused"),
        (DownloadTimeoutError("x"), "timed out"),
        (DownloadCancelledError("x"), "too large"),
        (ResponseDataLossError("x"), "response cut short"),
        (DownloadFailedError("x"), "connection lost"),
        (OSError(113, "no route"), "no connection"),
        (KeyError("x"), "download failed"),
    ],
)
def test_reasons(error: Exception, phrase: str) -> None:
    assert reason_of(error)[0] == phrase
    assert reason_of(error)[1]
    assert isinstance(error, FAILURES) == (phrase != "download failed")


def test_a_reason_has_a_detail_even_if_the_error_has_none() -> None:
    assert reason_of(DownloadTimeoutError()) == ("timed out", "DownloadTimeoutError")


def robots(body: str, status: int = 200) -> Protego:
    return parse(Response("https://koran.example/robots.txt", status=status, body=body.encode()))


DISALLOW = "User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("body", "status", "allowed"),
    [
        (DISALLOW, 200, False),
        ("\ufeff" + DISALLOW, 200, False),
        (DISALLOW, 404, True),
        (DISALLOW, 403, True),
        ("<html><h1>Disallow: /</h1>", 200, True),
        ("User-agent: Scrapy\nDisallow: /", 200, True),
        ("User-agent: kliping\nDisallow: /", 200, False),
        ("User-agent: *\nDisallow: /berita/*/cetak$", 200, True),
        ("#" * 600_000 + "\n" + DISALLOW, 200, True),
    ],
)
def test_rules_of_robots_txt(body: str, status: int, allowed: bool) -> None:
    assert robots(body, status).can_fetch("https://koran.example/berita/1", "Kliping") is allowed


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_fails_allows_nothing(status: int) -> None:
    with pytest.raises(Unreachable, match=str(status)):
        robots("", status)


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: lain\nCrawl-delay: 7", 0.0),
        ("User-agent: *\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nCrawl-delay: banyak", 0.0),
        ("", 0.0),
    ],
)
def test_pace_of_robots_txt(rules: str, seconds: float) -> None:
    assert pause(robots(rules), "Kliping") == seconds


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (503, "120", 120.0),
        (429, " 5 ", 5.0),
        (429, "Fri, 20 Nov 2026 00:00:30 GMT", 30.0),
        (429, "Thu, 19 Nov 2026 00:00:00 GMT", 0.0),
        (503, "besok", 0.0),
        (503, "-5", 0.0),
        (503, None, 0.0),
        (429, None, 30.0),
        (200, "120", 0.0),
    ],
)
def test_retry_after(status: int, value: str | None, seconds: float) -> None:
    headers = {"Retry-After": value} if value else {}
    response = Response("https://koran.example/", status=status, headers=headers)
    assert asked_pause(response, datetime(2026, 11, 20, tzinfo=UTC)) == seconds


PAGED = Site(
    name="koran",
    title="Koran",
    domains=("koran.example",),
    article=r"https://koran\.example/[\w-]+-[\w-]+$",
    next_page=".halaman .kini + a",
    path_cuts=(r"(?<=\w)/\d$",),
)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<a href='/pasar-murah/2'>2</a>", "https://koran.example/pasar-murah/2"),
        (
            "<a href=' https://koran.example/pasar-murah?halaman=2 '>2</a>",
            "https://koran.example/pasar-murah?halaman=2",
        ),
        ("<a href='/harga-cabai/2'>2</a>", ""),  # another article
        ("<a href='/tag'>2</a>", ""),
        ("<a href='http://['>2</a>", ""),
        ("<a>2</a>", ""),
        ("", ""),
    ],
)
def test_next_page(link: str, url: str) -> None:
    body = f"<div class=halaman><span class=kini>1</span>{link}</div>".encode()
    page = Page("https://koran.example/pasar-murah/", 200, "", body, datetime.now(UTC), "", "", 0)
    assert next_page(page, PAGED) == url
    assert next_page(page, replace(PAGED, next_page="")) == ""


def test_days() -> None:
    today = date(2026, 11, 20)
    assert days_of(None, None, today) is None
    assert days_of("2026-11-18", None, today) == Days(date(2026, 11, 18), today)
    assert list(Days(date(2026, 10, 31), date(2026, 11, 1)).newest_first()) == [date(2026, 11, 1), date(2026, 10, 31)]
    with pytest.raises(ValueError, match="Invalid isoformat"):
        days_of("kemarin", None, today)


def test_every_declared_newspaper_is_a_spider() -> None:
    spiders, sites = SiteSpiders(), load_sites()
    assert spiders.list() == list(sites)
    for name, site in sites.items():
        spider = spiders.load(name)
        assert issubclass(spider, NewsSpider)
        assert (spider.name, spider.newspaper) == (name, site)
    assert spiders.find_by_request(Request("https://bola.kompas.com/read/x")) == ["kompas"]
    with pytest.raises(KeyError, match=r"no such site: koran.*republika"):
        spiders.load("koran")


def test_urls_come_from_a_file_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("# yang hilang\nhttps://republika.co.id/berita/a\n\n  https://republika.co.id/berita/b  \n")
    spider = SiteSpiders().load("republika")
    assert issubclass(spider, NewsSpider)
    assert spider(urls=str(file), limit="5").urls == [
        "https://republika.co.id/berita/a",
        "https://republika.co.id/berita/b",
    ]


def test_scrapy_lists_them() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert listed.stdout.split() == list(load_sites())
