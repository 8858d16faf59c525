"""Where in a TOML file something stands: the standard reader gives values without their lines."""

import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line, counted from 1, on which the value at `place` ends; of its nearest table if the file lacks it.

    Found by reading ever more of the file until the value is there, which is plenty for a file of settings.
    """
    lines = text.splitlines()
    path = [part for part in place if isinstance(part, str)]
    while path:
        for number in range(1, len(lines) + 1):
            if _holds(lines[:number], path):
                return number
        path.pop()
    return 1


def _holds(lines: Sequence[str], path: Sequence[str]) -> bool:
    try:
        found: Any = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:  # the beginning of a value of several lines
        return False
    for part in path:
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True
