"""What one record of the archive gives; the part of a batch's work that can be done in another process."""

from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from archive.page import Miss, Page
from crawler.site import Site
from pipelines.article import Article, Rejected
from pipelines.extract import extract, missed


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` is None for a redirect, whose target answers for it."""

    url: str
    result: Article | Rejected | None
    next_url: str = ""
    """Where the article goes on, at sites that spread it over pages."""


def outcome_of(item: Page | Miss, site: Site) -> Outcome:
    if isinstance(item, Miss):
        return Outcome(item.url, missed(item, site))
    if 300 <= item.status < 400:
        return Outcome(item.url, None)
    result = extract(item, site)
    return Outcome(item.url, result, next_page(item, site) if isinstance(result, Article) else "")


def next_page(page: Page, site: Site) -> str:
    """The address of the article's next page, or an empty string."""
    if not site.next_page:
        return ""
    link = LexborHTMLParser(page.body).css_first(site.next_page)
    href = (link.attributes.get("href") or "").strip() if link else ""
    return urljoin(page.url, href) if href else ""
