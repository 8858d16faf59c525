"""When each newspaper is due, and from which day on: what has happened and the moment go in, a decision comes out."""

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import tldextract

from crawler.site import Site
from pipelines.schedule.config import Cadence
from pipelines.schedule.timespans import Hours

JITTER = 0.1
"""The share of the interval by which runs are moved apart, so that newspapers are not all asked on the hour."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""By so much a moment may lie ahead before a clock is said to be wrong."""

_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a newspaper's runs when the next is decided; moments are in UTC."""

    started: datetime | None = None
    """The start of its last run."""
    finished: bool = True
    """Whether that run came to its end; false after a kill or a power cut."""
    resume: str = ""
    """That run, if it was broken off and a pass is to go on with it."""
    failed: bool = False
    """Whether that run was judged to have failed: what could not be written at once cannot be a minute later."""
    complete: datetime | None = None
    """The start of the last run that read all sources to their end, or of the first of those that did it together."""
    blocked: datetime | None = None
    """When the newspaper turned us away, if it did so in its last run."""
    busy: str = ""
    """Who is crawling the newspaper right now."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done about a newspaper, and why, in words."""

    site: str
    now: bool
    at: datetime
    """When it is due, in UTC; not after the moment that was asked about when it is due now."""
    why: str
    since: date | None = None
    """The first day to be back-filled; None asks for what is new."""
    resume: str = ""
    """The run that was broken off and goes on, asked for what it was asked for."""


def due(site: Site, cadence: Cadence, past: Past, now: datetime) -> Due:
    """Whether the newspaper is to be crawled at `now`, in UTC."""
    zone = ZoneInfo(site.timezone)
    local = now.astimezone(zone)
    if past.busy:
        return _later(site, now, f"goes on: {past.busy}")
    for hours in (*cadence.quiet, *([Hours(*site.quiet)] if site.quiet else [])):
        if local.time() in hours:
            end = local.replace(hour=hours.end.hour, minute=hours.end.minute, second=0, microsecond=0)
            end += timedelta(days=end <= local)
            return _later(site, end, f"quiet hours until {hours.end:%H:%M}")
    if past.blocked and past.blocked.astimezone(zone).date() == local.date():
        tomorrow = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), zone)
        return _later(site, tomorrow, "blocked today; it is left alone until tomorrow")
    if past.started is None:
        return Due(site.name, True, now, "never crawled", since=cadence.since)
    if past.started > now + CLOCKS_DIFFER:
        ahead = f"its last run began at {past.started:%Y-%m-%d %H:%M} UTC, which is still to come"
        return Due(site.name, True, now, f"{ahead}: was the clock set back?")
    at = past.started + cadence.every + cadence.every * JITTER * _share(f"{site.name} {past.started:%Y%m%d%H%M}")
    broken = not past.finished
    if now < at and (past.failed or not broken):
        return _later(site, at, f"every {_told(cadence.every)}")
    if past.resume:
        why = f"run {past.resume} was broken off; it goes on where it was"
        return Due(site.name, True, min(at, now), why, resume=past.resume)
    since = _missed_since(past, cadence, local.date(), zone)
    if broken:
        return Due(site.name, True, min(at, now), "its last run was broken off", since=since)
    if since:
        return Due(site.name, True, at, f"days since {since} were missed", since=since)
    return Due(site.name, True, at, f"last run {_told(now - past.started)} ago")


def in_shard(site: Site, shard: tuple[int, int] | None) -> bool:
    """Whether the site falls to shard `i` of `n`, from 1. Sites of one registrable domain stay together, so that each
    host is asked by one machine."""
    if shard is None:
        return True
    domain = _SUFFIXES(site.domains[0]).top_domain_under_public_suffix or site.domains[0]
    return zlib.crc32(domain.encode()) % shard[1] == shard[0] - 1


def parse_shard(text: str) -> tuple[int, int]:
    """`2/5` is the second of five. Raises ValueError that says what is allowed."""
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise ValueError(f"{text!r} is no shard; write I/N with I from 1 to N, as in 2/5")
    return int(part), int(parts)


def _missed_since(past: Past, cadence: Cadence, today: date, zone: ZoneInfo) -> date | None:
    """The day of the last complete run, when what was announced since may have left the feeds."""
    if past.complete is None:
        return cadence.since
    day = past.complete.astimezone(zone).date()
    return day if today - day > timedelta(days=1) else None


def _later(site: Site, at: datetime, why: str) -> Due:
    return Due(site.name, False, at.astimezone(UTC), why)


def _share(seed: str) -> float:
    """From 0 to 1, and the same for the same seed: a schedule that is asked twice gives one answer."""
    return zlib.crc32(seed.encode()) / 0xFFFFFFFF


def _told(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return f"{span.total_seconds():.0f} s"
    if minutes < 120:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"
