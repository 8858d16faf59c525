"""What WordPress does for every paper that runs on it: REST, feeds, sitemaps, pages of a post."""

import re
from collections.abc import Callable, Mapping

from crawler.newsroom.listings import feed, index_page, newest, sitemap, sitemap_index, wordpress_posts
from crawler.newsroom.paper import Edition, Route
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

PAGE = re.compile(r"/(\d)/?$")


def url_below(base: str) -> Callable[[Story], str]:
    return lambda story: f"{base}/{story.slug}/"


def page_of(request: Request) -> int:
    """`<!--nextpage-->` puts the number of the page behind the path; there is no view of the whole."""
    page = PAGE.search(request.parts.path)
    return int(page[1]) if page else 1


def path_of(path: str) -> str:
    return PAGE.sub("/", path)


def routes(base: str) -> Mapping[str, Route]:
    host = rf"(?:www\.)?{re.escape(base.removeprefix('https://'))}"
    posts = f"{base}/post-sitemap.xml"
    return {
        rf"{host}/wp-json/wp/v2/posts/?": wordpress_posts,
        rf"{host}/feed/?": feed(),
        rf"{host}/feed/atom/?": feed(atom=True),
        rf"{host}/sitemap_index\.xml": sitemap_index(posts, f"{base}/page-sitemap.xml", f"{base}/post-sitemap2.xml.gz"),
        rf"{host}/wp-sitemap\.xml": sitemap_index(posts),
        rf"{host}/post-sitemap\.xml": sitemap(),
        rf"{host}/post-sitemap2\.xml\.gz": sitemap(packed=True),
        rf"{host}/": front,
    }


def front(edition: Edition, request: Request, match: re.Match[str]) -> Reply:
    return index_page(edition, "wordpress/front.html", newest(edition)[:10])
