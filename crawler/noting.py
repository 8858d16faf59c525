"""What is noted of a page in the state, and the words in which the archive is told of a crawl: from the one the other
can be made again."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from archive.page import Page
from crawler.discovery import Announced, DiscoveryError, announced
from crawler.site import DatedIndex, Feed, Listing, Site, Sitemap, Source, WordPress
from crawler.state.store import State
from crawler.urls import is_article

SOURCE = "announcedBy"
"""What the metadata record of a source's page names: its kind and its address as declared."""

HOW = "crawlOptions"
"""What the warcinfo record says that the run was asked to do, as JSON."""

ENDED = "runEnded"
COUNTS = "runCounts"
"""What the last record of a run says: why it ended, and what it counted, as JSON."""

REDIRECTS = (301, 302, 303, 307, 308)
MOVED = "moved"

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Feed, Sitemap, DatedIndex, Listing, WordPress)}


def note(state: State, site: Site, run: str, page: Page, source: str) -> None:
    """Notes a page of a source, or a response to a request for an article, as the archive has it."""
    if source:
        if page.status not in REDIRECTS:
            state.captures.read(site, run, source, page, announced_on(page, source, site))
    elif is_article(page.url, site):
        with state.writing():
            state.captures.add(site, run, page)
            if page.status in REDIRECTS:
                state.addresses.answer(site, run, page.url, page.fetched_at, "refused", MOVED)


def announced_on(page: Page, source: str, site: Site) -> Sequence[Announced] | None:
    """What a page of a source announces; None for one that cannot be read."""
    if page.status != 200:
        return None
    try:
        return announced(page.body, page.content_type, source_called(source, site), page.url, site)
    except DiscoveryError:
        return None


def source_name(source: Source) -> str:
    """The kind of a source and its address: `Feed https://...`."""
    return f"{type(source).__name__} {source.base if isinstance(source, WordPress) else source.url}"


def source_called(name: str, site: Site) -> Source:
    """The source of that name; one that the site's file no longer has is read as such sources usually are."""
    for declared in (*site.discovery, *site.backfill):
        if source_name(declared) == name:
            return declared
    kind, _, address = name.partition(" ")
    source: Source = _KINDS.get(kind, Listing)(address)
    return source


def about(site: str, run: str) -> str:
    """The name by which the archive's remarks call a run of a site."""
    return f"urn:kliping:run:{site}:{run}"


def started(run: str, otherwise: datetime) -> datetime:
    """When a run began, as its name says."""
    try:
        return datetime.strptime(run, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return otherwise


def as_json(told: str) -> dict[str, Any]:
    """What a field holds as JSON; empty for what is none."""
    try:
        value = json.loads(told)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
