"""What a newspaper announces: bytes in, article URLs and dates out."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser
from w3lib.encoding import html_to_unicode

from crawler.feeds import Entry, NoFeedError, entries
from crawler.nesting import LARGEST, is_harmless
from crawler.pubdates import parse_pubdate
from crawler.site import DatedIndex, Listing, Site, Sitemap, Source, WordPress
from crawler.urls import identity, is_article, resolve


@dataclass(frozen=True, slots=True)
class Announced:
    """A URL and what its announcement says; `published` is aware, in a sitemap it may be the time of a change."""

    url: str
    published: datetime | None = None
    title: str = ""


class DiscoveryError(Exception):
    """A source that gave nothing to read."""

    def __init__(self, url: str, what: str) -> None:
        super().__init__(f"{url}: {what}")
        self.url = url
        self.what = what


def announced(body: bytes, content_type: str, source: Source, page_url: str, site: Site) -> list[Announced]:
    """What one page of a source announces, each URL once, in its order.

    Feeds, sitemaps and WordPress give every entry, pages of links only what is an article by its URL. An index of
    sitemaps announces nothing itself: see `children`. Raises DiscoveryError.
    """
    found: Iterable[Announced]
    match source:
        case DatedIndex() | Listing():
            found = _links(body, content_type, source.items, page_url, site)
        case WordPress():
            found = _posts(body, page_url, site)
        case _:
            found = (
                Announced(_best(entry, page_url, site), _date(entry.date, site), unescape(entry.title))
                for entry in _entries(body, content_type, page_url)
                if entry.links and not entry.is_sitemap
            )
    once: dict[str, Announced] = {}
    for one in found:
        once.setdefault(one.url, one)
    return list(once.values())


def children(body: bytes, content_type: str, source: Sitemap, page_url: str, site: Site) -> list[Announced]:
    """The sitemaps that an index of sitemaps names, with the time of their last change."""
    return [
        Announced(resolve(page_url, entry.links[0]), _date(entry.date, site))
        for entry in _entries(body, content_type, page_url)
        if entry.is_sitemap and entry.links and re.search(source.only, entry.links[0])
    ]


def index_url(source: DatedIndex, day: date, number: int) -> str:
    """The address of a page of a day; pages are numbered 0, 1, 2 here, whatever the site calls them."""
    return source.url.format(day=day, next=day + timedelta(days=1), page=source.first + number * source.step)


def posts_url(source: WordPress, number: int, since: date | None = None, until: date | None = None) -> str:
    """The address of a page of posts, newest first; pages count from 1, both days are within."""
    query = {"per_page": "100", "page": str(number), "_fields": "link,date,date_gmt,title"}
    if since:
        query["after"] = f"{since - timedelta(days=1)}T23:59:59"
    if until:
        query["before"] = f"{until + timedelta(days=1)}T00:00:00"
    return f"{source.base.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(query)}"


def _entries(body: bytes, content_type: str, page_url: str) -> list[Entry]:
    try:
        return list(entries(body, content_type))
    except NoFeedError as error:
        raise DiscoveryError(page_url, str(error)) from error


def _best(entry: Entry, page_url: str, site: Site) -> str:
    """Feeds put a redirector into the link and the article into the guid, or a number into the guid."""
    links = [resolve(page_url, link) for link in entry.links]
    return next((link for link in links if is_article(link, site)), links[0])


def _links(body: bytes, content_type: str, items: str, page_url: str, site: Site) -> Iterator[Announced]:
    if not body.strip():
        raise DiscoveryError(page_url, "an empty body")
    if not is_harmless(body):
        raise DiscoveryError(page_url, f"more than {LARGEST >> 20} MB, or nested or a tag without end")
    tree = LexborHTMLParser(html_to_unicode(content_type or None, body, default_encoding="utf-8")[1])
    base = tree.css_first("base[href]")
    base_url = (resolve(page_url, base.attributes.get("href") or "") if base else "") or page_url
    titles: dict[str, Announced] = {}
    for node in tree.css(items):
        link = node if node.tag == "a" else node.css_first("a[href]")
        url = resolve(base_url, link.attributes.get("href") or "") if link else ""
        if link and url and is_article(url, site):
            title = " ".join(link.text().split())
            seen = titles.get(identity(url, site))
            if not seen or (title and not seen.title):  # the picture's link comes before the headline's
                titles[identity(url, site)] = Announced(seen.url if seen else url, None, title)
    yield from titles.values()


def _posts(body: bytes, page_url: str, site: Site) -> Iterable[Announced]:
    try:
        posts = json.loads(body)
    except ValueError as error:
        raise DiscoveryError(page_url, f"no JSON: {error}") from error
    if isinstance(posts, dict) and posts.get("code") == "rest_post_invalid_page_number":
        return []
    if not isinstance(posts, list):
        raise DiscoveryError(page_url, f"no list of posts: {str(posts)[:200]}")
    return [_post(post, site) for post in posts if isinstance(post, dict) and isinstance(post.get("link"), str)]


def _post(post: dict[str, object], site: Site) -> Announced:
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    published = _date(f"{post['date_gmt']}Z", site) if post.get("date_gmt") else _date(str(post.get("date")), site)
    return Announced(str(post["link"]), published, unescape(str(rendered or "")))


def _date(text: str, site: Site) -> datetime | None:
    return parse_pubdate(text, ZoneInfo(site.timezone)) if text else None
