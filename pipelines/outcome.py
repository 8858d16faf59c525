"""What one record of the archive gives; the part of a batch's work that can be done in another process."""

import logging
import traceback
from dataclasses import dataclass

from archive.coding import BODY_LIMIT
from archive.page import Miss, Page
from crawler.challenge import BLOCKED, challenge
from crawler.reasons import TOO_LARGE
from crawler.site import Site
from pipelines.article import Article, Rejected
from pipelines.extract import extract_and_next, missed, rejected

logger = logging.getLogger(__name__)

FAILED = "extraction failed"
"""The reason of a page that our own code could not deal with: a fault of ours, or a page made to do harm."""


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
    if len(item.body) >= BODY_LIMIT:
        return Outcome(item.url, rejected(item, site, TOO_LARGE, f"more than {BODY_LIMIT >> 20} MiB"))
    if guarded := challenge(item, site):
        return Outcome(item.url, rejected(item, site, BLOCKED, guarded))
    try:
        result, following = extract_and_next(item, site)
    except Exception as error:
        logger.exception("%s: %s in %s at %d", FAILED, item.url, item.warc, item.offset)
        return Outcome(item.url, rejected(item, site, FAILED, _told(error)))
    return Outcome(item.url, result, following)


def _told(error: Exception) -> str:
    """The error and the line of ours that it came from."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename.rpartition('/')[2]}:{place.lineno})"
