"""Kompas TV: a number tells a story whatever section stands before it; a feed and section pages, no index."""

import re

from crawler.newsroom.listings import feed, index_page, missing, newest
from crawler.newsroom.paper import Edition, Paper
from crawler.newsroom.papers.kompas import page_of
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story


def url(story: Story) -> str:
    return f"https://{story.desk}/{story.number}/{story.slug}"


def section(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    """The stories of a section; `/news` and the front page have them all."""
    wanted = match["section"] or "news"
    stories = [story for story in newest(edition) if wanted in ("news", story.section.lower())]
    return index_page(edition, "kompastv/section.html", stories)


KOMPASTV = Paper(
    name="kompastv",
    title="Kompas.tv",
    domain="kompas.tv",
    url=url,
    number=re.compile(r"^/(?!tag/)[a-z0-9-]+/(\d{4,7})(?:/|$)"),
    page_of=page_of,
    robots="User-agent: *\nDisallow: /search\n",
    routes={
        r"www\.kompas\.tv/rss/?": feed(),
        r"www\.kompas\.tv/(sitemap\.xml|indeks|rss/.*)": missing,
        r"(?:www\.)?kompas\.tv/(?P<section>[a-z]*)/?": section,
    },
)
