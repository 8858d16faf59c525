"""Republika: hosts per desk, a code that grows with time, an index of offsets and days, old paths with a date."""

import re
from datetime import date

from crawler.newsroom.listings import day_of, feed, index_page, missing, newest, sitemap
from crawler.newsroom.paper import Edition, Paper
from crawler.newsroom.press import WIB
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

AN_INDEX_PAGE = 50

BARRED = ("Scrapy", "news-please", "CCBot", "GPTBot", "Bytespider")
"""Agents that the paper turns away by name."""

ROBOTS = "\n".join(
    [
        *(f"User-agent: {agent}\nDisallow: /\n" for agent in BARRED),
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/search/", "/komentar/*", "/copy/*", "/feed/*", "/post/*", "/ajax/*")),
        "Disallow: /*?utm_source=",
        "Crawl-delay: 1",
        "Sitemap: https://republika.co.id/files/xml/sitemap.xml",
        "",
    ]
)


def url(story: Story) -> str:
    """The code is the second of publication in base 36, then the number of the rubric."""
    code = base36(int(story.published.timestamp())) + story.number
    if story.era == "2017":
        local = story.published.astimezone(WIB)
        return f"http://{story.desk}/{local:%y/%m/%d}/{code}-{story.slug}"
    return f"https://{story.desk}/berita/{code}/{story.slug}"


def base36(number: int) -> str:
    head = base36(number // 36) if number >= 36 else ""
    return head + "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]


def index(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    """The stories of a day, or the newest, from an offset on."""
    offset = int(match["offset"] or 0)
    day = date(*map(int, match["day"].split("/"))) if match["day"] else None
    stories = [story for story in newest(edition) if day in (None, day_of(story))]
    return index_page(edition, "republika/index.html", stories[offset : offset + AN_INDEX_PAGE], day=day)


def front(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    return index_page(edition, "republika/index.html", newest(edition)[:10], day=None)


REPUBLIKA = Paper(
    name="republika",
    title="Republika Online",
    domain="republika.co.id",
    url=url,
    number=re.compile(r"/berita//?(?:[\w-]+/)*([a-z0-9]{6}\d{3})[/-]"),
    robots=ROBOTS,
    routes={
        r"(?:www\.)?republika\.co\.id/index(?:/(?P<offset>\d{1,3}))?(?:/(?P<day>\d{4}/\d\d/\d\d))?/?": index,
        r"(?:[\w-]+\.)?republika\.co\.id/": front,
        r"(?:www\.)?republika\.co\.id/rss/?": feed(),
        r"(?:www\.)?republika\.co\.id/rss/[\w-]+": missing,
        r"(?:www\.)?republika\.co\.id/files/xml/sitemap\.xml": sitemap(),
    },
)
