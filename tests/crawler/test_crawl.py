"""The crawl job, against a paper on loopback that answers as each test says."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archive.page import Miss
from archive.read import read_info, read_pages
from crawler.loader import load_sites
from crawler.newsroom.listings import day_of
from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, Request
from crawler.site import Template
from crawler.urls import identity
from pipelines.jobs.crawlreport import CrawlReport, SiteReport
from tests.crawler.crawling import HTML, PAPER, Press, rows, run, story, text

URL = "http://koran.test/berita/"


def urls(*numbers: object) -> list[str]:
    return [f"{URL}{number}" for number in numbers]


def only(report: CrawlReport) -> SiteReport:
    [site] = report.sites
    return site


def nothing_special(request: Request) -> None:
    return None


def test_a_crawl_says_what_it_did(tmp_path: Path) -> None:
    with Press(nothing_special, urls(1, 2, 3)) as press:
        report = run(tmp_path, press.proxy_url, contact="https://kliping.test/tentang")
    site = only(report)
    assert (site.announced, site.fetched, site.articles, site.left) == (3, 3, 3, 0)
    assert site.ended == "finished"
    assert site.errors == ["http://koran.test/kanal: answered 404"]
    assert site.texts == tmp_path / "text" / "koran" / report.run
    [warc] = site.warcs
    assert read_info(warc)["isPartOf"] == report.run
    assert (tmp_path / "runs" / report.run / "run.json").is_file()
    log = (tmp_path / "runs" / report.run / "crawl.log").read_text()
    assert "Spider closed (finished)" in log
    assert "bergotong royong" not in log
    agents = {visit.headers["user-agent"] for visit in press.visits}
    assert len(agents) == 1
    assert agents.pop().endswith(" (+https://kliping.test/tentang)")
    for visit in press.visits:
        assert visit.headers["user-agent"].startswith("Kliping/")
        assert "scrapy" not in visit.headers["user-agent"].lower()
        assert visit.headers["accept-encoding"] == "gzip, deflate"
        assert "cookie" not in visit.headers
    assert press.visits[0].url == "http://koran.test/robots.txt"


def test_items_come_in_the_order_of_their_records(tmp_path: Path) -> None:
    """Hosts of different speed, redirects, retries, refusals, second pages: all at a time if the crawler let them."""
    announced = [f"http://{host}.koran.test/berita/{host}{n}" for n in range(6) for host in ("cepat", "lambat", "mati")]

    def answer(request: Request) -> Reply | None:
        path = request.parts.path
        if path == "/robots.txt":
            return text("User-agent: *\nDisallow: /berita/lambat3")
        if request.host.startswith("lambat"):
            return Reply(200, HTML, story(path).body, delay=0.06)
        if path.endswith("mati1"):
            return Reply(302, (("Location", "http://lambat.koran.test/berita/pindah"),))
        if path.endswith("mati2"):
            return Reply(302, (("Location", "http://koran.test/"),))
        if path.endswith("mati3"):
            return text("", 503)
        if path.endswith("cepat2"):
            return story("dua", "<div class=lanjut><a href='/berita/cepat2/2'>2</a></div>")
        return Reply(404, HTML, b"<h1>404</h1>") if path.endswith("mati4") else None

    with Press(answer, announced) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert press.most_at_once == 1
    assert site.announced == site.fetched + sum(site.missed.values()) - 1 == 18  # one missed after a redirect
    assert site.missed == {"robots.txt forbids it": 1, "redirected to what is no article": 1}
    articles = rows(tmp_path, "articles")
    assert [row["offset"] for row in articles] == sorted(row["offset"] for row in articles)
    assert [row["file"][:3] for row in articles] == [f"{n:03}" for n in range(site.articles)]
    [warc] = site.warcs
    order = [item.url for item in read_pages(warc)]
    assert [order.index(row["url"]) for row in articles] == sorted(order.index(row["url"]) for row in articles)


def test_newest_first_and_no_more_than_the_limit(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        if request.parts.path != "/rss":
            return None
        items = "".join(f"<item><link>{URL}{n}</link><pubDate>2026-11-{n:02}</pubDate></item>" for n in (3, 9, 1, 7))
        return text(f"<rss><channel>{items}<item><link>http://koran.test/video/1</link></item></channel></rss>")

    with Press(answer) as press:
        site = only(run(tmp_path, press.proxy_url, limit=2))
    assert press.asked() == urls(9, 7)
    assert (site.announced, site.fetched, site.left, site.passed_over) == (4, 2, 2, 1)
    assert "http://koran.test/kanal" not in press.asked("")


def test_days_are_asked_from_the_dated_index(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        parts = request.parts.path.split("/")
        if parts[1] != "indeks":
            return None
        day, page = parts[2].replace("-", "/"), int(parts[3])
        links = "".join(f"<a href='/{day}/berita/{parts[2][-2:]}{page}{n}'>x</a>" for n in range(2)) if page < 3 else ""
        return Reply(200, HTML, f"<body>{links}<a href='/2026/11/01/berita/lama'>x</a></body>".encode())

    with Press(answer) as press:
        site = only(run(tmp_path, press.proxy_url, since=date(2026, 11, 19), until=date(2026, 11, 20)))
    assert press.asked("/indeks/") == [
        f"http://koran.test/indeks/2026-11-{day}/{page}" for day in (20, 19) for page in (1, 2, 3)
    ]
    assert sorted(press.asked()) == sorted(
        f"http://koran.test/2026/11/{day}/berita/{day}{page}{n}" for day in (19, 20) for page in (1, 2) for n in (0, 1)
    )
    assert site.articles == 8
    assert not press.asked("/rss")


def test_back_fill_of_the_newsroom_has_the_stories_of_the_days(newsroom: Newsroom, tmp_path: Path) -> None:
    declared = load_sites()
    names = ("kompas", "jfid", "tempo")
    days = sorted(day_of(story) for story in newsroom.stories if story.paper in names)
    since, until = days[len(days) // 3], days[2 * len(days) // 3]
    sites = [declared[name] for name in names]
    newsroom.forget()
    report = run(tmp_path, newsroom.proxy_url, sites=sites, since=since, until=until, delay=0)
    assert sum(site.announced for site in report.sites) > 5
    for site in report.sites:
        stories = [story for story in newsroom.stories if story.paper == site.site and since <= day_of(story) <= until]
        asked = {identity(exchange.url, declared[site.site]) for exchange in newsroom.requests}
        assert site.announced == len(stories)
        assert site.articles == sum(story.article for story in stories)
        assert site.left == 0
        forbidden = site.missed.get("robots.txt forbids it", 0)
        assert sum(identity(newsroom.url(story), declared[site.site]) in asked for story in stories) == (
            len(stories) - forbidden
        )


def test_named_urls_go_to_their_sites_and_the_rest_is_missed(tmp_path: Path) -> None:
    named = [*urls(1, "1?utm_source=x"), "http://koran.test/tentang", "http://lain.test/kabar/hari-ini", *urls(2)]
    with Press(lambda request: story("lain") if request.host == "lain.test" else None, hosts=["lain.test"]) as press:
        report = run(tmp_path, press.proxy_url, urls=named, delay=0)
    assert [site.site for site in report.sites] == ["koran", "lain.test"]
    assert press.asked() == urls(1, 2)
    assert not press.asked("/rss")
    assert [row["url"] for row in rows(tmp_path, "articles")] == urls(1, 2)
    [missed] = rows(tmp_path, "rejected")
    assert (missed["url"], missed["reason"]) == ("http://koran.test/tentang", "not the address of an article")
    [other] = rows(tmp_path, "articles", "lain.test")
    assert (other["url"], other["template"]) == ("http://lain.test/kabar/hari-ini", "generic")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"urls": ["koran.test/berita/1"]}, "no http or https URL: 'koran.test/berita/1'"),
        ({"until": date(2026, 11, 20)}, "until needs since"),
        ({"since": date(2026, 11, 20), "until": date(2026, 11, 19)}, "since 2026-11-20 is after until 2026-11-19"),
    ],
)
def test_what_cannot_be_crawled_is_said_before_anything_is_written(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        run(tmp_path / "data", "", **options)
    assert not (tmp_path / "data").exists()


def test_statuses_are_pages_and_retries_leave_one_row(tmp_path: Path) -> None:
    statuses = {"404": 404, "410": 410, "403": 403, "500": 500, "baik": 200}

    def answer(request: Request) -> Reply | None:
        name = request.parts.path.rsplit("/", 1)[-1]
        return text("tidak ada", statuses[name]) if statuses.get(name, 200) != 200 else None

    with Press(answer, urls(*statuses)) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert {row["url"].rsplit("/", 1)[-1]: row["status"] for row in rows(tmp_path, "rejected")} == {
        name: status for name, status in statuses.items() if status != 200
    }
    assert (site.fetched, site.articles, site.missed) == (5, 1, {})
    assert len(press.asked("/berita/500")) == 3
    assert len(press.asked("/berita/403")) == 1


def test_a_site_that_turns_us_away_is_left_alone(tmp_path: Path) -> None:
    with Press(lambda request: text("", 403) if "/berita/" in request.url else None, urls(*range(15))) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert len(press.asked()) == 10
    assert site.ended == "blocked"
    assert (site.fetched, site.articles, site.left) == (10, 0, 5)
    assert {row["status"] for row in rows(tmp_path, "rejected")} == {403}


def test_a_long_walk_waits_for_its_articles(tmp_path: Path) -> None:
    """More than can wait at once, from two sources: all are asked for, once, in their order."""

    def answer(request: Request) -> Reply | None:
        links = "".join(f"<a href='/berita/{n}'>x</a>" for n in range(500, 520))
        return Reply(200, HTML, links.encode()) if request.parts.path == "/kanal" else None

    with Press(answer, urls(*range(510))) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert press.asked() == urls(*range(520))
    assert site.articles == 520
    assert [visit.url for visit in press.visits].index("http://koran.test/kanal") > 490


def test_a_mistake_of_ours_is_no_secret(tmp_path: Path) -> None:
    """Here a site whose selector is none, which only a declaration that nobody checked can have."""
    wrong = replace(PAPER, templates=(Template(name="salah", body="p["),))
    with Press(nothing_special, urls(1, 2)) as press:
        site = only(run(tmp_path, press.proxy_url, sites=[wrong]))
    assert (site.fetched, site.articles, site.rejected) == (2, 0, {"extraction failed": 2})
    assert "extraction failed on 2 pages" in site.errors[-1]
    assert "SelectolaxError" in rows(tmp_path, "rejected")[0]["detail"]
    [warc] = site.warcs
    assert {item.url for item in read_pages(warc)} >= set(urls(1, 2))


def test_a_later_page_is_followed_and_becomes_part_of_its_article(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        path = request.parts.path
        onwards = {"/berita/7": "/berita/7/2", "/berita/7/2": "/berita/7/3", "/berita/8": "/berita/9"}
        if path in onwards:
            return story(path[8:], f"<div class=lanjut><a href='{onwards[path]}'>Lanjut</a></div>")
        return None

    with Press(answer, urls(7, 8)) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert press.asked() == urls(7, "7/2", "7/3", 8)  # the article's pages in a row; 9 is another article
    assert (site.announced, site.fetched, site.articles, site.left) == (2, 2, 2, 0)


def test_redirects_that_lead_nowhere(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        path = request.parts.path
        if path == "/berita/lingkar":
            return Reply(302, (("Location", f"/berita/lingkar?n={request.earlier}{len(request.url)}"),))
        if path == "/berita/pergi":
            return Reply(301, (("Location", "https://lain.koran.test/masuk"),))
        return Reply(301, (("Location", URL + "tujuan"),)) if path == "/berita/pindah" else None

    with Press(answer, urls("lingkar", "pergi", "pindah", "tujuan")) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert site.missed == {"redirect loop": 1, "redirected to what is no article": 1}
    details = {row["reason"]: row["detail"] for row in rows(tmp_path, "rejected")}
    assert "https://lain.koran.test/masuk" in details["redirected to what is no article"]
    assert site.articles == 1  # moved and announced twice, it is one article
    assert details["same article again"]
    assert (site.announced, site.left) == (4, 0)


def test_a_host_that_refuses_connections(tmp_path: Path) -> None:
    with Press(nothing_special) as press:
        closed = press.proxy_url
    site = only(run(tmp_path, closed, urls=urls(1, 2)))
    assert site.missed == {"connection refused": 2}
    assert "robots.txt" in rows(tmp_path, "rejected")[0]["detail"]
    assert (site.announced, site.fetched, site.left) == (2, 0, 0)


def test_no_source_answers(tmp_path: Path) -> None:
    with Press(lambda request: text("", 500 if "robots" not in request.url else 404)) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert site.errors[-1] == "no source answered, nothing was announced"
    assert len(site.errors) == 3
    assert site.texts is None


def test_robots_txt_decides(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /berita/rahasia\n\nUser-agent: Scrapy\nDisallow: /\n"
    with Press(
        lambda request: text(rules) if request.parts.path == "/robots.txt" else None, urls("rahasia", 1)
    ) as press:
        site = only(run(tmp_path, press.proxy_url))
    assert press.asked() == urls(1)
    assert site.missed == {"robots.txt forbids it": 1}
    [warc] = site.warcs
    assert [item.url for item in read_pages(warc) if isinstance(item, Miss)] == urls("rahasia")


def test_a_robots_txt_that_fails_allows_nothing(tmp_path: Path) -> None:
    with Press(lambda request: text("", 503) if request.parts.path == "/robots.txt" else None) as press:
        site = only(run(tmp_path, press.proxy_url, urls=urls(1, 2)))
    assert press.asked() == []
    assert len(press.asked("/robots.txt")) == 3
    assert site.missed == {"robots.txt unreachable": 2}
    assert "answered 503" in rows(tmp_path, "rejected")[0]["detail"]


def gaps(press: Press, part: str) -> Iterator[float]:
    times = [visit.at for visit in press.visits if part in visit.url]
    return (after - before for before, after in pairwise(times))


def test_the_pace_is_the_sites_or_what_robots_txt_asks_for(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        if request.parts.path != "/robots.txt":
            return None
        return text("User-agent: *\nCrawl-delay: 1.2" if request.host == "koran.test" else "")

    named = [*urls(1, 2, 3), *(f"http://kota.koran.test/berita/kota{n}" for n in range(3))]
    with Press(answer) as press:
        run(tmp_path, press.proxy_url, urls=named, delay=0.4)
    # Seen from the server a busy machine makes a gap shorter by as much as the request before it came late.
    assert min(gaps(press, "/koran.test/")) >= 0.8
    assert 0.2 <= min(gaps(press, "/kota.koran.test/")) < 0.8


def test_retry_after_holds_the_host_back(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        first = not request.earlier and request.parts.path == "/berita/1"
        return text("", 503, ("Retry-After", "1")) if first else None

    with Press(answer) as press:
        site = only(run(tmp_path, press.proxy_url, urls=urls(1, 2)))
    assert site.articles == 2
    assert press.asked() == urls(1, 2, 1)
    refused, after, _again = (visit.at for visit in press.visits if "/berita/" in visit.url)
    assert after - refused >= 0.95


def test_a_host_that_asks_for_long_is_left_alone(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply | None:
        return text("", 429, ("Retry-After", "7200")) if request.parts.path == "/berita/1" else None

    with Press(answer) as press:
        site = only(run(tmp_path, press.proxy_url, urls=urls(0, 1, 2, 3)))
    assert press.asked() == urls(0, 1)
    assert site.ended == "asked_to_wait"
    assert (site.articles, site.left) == (1, 2)
    [row] = rows(tmp_path, "rejected")
    assert row["status"] == 429


def stop_after_two(report: SiteReport) -> None:
    if report.fetched == 2:
        os.kill(os.getpid(), signal.SIGINT)


def test_a_crawl_that_is_stopped_keeps_what_it_has(tmp_path: Path) -> None:
    with Press(nothing_special, urls(*range(20))) as press:
        site = only(run(tmp_path, press.proxy_url, on_progress=stop_after_two))
    assert site.ended == "shutdown"
    assert 2 <= site.articles == site.fetched < 20
    assert site.left == 20 - site.fetched
    [warc] = site.warcs
    assert warc.suffix == ".gz"
    assert len(rows(tmp_path, "articles")) == site.articles


def test_several_papers_side_by_side(tmp_path: Path) -> None:
    named = [f"http://{host}/berita/nomor-{n}" for n in range(8) for host in ("satu.test", "dua.test")]
    both = Press(lambda request: Reply(200, HTML, story(request.url).body, delay=0.05), hosts=["satu.test", "dua.test"])
    with both as press:
        report = run(tmp_path, press.proxy_url, urls=named, delay=0)
    assert press.most_at_once == 2
    assert [site.articles for site in report.sites] == [8, 8]


def test_a_data_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(NotADirectoryError, match="data"):
        run(tmp_path / "data", "", contact="x@example.org")


def test_a_disk_that_is_full_ends_the_crawl_with_an_error(megabyte_disk: Path) -> None:
    def answer(request: Request) -> Reply | None:
        return Reply(200, HTML, Random(request.url).randbytes(30_000)) if "/berita/" in request.url else None

    with Press(answer, urls(*range(50))) as press:
        site = only(run(megabyte_disk, press.proxy_url))
    assert len(press.asked()) < 50
    assert site.ended in ("archive_failed", "text_failed")
    assert any("cannot write" in error or "No space" in error for error in site.errors)
    assert site.left > 0


def test_two_runs_of_one_second_have_two_names(tmp_path: Path) -> None:
    with Press(nothing_special, urls(1)) as press:
        first, second = (run(tmp_path, press.proxy_url, limit=1).run for _ in range(2))
    assert first != second
