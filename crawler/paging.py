"""Articles that go on: the link to the next page, or to the view of the whole when a redirect lost it."""

from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.page import Page
from crawler.nesting import is_harmless
from crawler.site import Site
from crawler.urls import canonical_url, is_article, request_url, resolve


def next_page(page: Page, site: Site) -> str:
    """The address of the article's next page, or an empty string. It never leads to another article.

    Where the site has a view of the whole, that comes after a page which says that it goes on: an old address
    leads to the new one without it.
    """
    if not may_go_on(page.url, site) or not is_harmless(page.body):
        return ""
    return next_url(LexborHTMLParser(page.body).css, page.url, site)


def may_go_on(url: str, site: Site) -> bool:
    """Whether a page of this address can lead to another at all; most sites show an article in one piece."""
    return bool(site.next_page) or (site.whole is not None and request_url(url, site) != url)


Search = Callable[[str], Sequence[LexborNode]]
"""All elements of a page that answer to a selector."""


def next_url(search: Search, url: str, site: Site) -> str:
    """What `next_page` tells, of a page that is parsed already."""
    if site.whole and (whole := request_url(url, site)) != url and _goes_on(search, site):
        return whole
    if not site.next_page:
        return ""
    links = search(site.next_page)
    following = resolve(url, links[0].attributes.get("href") or "") if links else ""
    if not following or not is_article(following, site) or canonical_url(following, site) != canonical_url(url, site):
        return ""
    return following


def _goes_on(search: Search, site: Site) -> bool:
    return any(search(css) for template in site.templates for css in template.partial)
