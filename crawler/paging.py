"""Articles that go on: the link to the next page, or to the view of the whole when a redirect lost it."""

from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from crawler.site import Site
from crawler.urls import canonical_url, is_article, request_url, resolve


def next_page(page: Page, site: Site) -> str:
    """The address of the article's next page, or an empty string. It never leads to another article.

    Where the site has a view of the whole, that comes after a page which says that it goes on: an old address
    leads to the new one without it.
    """
    if site.whole and request_url(page.url, site) != page.url and _goes_on(page, site):
        return request_url(page.url, site)
    if not site.next_page:
        return ""
    link = LexborHTMLParser(page.body).css_first(site.next_page)
    url = resolve(page.url, link.attributes.get("href") or "") if link else ""
    if not url or not is_article(url, site) or canonical_url(url, site) != canonical_url(page.url, site):
        return ""
    return url


def _goes_on(page: Page, site: Site) -> bool:
    tree = LexborHTMLParser(page.body)
    return any(tree.css_first(css) for template in site.templates for css in template.partial)
