"""Articles that go on: the link to the next page, for sites without a view of the whole."""

from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from crawler.site import Site
from crawler.urls import canonical_url, is_article, resolve


def next_page(page: Page, site: Site) -> str:
    """The address of the article's next page, or an empty string. It never leads to another article."""
    if not site.next_page:
        return ""
    link = LexborHTMLParser(page.body).css_first(site.next_page)
    url = resolve(page.url, link.attributes.get("href") or "") if link else ""
    if not url or not is_article(url, site) or canonical_url(url, site) != canonical_url(page.url, site):
        return ""
    return url
