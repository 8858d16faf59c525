"""What extraction gives: an article, or the reason why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that was left out of the text, and the id of the rule that left it out."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The clean text of an article and what is known about it. `paragraphs` begins with the headline."""

    url: str
    canonical_url: str
    site: str
    title: str
    paragraphs: tuple[str, ...] = field(repr=False)
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published: datetime | None = None
    published_from: str | None = None
    modified: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    language: str = "id"
    template: str = "generic"
    rules_version: str = ""
    removed: tuple[Removed, ...] = field(default=(), repr=False)
    warc: str = ""
    offset: int = 0
    record_id: str = ""
    fetched_at: datetime | None = None
    flags: tuple[str, ...] = ()
    origin: str | None = None

    def __reduce__(self) -> tuple[Callable[..., "Article"], tuple[list[Any], list[tuple[str, str]]]]:
        """For pickle, which would ask each of the many removals for its state."""
        values = [getattr(self, name) for name in _PLAIN]
        return _again, (values, [(removed.rule, removed.text) for removed in self.removed])


_PLAIN = tuple(each.name for each in fields(Article) if each.name != "removed")


def _again(values: list[Any], removed: list[tuple[str, str]]) -> Article:
    return Article(**dict(zip(_PLAIN, values, strict=True)), removed=tuple(Removed(*one) for one in removed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A captured page, or a miss, that made no article. `reason` can be counted, `detail` says what was seen."""

    url: str
    site: str
    reason: str
    detail: str = ""
    status: int | None = None
    warc: str = ""
    offset: int = 0
    record_id: str = ""
    fetched_at: datetime | None = None
