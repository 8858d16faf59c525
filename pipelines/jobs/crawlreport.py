"""What a crawl did, in numbers and reasons."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from pipelines.files import replace_with


@dataclass(slots=True)
class SiteReport:
    """What happened to one newspaper. Numbers count articles, not requests."""

    site: str
    announced: int = 0
    """New ones, or those that were asked for by name."""
    known: int = 0
    """Announced, and answered for in an earlier run."""
    fetched: int = 0
    """What answered, with whatever status."""
    seen_again: int = 0
    """Articles of earlier runs that were looked at again."""
    articles: int = 0
    """Texts: articles that are new or have changed."""
    unchanged: int = 0
    """Articles whose text is that of an earlier run."""
    rejected: dict[str, int] = field(default_factory=dict)
    """Pages that made no article, by reason."""
    missed: dict[str, int] = field(default_factory=dict)
    """URLs that gave no page, by reason."""
    left: int = 0
    """Announced and not asked for: beyond the limit, or the crawl was stopped."""
    passed_over: int = 0
    """Entries of feeds and sitemaps that are no articles by their address, or not of the days asked for."""
    warcs: list[Path] = field(default_factory=list)
    texts: Path | None = None
    """The folder of the batch, if anything was written."""
    ended: str = ""
    """"finished", or why the crawl of this site ended before its time."""
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CrawlReport:
    run: str
    folder: Path
    """Holds `run.json` and `crawl.log`."""
    sites: list[SiteReport]
    errors: list[str] = field(default_factory=list)
    """What went wrong with the run as a whole."""

    @property
    def articles(self) -> int:
        return sum(site.articles for site in self.sites)

    @property
    def all_errors(self) -> list[str]:
        return self.errors + [f"{site.site}: {error}" for site in self.sites for error in site.errors]


Progress = Callable[[SiteReport], None]
"""Called whenever something came of a site; `rejected`, `warcs` and `texts` are only known at the end."""


def write_report(report: CrawlReport) -> None:
    """Writes `run.json`, whole or not at all. A disk that is full must not take the report away from the caller."""
    facts = {"software": f"kliping/{version('kliping')}", **asdict(report)}
    file = report.folder / "run.json"
    try:
        replace_with(file, (json.dumps(facts, ensure_ascii=False, indent=1, default=str) + "\n").encode())
    except OSError as error:
        report.errors.append(f"{file}: {error.strerror}")
