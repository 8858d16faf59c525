"""What one record of the archive gives; the part of a batch's work that can be done in another process."""

from dataclasses import dataclass

from archive.page import Miss, Page
from crawler.paging import next_page
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
