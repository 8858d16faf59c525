"""Tempo: a number that runs on through three kinds of URLs, an index of days, feeds on a host of their own."""

import re
from datetime import date

from crawler.newsroom.listings import feed, index_page, missing, newest, of_days, sitemap
from crawler.newsroom.paper import Edition, Paper
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

AN_INDEX_PAGE = 1
"""Stories a page, so that a day needs more than one."""


def url(story: Story) -> str:
    """Since the end of 2024 the number stands behind the slug, and all desks share a host."""
    if story.desk.startswith("www."):
        return f"https://{story.desk}/{story.slug}-{story.number}"
    return f"https://{story.desk}/read/{story.number}/{story.slug}"


def index(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    first = date.fromisoformat(request.query.get("start_date", "2026-11-01"))
    last = date.fromisoformat(request.query.get("end_date", "2026-11-30"))
    page = int(request.query.get("page", 1))
    stories = of_days(edition, first, last)[(page - 1) * AN_INDEX_PAGE :]
    return index_page(
        edition, "tempo/indeks.html", stories[:AN_INDEX_PAGE], page=page, more=len(stories) > AN_INDEX_PAGE
    )


def front(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    return index_page(edition, "tempo/indeks.html", newest(edition)[:5], page=1, more=False)


TEMPO = Paper(
    name="tempo",
    title="Tempo",
    domain="tempo.co",
    url=url,
    number=re.compile(r"^(?:/read/|/[a-z-]+/[a-z0-9-]+-)(\d{5,8})(?:/|$)"),
    robots="User-agent: *\nAllow: /\n",
    routes={
        r"www\.tempo\.co/indeks/?": index,
        r"rss\.tempo\.co/(?:nasional)?": feed(),
        r"rss\.tempo\.co/.+": missing,
        r"www\.tempo\.co/sitemap\.xml": sitemap(),
        r"(?:[\w-]+\.)?tempo\.co/": front,
    },
)
