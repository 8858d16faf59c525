"""What is said of a newspaper's health: findings, each with its reason in words."""

from dataclasses import dataclass
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
