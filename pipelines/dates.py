"""Dates as Indonesian newspapers print them.

Facts: the portals mix Indonesian and English month names, print `20.04 WIB` and `20:04`, mark wall-clock times with
`Z` or `+00:00`, and say "2 jam yang lalu" in listings.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

ZONES = {"wib": 7, "wita": 8, "wit": 9, "gmt": 0, "utc": 0}
"""Hours east of Greenwich."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}

_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([A-Za-z]{3,9})\.?,?[\s./-]+(\d{4}|\d{2})\b")
_WORDS_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\b((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?\b")
_HYPHEN_TIME = re.compile(r"T(\d\d)-(\d\d)-(\d\d)(?=Z|$)")
"""detik's `2022-12-10T13-19-56Z`."""
_TIME = re.compile(r"(?<![\d./:-])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?![\d/])\s*([AaPp][Mm])?")
_ZONE = re.compile(
    r"(?<![A-Za-z])(WIB|WITA|WIT|GMT|UTC)\b(?:\s*([+-])\s*(\d{1,2}))?|([+-])(\d\d):?(\d\d)\b|\d(Z)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(\d{1,4}|se)\s*(detik|menit|jam|hari|minggu|bulan)\s+(?:yang\s+)?(?:lalu|silam)\b", re.IGNORECASE
)
_SPANS = {
    "detik": timedelta(seconds=1),
    "menit": timedelta(minutes=1),
    "jam": timedelta(hours=1),
    "hari": timedelta(days=1),
    "minggu": timedelta(weeks=1),
    "bulan": timedelta(days=30),
}


def parse_date(text: str, zone: ZoneInfo, *, near: datetime | None = None, wall: bool = False) -> datetime | None:
    """The first date in `text`, aware, or None.

    A date without an offset is in `zone`. `near` (aware) is what "2 jam yang lalu" counts from, usually the capture
    time. With `wall`, an offset in the text is a lie: the clock time is taken in `zone`.
    """
    text = text.strip()
    if not text:
        return None
    found = _iso(text) or _written(text, zone) or _rfc(text) or _relative(text, near)
    if found is None:
        return None
    if wall:
        return found.replace(tzinfo=zone)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _iso(text: str) -> datetime | None:
    if not text[:4].isdigit():
        return None
    text = _HYPHEN_TIME.sub(r"T\1:\2:\3", text.replace("/", "-", 2))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year of eleven digits overflows
        return None


def _written(text: str, zone: ZoneInfo) -> datetime | None:
    found = _day(text)
    if found is None:
        return None
    (year, month, day), start, end = found
    try:
        moment = datetime(year, month, day)  # the zone is put on below
    except ValueError:
        return None
    time = _TIME.search(text, end) or _TIME.search(text[:start])
    if time:
        hour, minute = int(time[1]), int(time[2])
        if time[4]:
            hour = hour % 12 + (12 if time[4].lower() == "pm" else 0)
        if hour > 23 or minute > 59:
            return None
        moment = moment.replace(hour=hour, minute=minute, second=min(59, int(time[3] or 0)))
    return _with_zone(moment, text[end:] if time and time.start() >= end else text, zone)


def _day(text: str) -> tuple[tuple[int, int, int], int, int] | None:
    """Year, month and day, and where they stand in the text."""
    if match := _WORDS.search(text):
        month = MONTHS.get(match[2].lower())
        if month:
            year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
            return (year, month, int(match[1])), match.start(), match.end()
    if match := _WORDS_MONTH_FIRST.search(text):
        month = MONTHS.get(match[1].lower())
        if month:
            return (int(match[3]), month, int(match[2])), match.start(), match.end()
    if match := _YEAR_FIRST.search(text):
        return (int(match[1]), int(match[2]), int(match[3])), match.start(), match.end()
    if match := _DAY_FIRST.search(text):
        return (int(match[3]), int(match[2]), int(match[1])), match.start(), match.end()
    if match := _COMPACT.search(text):
        return (int(match[1]), int(match[2]), int(match[3])), match.start(), match.end()
    return None


def _with_zone(moment: datetime, text: str, zone: ZoneInfo) -> datetime:
    match = _ZONE.search(text)
    if not match:
        return moment.replace(tzinfo=zone)
    if match[7]:
        return moment.replace(tzinfo=UTC)
    if match[1]:
        hours = ZONES[match[1].lower()]
        if match[3]:
            hours += int(match[3]) * (-1 if match[2] == "-" else 1)
        offset = timedelta(hours=hours)
    else:
        offset = timedelta(hours=int(match[5]), minutes=int(match[6])) * (-1 if match[4] == "-" else 1)
    # No clock is further from Greenwich; what claims to be is no offset.
    return moment.replace(tzinfo=timezone(offset) if abs(offset) <= timedelta(hours=14) else zone)


def _relative(text: str, near: datetime | None) -> datetime | None:
    match = _RELATIVE.search(text)
    if not match or near is None:
        return None
    count = 1 if match[1].lower() == "se" else int(match[1])
    return near - count * _SPANS[match[2].lower()]
