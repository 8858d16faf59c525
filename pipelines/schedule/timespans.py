"""Spans of time and parts of the day, as people write them."""

import re
from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day at the newspaper's clock; it may reach over midnight."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_span(value: object) -> timedelta:
    """`30m`, `6h`, `1d`. Raises ValueError that says what is allowed."""
    told = re.fullmatch(r"(\d{1,5}) ?([smhd])", value) if isinstance(value, str) else None
    if not told or int(told[1]) == 0:
        raise ValueError("no span of time; write a number and s, m, h or d, as in 30m, 6h or 1d")
    return timedelta(**{_UNITS[told[2]]: int(told[1])})


def parse_hours(value: object) -> Hours:
    """`01:00-04:30`. Raises ValueError that says what is allowed."""
    clock = r"([01]\d|2[0-3]):([0-5]\d)"
    told = re.fullmatch(rf"{clock} ?- ?{clock}", value) if isinstance(value, str) else None
    if not told:
        raise ValueError("no part of the day; write two times, as in 01:00-04:30")
    start, end = time(int(told[1]), int(told[2])), time(int(told[3]), int(told[4]))
    if start == end:
        raise ValueError("both times are the same")
    return Hours(start, end)
