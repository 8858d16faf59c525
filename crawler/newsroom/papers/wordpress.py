"""What WordPress does for every paper that runs on it: REST, feeds, sitemaps, pages of a post."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from crawler.newsroom.listings import feed, index_page, newest, sitemap, sitemap_index, wordpress_posts
from crawler.newsroom.paper import Edition, Route
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

THIS_MONTH = date(2026, 11, 1)
"""Where the older sitemap ends."""

NUMBER = re.compile(r"^/([\w-]+)(?:/\d)?/?$")
"""The slug is all that a post's address has."""


def url_below(base: str) -> Callable[[Story], str]:
    return lambda story: f"{base}/{story.slug}/"


def page_of(request: Request) -> int:
    """`<!--nextpage-->` puts the number of the page behind the path; there is no view of the whole."""
    page = re.search(r"/(\d)/?$", request.parts.path)
    return int(page[1]) if page else 1


def routes(base: str) -> Mapping[str, Route]:
    """What WordPress answers by itself, with the sitemaps of its own and those of the plugin Yoast."""
    host = rf"(?:www\.)?{re.escape(base.removeprefix('https://'))}"
    return {
        rf"{host}/wp-json/wp/v2/posts/?": wordpress_posts,
        rf"{host}/feed/?": feed(),
        rf"{host}/feed/atom/?": feed(atom=True),
        rf"{host}/sitemap_index\.xml": sitemap_index(
            f"{base}/post-sitemap.xml", f"{base}/post-sitemap2.xml.gz", f"{base}/category-sitemap.xml"
        ),
        rf"{host}/post-sitemap\.xml": sitemap(since=THIS_MONTH),
        rf"{host}/post-sitemap2\.xml\.gz": sitemap(until=THIS_MONTH - timedelta(days=1), packed=True),
        rf"{host}/wp-sitemap\.xml": sitemap_index(
            f"{base}/wp-sitemap-posts-post-1.xml", f"{base}/wp-sitemap-taxonomies-category-1.xml"
        ),
        rf"{host}/wp-sitemap-posts-post-1\.xml": sitemap(),
        rf"{host}/": front,
    }


def front(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    return index_page(edition, "wordpress/front.html", newest(edition)[:10])
