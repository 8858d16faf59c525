"""Kompas.com: a host per desk, a dated index, `?page=all`."""

import re
from datetime import date

from crawler.newsroom.listings import index_page, of_days, sitemap
from crawler.newsroom.paper import Edition, Paper
from crawler.newsroom.press import WIB
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

AN_INDEX_PAGE = 2
"""Stories a page, so that a day needs more than one; the real index has 20."""


def url(story: Story) -> str:
    """The clock of the publication is part of the path; the oldest markup has dots for hyphens, and no TLS."""
    local = story.published.astimezone(WIB)
    scheme, slug = ("http", story.slug.replace("-", ".")) if story.era == "2016" else ("https", story.slug)
    return f"{scheme}://{story.desk}/read/{local:%Y/%m/%d/%H%M%S}{story.number}/{slug}"


def page_of(request: Request) -> int:
    """`?page=all` is the whole, and what is no number the first page."""
    asked = request.query.get("page", "")
    return 0 if asked == "all" else int(asked) if asked.isdigit() else 1


def index(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    """One day's stories, some a page; a page beyond the last has none."""
    day, page = date.fromisoformat(request.query.get("date", "2026-11-20")), int(request.query.get("page", 1))
    stories = of_days(edition, day, day)[(page - 1) * AN_INDEX_PAGE : page * AN_INDEX_PAGE]
    return index_page(edition, "kompas/indeks.html", stories, day=day, page=page)


def front(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    return index_page(edition, "kompas/indeks.html", edition.stories[-10:], day=date(2026, 11, 20), page=1)


KOMPAS = Paper(
    name="kompas",
    title="Kompas.com",
    domain="kompas.com",
    url=url,
    number=re.compile(r"/read/(?:xml/)?(\d{4}/\d\d/\d\d/\d+)"),
    page_of=page_of,
    robots="User-agent: *\nDisallow: /search/?q=\nDisallow: /read/2026/10/09/\n"
    "Sitemap: https://www.kompas.com/sitemap.xml\nSitemap: https://news.kompas.com/sitemap.xml\n",
    routes={
        r"indeks\.kompas\.com/": index,
        r"(www|news)\.kompas\.com/sitemap\.xml": sitemap(news=True),
        r"(www\.|\w+\.)?kompas\.com/": front,
    },
)
