"""How all newspapers are doing at one moment."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.health.verdict import Finding, Level
from pipelines.schedule.dues import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    site: str
    run: str | None
    """Its last run."""
    started: datetime | None
    ended: datetime | None
    """None while the run goes on, or after it was killed."""
    reason: str
    """Why the run ended."""
    health: str
    """What the last run that was judged found, in two words; `unknown` before any was."""
    level: Level
    findings: tuple[Finding, ...]
    articles_today: int
    backlog: int
    held: int
    """Batches that are not published."""
    due: Due


@dataclass(frozen=True, slots=True)
class Status:
    at: datetime
    sites: tuple[SiteStatus, ...]
    disk_free: int
    """Bytes."""
    disk_size: int
