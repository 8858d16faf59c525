"""Dates as feeds, sitemaps and listings print them."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ODD_MONTHS = {"peb": 2, "mrt": 3, "may": 5, "ags": 8, "agt": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12}
_MONTH = {**{name: number for number, name in enumerate(_MONTHS, start=1)}, **_ODD_MONTHS}
_HOURS_EAST = {"wib": 7, "wita": 8, "wit": 9, "gmt": 0, "utc": 0, "ut": 0, "z": 0}

_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"|(?P<day_2>\d\d?)[/-](?P<month_2>\d\d?)[/-](?P<year_2>\d{4})"
    r"|(?P<day_3>\d\d?)[ -](?P<name>[a-z]{3,9})\.?[ -](?P<year_3>\d{4}|\d\d)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d\d?)[:.](\d\d)(?:[:.](\d\d))?")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)|\b(wib|wita|wit|gmt|utc?)\b|\d(z)\b", re.IGNORECASE)


def parse_pubdate(text: str, zone: ZoneInfo) -> datetime | None:
    """An aware time, or None for what is no date. `zone` is meant where the text names none."""
    day = _DAY.search(text)
    if not day:
        return None
    number = {key.partition("_")[0]: value for key, value in day.groupdict().items() if value}
    month = int(number["month"]) if "month" in number else _MONTH.get(number["name"][:3].lower(), 0)
    year = int(number["year"])
    rest = text[day.end() :]
    time = _TIME.search(rest)
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    offset = _ZONE.search(rest, time.end() - 1) if time else None
    try:
        return datetime(
            year + 2000 if year < 100 else year, month, int(number["day"]), hour, minute, min(second, 59),
            tzinfo=_zone(offset) if offset else zone,
        )  # fmt: skip
    except ValueError:
        return None


def _zone(match: re.Match[str]) -> timezone:
    sign, hours, minutes, name, zulu = match.groups()
    if sign:
        east = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-east if sign == "-" else east)
    return timezone(timedelta(hours=_HOURS_EAST[(name or zulu).lower()]))
