"""What happened to one newspaper in one run, as numbers: what health is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

GENERIC = "generic"
"""The template of an article to which none of its newspaper's own answered."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What one source of announcements gave in a run."""

    source: str
    announced: int = 0
    new: int = 0
    """How many articles of the last days it announced that nobody had before the run; two sources may share one."""
    failed: str = ""
    """Why it did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    site: str
    run: str
    at: datetime
    """When the run began, in UTC."""
    ended: str = "finished"
    fetched: int = 0
    """Articles that answered, with whatever status."""
    articles: int = 0
    characters: tuple[int, ...] = ()
    """The length of each text."""
    filled: Mapping[str, int] = field(default_factory=dict)
    """How many of the articles have the field."""
    templates: Mapping[str, int] = field(default_factory=dict)
    paywalled: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    """Pages that made no article and URLs that gave no page, by reason."""
    blocked: str = ""
    """By what the newspaper turned us away, if it did."""
    sources: tuple[SourceFacts, ...] = ()
    of_the_day: int | None = None
    """Articles archived in the last 24 hours; None while the newspaper has been crawled for less than that."""
    errors: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """Articles that were asked for, whatever came of it."""
        return self.articles + sum(self.refused.values())
