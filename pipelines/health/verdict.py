"""What is said of a newspaper's health: findings, each with its reason in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """`FAIL` keeps the batch from being published; `WARN` asks somebody to look; `NOTE` explains what is in order."""

    NOTE = 0
    WARN = 1
    FAIL = 2


class Kind(StrEnum):
    LAYOUT = "layout changed"
    BLOCKED = "blocked"
    PAYWALL = "paywalled"
    OUTAGE = "outage"
    FEED = "feed stopped"
    QUIET = "newsroom quiet"
    FEW = "few articles"
    MANY = "many articles"
    SHORT = "texts too short"
    LONG = "texts too long"
    FIELDS = "fields missing"
    BROKEN = "run broken"


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    level: Level
    words: str
    """What was seen, with its numbers, and what to do about it."""
    source: str = ""
    """The source of announcements that it is about, if it is about one."""
    since: datetime | None = None
    """When it was first found, if that was in an earlier run: whoever is to be alarmed has been."""

    @property
    def told(self) -> str:
        """The words, with the day from which on they hold."""
        return f"since {self.since:%Y-%m-%d}: {self.words}" if self.since else self.words


@dataclass(frozen=True, slots=True)
class Verdict:
    site: str
    run: str
    findings: tuple[Finding, ...] = ()

    @property
    def level(self) -> Level:
        return max((finding.level for finding in self.findings), default=Level.NOTE)

    @property
    def published(self) -> bool:
        """Whether the batch may leave the house; its WARC always does."""
        return self.level < Level.FAIL

    @property
    def word(self) -> str:
        """The newspaper's health in two words: the gravest finding, `healthy` if nothing is wrong."""
        grave = [finding for finding in self.findings if finding.level == self.level]
        return grave[0].kind.value if grave else "healthy"
