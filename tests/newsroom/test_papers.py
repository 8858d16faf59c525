"""The newsroom against the declarations: what the sites' own sources announce is what the papers have printed."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from protego import Protego

from crawler.discovery import announced, children, index_url, posts_url
from crawler.loader import load_sites
from crawler.newsroom.listings import day_of
from crawler.newsroom.papers import PAPERS
from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story
from crawler.site import DatedIndex, Sitemap, Source, WordPress
from crawler.urls import identity, is_article

ROOM = Newsroom()
SITES = {name: site for name, site in load_sites().items() if name in ROOM.editions}
SOURCES = [
    pytest.param(name, source, id=f"{name} {getattr(source, 'url', '') or getattr(source, 'base', '')}")
    for name, site in SITES.items()
    for source in dict.fromkeys((*site.discovery, *site.backfill))
]


def ask(url: str) -> Reply:
    return ROOM.answer(Request("GET", url, {}))


def pages_of(source: Source, name: str) -> Iterator[tuple[str, Reply]]:
    """The pages that a source has; of an index those of the days on which the paper came out."""
    match source:
        case DatedIndex():
            for day in sorted({day_of(story) for story in ROOM.editions[name].stories}):
                for number in range(10):
                    url = index_url(source, day, number)
                    yield url, ask(url)
        case WordPress():
            url = posts_url(source, 1)
            yield url, ask(url)
        case Sitemap():
            body = ask(source.url)
            found = children(body.body, "", source, source.url, SITES[name])
            for url in [child.url for child in found] or [source.url]:
                yield url, ask(url)
        case _:
            yield source.url, ask(source.url)


def announced_by(source: Source, name: str) -> set[str]:
    site, found = SITES[name], set()
    for url, reply in pages_of(source, name):
        assert reply.status == 200, url
        found |= {one.url for one in announced(reply.body, reply.header("Content-Type"), source, url, site)}
    return found


def test_every_paper_is_a_declared_site() -> None:
    assert set(SITES) == {paper.name for paper in PAPERS}


@pytest.mark.parametrize(("name", "source"), SOURCES)
def test_a_declared_source_announces_stories_of_the_paper(name: str, source: Source) -> None:
    printed = {url for story in ROOM.editions[name].stories for url in ROOM.announced(story)}
    found = announced_by(source, name)
    assert found
    assert found <= printed


@pytest.mark.parametrize("name", SITES)
def test_the_declared_sources_together_announce_all(name: str) -> None:
    site = SITES[name]
    found = {identity(url, site) for source in site.discovery for url in announced_by(source, name)}
    printed = {identity(ROOM.announced(story)[0], site) for story in ROOM.editions[name].stories}
    assert found == printed


@pytest.mark.parametrize("name", SITES)
def test_the_past_is_reached_as_well(name: str) -> None:
    site = SITES[name]
    if not site.backfill:
        pytest.skip("nothing is known that reaches its past")
    found = {identity(url, site) for source in site.backfill for url in announced_by(source, name)}
    printed = {identity(ROOM.announced(story)[0], site) for story in ROOM.editions[name].stories}
    assert found == printed


@pytest.mark.parametrize("story", ROOM.stories, ids=lambda story: story.name)
def test_what_is_announced_is_an_article_by_its_address(story: Story) -> None:
    for url in ROOM.announced(story):
        assert is_article(url, SITES[story.paper]), url
        assert ask(url).status != 404 or story.name == "404"


@pytest.mark.parametrize("name", ["kompas", "tempo"])
def test_an_index_of_a_day_has_pages_until_one_is_empty(name: str) -> None:
    """A day that needs several: each page but the last has stories, and none comes twice."""
    source = next(source for source in SITES[name].backfill if isinstance(source, DatedIndex))
    days = [day_of(story) for story in ROOM.editions[name].stories]
    day = max(days, key=days.count)
    pages = []
    for number in range(10):
        url = index_url(source, day, number)
        reply = ask(url)
        pages.append([one.url for one in announced(reply.body, "text/html", source, url, SITES[name])])
    filled = [page for page in pages if page]
    assert len(filled) > 1
    assert pages == filled + [[]] * (10 - len(filled))
    assert len({url for page in filled for url in page}) == sum(map(len, filled))


def test_the_posts_of_wordpress_are_paged_and_bounded() -> None:
    base = "https://jfid.co.id/wp-json/wp/v2/posts"
    count = len(ROOM.editions["jfid"].stories)
    first = ask(f"{base}?per_page=4&page=1")
    assert (first.header("X-WP-Total"), first.header("X-WP-TotalPages")) == (str(count), str(-(-count // 4)))
    assert len(json.loads(first.body)) == 4
    beyond = ask(f"{base}?per_page=4&page=9")
    assert beyond.status == 400
    assert json.loads(beyond.body)["code"] == "rest_post_invalid_page_number"
    day = date(2026, 11, 17)
    url = posts_url(WordPress("https://jfid.co.id"), 1, day, day)
    assert [post["slug"] for post in json.loads(ask(url).body)] == [
        "menyusuri-rel-mati-kalianget-dari-stasiun-ke-warung-kopi"
    ]
    nothing = ask(posts_url(WordPress("https://jfid.co.id"), 1, day - timedelta(days=9000), day - timedelta(days=8000)))
    assert (nothing.status, nothing.body) == (200, b"[]")


def test_feeds_sitemaps_and_indexes_lead_to_pages_that_answer() -> None:
    for url in [
        "https://jfid.co.id/feed/atom/",
        "https://sriwijayatv.tv/wp-sitemap.xml",
        "https://news.kompas.com/sitemap.xml",
        "https://republika.co.id/",
        "https://www.tempo.co/",
        "https://regional.kompas.com/",
        "https://www.kompas.tv/",
        "https://jfid.co.id/",
    ]:
        assert ask(url).status == 200, url
    for url in [
        "https://www.kompas.tv/sitemap.xml",
        "https://rss.tempo.co/hukum/lama",
        "https://jfid.co.id/tidak-ada/",
    ]:
        assert ask(url).status == 404, url


def test_robots_txt_of_each_paper() -> None:
    def allows(agent: str, url: str) -> bool:
        host = urlsplit(url).hostname
        return Protego.parse(ask(f"https://{host}/robots.txt").body.decode()).can_fetch(url, agent)

    barred = ROOM.url(ROOM.story("forbidden by robots.txt"))
    for story in ROOM.stories:
        assert all(allows("kliping", url) for url in ROOM.announced(story) if url != barred)
    assert not allows("kliping", barred)
    assert not allows("Scrapy/2.19 (+https://scrapy.org)", ROOM.url(ROOM.story("republika plain")))
    assert not allows("kliping", "https://republika.co.id/search/?q=padi")
    robots = Protego.parse(ask("https://republika.co.id/robots.txt").body.decode())
    assert robots.crawl_delay("kliping") == 1


def test_an_article_in_pages() -> None:
    whole = ROOM.url(ROOM.story("three pages"))
    first, third, everything = (ask(whole + query).body.decode() for query in ("", "?page=3", "?page=all"))
    assert "Kabut belum naik" in first
    assert "Barter yang tersisa" not in first.partition('class="read__content"')[2].partition("read__paging")[0]
    assert "Rencana dermaga baru" in third
    assert "Kabut belum naik" not in third.partition('class="read__content"')[2]
    assert all(text in everything for text in ("Kabut belum naik", "Barter yang tersisa", "Rencana dermaga baru"))
    assert ask(whole + "?page=4").status == 404

    post = ROOM.url(ROOM.story("post in three pages"))
    assert f'href="{post}2/"' in ask(post).body.decode()
    assert "Stasiun pertama masih berdiri" in ask(f"{post}2/").body.decode()
    assert ask(f"{post}4/").status == 404
