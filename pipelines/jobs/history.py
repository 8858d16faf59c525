"""The versions of an article, and what changed from each to the next."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.loader import load_sites, site_of, unknown_site
from crawler.state.articles import Article, Version
from crawler.state.captures import Capture
from crawler.state.store import NAME, State
from crawler.urls import hostname, identity
from pipelines.worddiff import Change, word_diff

_ID = re.compile(r"(?:.*/)?(?:\d{3,}_)?([0-9a-f]{16})(?:\.txt)?")


@dataclass(frozen=True, slots=True)
class Edition:
    """A version with its text; None if the file is not here. `changes` lead to it from the one before."""

    version: Version
    file: Path
    text: str | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    article: Article
    captures: tuple[Capture, ...]
    editions: tuple[Edition, ...]
    due: datetime | None
    """When it is looked at again; None is never."""


def history(wanted: str, data: Path) -> History | None:
    """The history of the article with that address or id of 16 hex digits. Raises ValueError for what is neither."""
    path = data / NAME
    if not path.exists():
        return None
    with State(path) as state:
        match = _ID.fullmatch(wanted)
        article = state.articles.find_id(match[1]) if match else state.articles.find(_identity(wanted))
        if article is None:
            return None
        known = state.addresses.find(article.identity)
        captures = tuple(state.captures.of(article.identity))
    return History(article, captures, _editions(article, data), known.due if known else None)


def _editions(article: Article, data: Path) -> tuple[Edition, ...]:
    editions: list[Edition] = []
    before = None
    for version in article.versions:
        file = data / "text" / article.site / version.run / version.file
        text = file.read_text(encoding="utf-8") if file.exists() else None
        changes = tuple(word_diff(before, text)) if before is not None and text is not None else ()
        editions.append(Edition(version, file, text, changes))
        before = text
    return tuple(editions)


def _identity(url: str) -> str:
    return identity(url, site_of(url, load_sites()) or unknown_site(hostname(url)))
