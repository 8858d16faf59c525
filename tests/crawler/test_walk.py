"""Walks through sources that are held in memory: days, pages, limits, and what fails."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from archive.page import Page
from crawler.days import Days
from crawler.discovery import DiscoveryError
from crawler.site import DatedIndex, Feed, Listing, Site, Sitemap, Source, WordPress
from crawler.walk import Walk

HOST = "https://koran.example"
SITE = Site(
    name="koran",
    title="Koran",
    domains=("koran.example",),
    article=r"https://koran\.example/((?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/)?\d+$",
)
TODAY = date(2026, 11, 20)
NOVEMBER = Days(date(2026, 11, 18), date(2026, 11, 20))


class Memory:
    """A site that answers with what it is given, 404 otherwise, and remembers what it was asked for."""

    def __init__(self, pages: Mapping[str, str | int | None]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def fetch(self, url: str, source: Source) -> Page:
        path = url.removeprefix(HOST)
        self.asked.append(path)
        answer = self.pages.get(path, 404)
        if answer is None:
            raise DiscoveryError(url, "connection refused")
        status, body = (200, answer) if isinstance(answer, str) else (answer, "")
        return Page(url, status, "text/html", body.encode(), datetime.now(UTC), "", "", 0)


def links(*paths: str) -> str:
    return "".join(f"<a href='/{path}'>Judul</a>" for path in paths) or "<p>Tidak ada berita"


def walk(
    pages: Mapping[str, str | int | None], *sources: Source, days: Days | None = None, back: bool = True
) -> tuple[list[str], Walk, list[str]]:
    memory = Memory(pages)
    site = replace(SITE, **{"backfill" if days and back else "discovery": sources})
    walking = Walk(site, memory.fetch, today=TODAY, days=days)

    async def collect() -> list[str]:
        return [one.url.removeprefix(HOST + "/") async for found in walking.announced() for one in found]

    return asyncio.run(collect()), walking, memory.asked


INDEX = DatedIndex(HOST + "/indeks?d={day:%Y-%m-%d}&p={page}")


def test_an_index_is_read_from_the_newest_day_back_and_page_by_page_until_nothing_is_new() -> None:
    found, walking, asked = walk(
        {
            "/indeks?d=2026-11-20&p=1": links("1", "2"),
            "/indeks?d=2026-11-20&p=2": links("3"),
            "/indeks?d=2026-11-20&p=3": links(),
            "/indeks?d=2026-11-19&p=1": links("4", "5"),
            "/indeks?d=2026-11-19&p=2": links("4", "5"),  # this site shows the last page again and again
            "/indeks?d=2026-11-18&p=1": links("6"),  # and here beyond the last page is 404
        },
        INDEX,
        days=NOVEMBER,
    )
    assert found == ["1", "2", "3", "4", "5", "6"]
    assert asked == [
        f"/indeks?d=2026-11-{day}&p={page}"
        for day, pages in ((20, 3), (19, 2), (18, 2))
        for page in range(1, pages + 1)
    ]
    assert walking.failed == []


def test_offsets_instead_of_numbers() -> None:
    offsets = DatedIndex(HOST + "/index/{page}/{day:%Y/%m/%d}", first=0, step=50)
    found, _, asked = walk(
        {"/index/0/2026/11/20": links("1"), "/index/50/2026/11/20": links("2"), "/index/100/2026/11/20": links()},
        offsets,
        days=Days(TODAY, TODAY),
    )
    assert found == ["1", "2"]
    assert asked == ["/index/0/2026/11/20", "/index/50/2026/11/20", "/index/100/2026/11/20"]


def test_an_index_without_pages_is_asked_once_a_day() -> None:
    _, _, asked = walk({"/i/2026-11-20": links("1")}, DatedIndex(HOST + "/i/{day}"), days=Days(TODAY, TODAY))
    assert asked == ["/i/2026-11-20"]


def test_an_index_ends_at_its_pages_at_most() -> None:
    pages = {f"/indeks?d=2026-11-20&p={n}": links(str(n)) for n in range(1, 9)}
    found, walking, _ = walk(pages, replace(INDEX, pages_at_most=3), days=Days(TODAY, TODAY))
    assert found == ["1", "2", "3"]
    assert walking.failed[0].what == "2026-11-20 goes on after 3 pages"


def test_a_day_that_fails_hides_no_other_day() -> None:
    found, walking, _ = walk(
        {"/indeks?d=2026-11-20&p=1": 503, "/indeks?d=2026-11-19&p=1": None, "/indeks?d=2026-11-18&p=1": links("6")},
        INDEX,
        days=NOVEMBER,
    )
    assert found == ["6"]
    assert [error.what for error in walking.failed] == ["answered 503", "connection refused"]


def test_days_before_the_index_begins_are_not_asked_for() -> None:
    _, walking, asked = walk({}, replace(INDEX, since=TODAY), days=NOVEMBER)
    assert asked == ["/indeks?d=2026-11-20&p=1"]
    assert walking.failed[-1].what == "not known to answer for days before 2026-11-20"


def test_without_days_an_index_is_read_for_today_and_yesterday() -> None:
    _, _, asked = walk({}, INDEX)
    assert asked == ["/indeks?d=2026-11-20&p=1", "/indeks?d=2026-11-19&p=1"]


def test_urls_of_other_days_on_a_page_of_the_day_are_passed_over() -> None:
    page = {"/indeks?d=2026-11-20&p=1": links("2026/11/20/1", "2026/11/02/2", "3")}
    found, walking, _ = walk(page, INDEX, days=Days(TODAY, TODAY))
    assert found == ["2026/11/20/1", "3"]
    assert walking.passed_over == 1


def rss(*items: tuple[str, str]) -> str:
    entries = "".join(f"<item><link>{HOST}/{path}</link><pubDate>{day}</pubDate></item>" for path, day in items)
    return f"<rss><channel>{entries}</channel></rss>"


def test_a_feed_comes_newest_first_without_what_is_no_article() -> None:
    found, walking, _ = walk(
        {"/rss": rss(("1", "2026-11-18"), ("video/9", "2026-11-20"), ("2", "2026-11-20"), ("3", ""))},
        Feed(HOST + "/rss"),
    )
    assert found == ["2", "1", "3"]
    assert walking.passed_over == 1


def test_sources_are_read_in_their_order_and_one_that_fails_stops_none() -> None:
    found, walking, _ = walk(
        {"/rss": "<html>Just a moment", "/kanal": links("7")},
        Feed(HOST + "/rss"),
        Feed(HOST + "/x"),
        Listing(HOST + "/kanal"),
    )
    assert found == ["7"]
    assert [str(error) for error in walking.failed] == [
        "https://koran.example/rss: an HTML page, no feed",
        "https://koran.example/x: answered 404",
    ]
    assert walking.answered == 1


def test_without_a_backfill_the_ordinary_sources_are_filtered_by_day() -> None:
    feed = rss(("1", "2026-11-17 23:59"), ("2", "2026-11-17T17:00:00Z"), ("2026/11/19/3", "2026-11-30"), ("4", ""))
    found, walking, _ = walk({"/rss": feed}, Feed(HOST + "/rss"), days=NOVEMBER, back=False)
    assert sorted(found) == ["2", "2026/11/19/3"]
    assert walking.passed_over == 2


def sitemap(*entries: tuple[str, str], kind: str = "url") -> str:
    root = "sitemapindex" if kind == "sitemap" else "urlset"
    body = "".join(f"<{kind}><loc>{HOST}/{path}</loc><lastmod>{day}</lastmod></{kind}>" for path, day in entries)
    return f"<{root}>{body}</{root}>"


CHILDREN = {
    "/sitemap.xml": sitemap(
        ("s1.xml", "2026-11-01"), ("s2.xml", "2026-11-20"), ("s3.xml", ""), ("s4.xml", "2026-11-19"), kind="sitemap"
    ),
    "/s1.xml": sitemap(("1", "2026-11-01")),
    "/s2.xml": sitemap(("2", "2026-11-20")),
    "/s3.xml": sitemap(("3", "2026-11-18"), ("30", "")),
    "/s4.xml": sitemap(("4", "2026-11-02")),
}


def test_of_an_index_of_sitemaps_only_the_newest_are_read() -> None:
    found, _, asked = walk(CHILDREN, Sitemap(HOST + "/sitemap.xml"))
    assert asked == ["/sitemap.xml", "/s2.xml", "/s4.xml", "/s1.xml"]
    assert found == ["2", "4", "1"]


def test_for_days_asked_for_all_sitemaps_that_can_have_them_are_read() -> None:
    found, _, asked = walk(CHILDREN, Sitemap(HOST + "/sitemap.xml"), days=NOVEMBER)
    assert asked == ["/sitemap.xml", "/s2.xml", "/s4.xml", "/s3.xml"]
    assert found == ["2", "3"]


def test_an_index_of_sitemaps_that_leads_to_itself_ends() -> None:
    _, walking, asked = walk(
        {"/sitemap.xml": sitemap(("sitemap.xml", ""), kind="sitemap")}, Sitemap(HOST + "/sitemap.xml")
    )
    assert len(asked) < 10
    assert "deep" in walking.failed[0].what


def posts(*ids: int) -> str:
    return json.dumps([{"link": f"{HOST}/{n}", "date_gmt": f"2026-11-{n:02}T00:00:00"} for n in ids])


def test_wordpress_is_read_until_it_has_no_more_pages() -> None:
    query = "&_fields=link%2Cdate%2Cdate_gmt%2Ctitle&after=2026-11-17T23%3A59%3A59&before=2026-11-21T00%3A00%3A00"
    base = "/wp-json/wp/v2/posts?per_page=100&page="
    found, walking, asked = walk(
        {f"{base}1{query}": posts(20, 19), f"{base}2{query}": posts(18)}, WordPress(HOST), days=NOVEMBER
    )
    assert found == ["20", "19", "18"]
    assert len(asked) == 3
    assert walking.failed == []


def test_wordpress_without_days_gives_its_newest_page() -> None:
    found, _, asked = walk(
        {"/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link%2Cdate%2Cdate_gmt%2Ctitle": posts(20)}, WordPress(HOST)
    )
    assert found == ["20"]
    assert len(asked) == 1
